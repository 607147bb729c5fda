"""A build, a page or a cell is killed or stopped: no process lives on, nothing else is lost."""

import os
import signal
import threading
from collections.abc import Callable

import psutil
import pytest

from processes import running, started, until
from runner.errors import PageError
from runner.isolation import run_isolated
from runner_fixtures import python

# Ends neither by itself, nor by an interrupt, nor when nobody reads what it says.
STUBBORN = """import os, signal, subprocess
signal.signal(signal.SIGINT, signal.SIG_IGN)
child = subprocess.Popen(["sleep", "1000"])
with open({path!r} + ".part", "w") as file:
    print(os.getpid(), child.pid, file=file)
os.rename({path!r} + ".part", {path!r})
while True: pass"""


@pytest.fixture
def pids(tmp_path):
    """A function that waits for the page and gives its processes."""
    path = tmp_path / "pids"

    def read() -> list[int]:
        until(path.exists, "the page runs")
        return [int(pid) for pid in path.read_text().split()]

    read.page = STUBBORN.format(path=str(path))
    return read


def kill(process: Callable[[], int]) -> threading.Thread:
    """Kill a process as soon as it can be said which."""
    killer = threading.Thread(target=lambda: os.kill(process(), signal.SIGKILL))
    killer.start()
    return killer


def until_gone(pids: list[int]) -> None:
    until(lambda: not any(map(running, pids)), f"the end of {pids}")


def test_a_page_that_is_killed_from_outside(page, pids):
    killer = kill(lambda: pids()[0])
    with pytest.raises(PageError) as caught:
        run_isolated(page("# T\n\n" + python("x = 1") + "\n" + python(pids.page), "a.md"))
    killer.join()
    assert str(caught.value) == "docs/a.md:7: the process died in the block here (exit status -9)"
    until_gone(pids())


def test_what_a_page_has_started_ends_with_it(page, pids):
    with pytest.raises(PageError, match="was still running after 5 s: the page's limit"):
        run_isolated(page("---\ntimeout: 5\n---\n" + python(pids.page), "a.md"))
    until_gone(pids())


def test_the_kernel_of_a_lab_ends_with_it(page, pids):
    killer = kill(lambda: psutil.Process(pids()[0]).ppid())
    with pytest.raises(PageError) as caught:
        run_isolated(page("# %%\nx = 1\n\n# %%\n" + pids.page, "labs/a.py"))
    killer.join()
    assert str(caught.value) == (
        "docs/labs/a.py:5: the process died in the block here (exit status -9)"
    )
    until_gone(pids()[:1])


STOPPED = "stopped; what has run is kept, and the next run goes on from here\n"
# As a shell script starts what it puts in the background: `make site &`.
DEAF = """import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"""


@pytest.mark.parametrize(
    ("start", "how", "status", "errors"),
    [
        ([], signal.SIGKILL, -9, ""),
        ([], signal.SIGINT, 130, STOPPED),
        (["-c", DEAF], signal.SIGINT, 130, STOPPED),
    ],
    ids=["killed", "interrupted", "interrupted in the background"],
)
def test_no_page_lives_on_when_the_build_is_ended(page, project, pids, start, how, status, errors):
    page("`{python} 1`", "a.md")
    page(python(pids.page), "b.md")
    build = started([*start, "scripts/build.py", "--jobs", "1"], project)
    page_and_child = pids()
    children = psutil.Process(build.pid).children(recursive=True)
    assert set(page_and_child) <= {child.pid for child in children}
    build.send_signal(how)
    assert build.wait() == status
    assert build.communicate()[1] == errors
    until_gone([child.pid for child in children])
    assert list((project / ".cache/pages/a.md").glob("*.json"))
