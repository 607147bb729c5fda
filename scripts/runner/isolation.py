"""Run a page, or a piece of one, in a process of its own, so that it harms no other."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from answers_lib.parallel import executor_map
from runner.errors import PageError, error_from, page_error
from runner.memory import lift_limit, limit_memory, told_plainly
from runner.page import DEFAULT_MEMORY, Page
from runner.pieces import Distribute, Pieces, asking, do
from runner.result import PageResult
from runner.surroundings import reset_matplotlib

# Third-party imports take seconds: the fork server pays them once. The library and the runner
# are left out on purpose: `mkdocs serve` must see their newest code, and they import quickly.
PRELOADED = [
    "runner.recording",  # first, since it notes what is imported from then on
    "matplotlib.pyplot",
    "sklearn.datasets",
    "torch._dynamo",
    "torch.func",
    "sybil",
]

_running: set[ForkServerProcess] = set()
# Starting a process also asks how the others have ended, and only who asks first is told.
_asking = Lock()


def run_isolated(
    page: Page,
    report: Callable[[int], None] = lambda line: None,
    distribute: Distribute | None = None,
    *,
    anew: bool = False,
) -> PageResult:
    """Run a page in a fresh process and wait for it.

    Args:
        page: what to run.
        report: called with the line of the block that begins.
        distribute: does the independent pieces of work that the page asks for, elsewhere; without
            it, the page does them itself.
        anew: whether remembered experiments run again, too.

    Raises:
        PageError: when the page fails, runs longer than its limit, or its process dies.
    """
    line = 1
    work = _work, page, distribute is not None, anew
    with _fresh_process(page.memory, *work) as (process, connection):
        try:
            connection.poll(None)  # until the first block: a busy machine's start is not its time
            deadline = time.monotonic() + page.timeout
            while connection.poll(max(0.0, deadline - time.monotonic())):
                message = connection.recv()
                if isinstance(message, PageError):
                    raise message
                if isinstance(message, PageResult):
                    return message
                if isinstance(message, Pieces):
                    assert distribute
                    answers = distribute(message.calls, deadline - time.monotonic())
                    if time.monotonic() < deadline:
                        connection.send(answers)
                else:
                    report(line := message)
            message = f"the block here was still running after {page.timeout:g} s: the page's limit"
            raise page_error(page, line, message + " (front matter `timeout:` raises it)")
        except (EOFError, OSError):  # OSError: it died while it sent its result
            _join(process)
            message = f"the process died in the block here (exit status {process.exitcode})"
            raise page_error(page, line, message) from None


def run_piece(call: bytes, limit: float) -> bytes:
    """Do one piece of a page's work in a fresh process; what it returns or raises, pickled.

    Raises:
        TimeoutError: when it takes longer than `limit` seconds.
        ChildProcessError: when its process dies.
    """
    with _fresh_process(DEFAULT_MEMORY, _work_piece, call) as (process, connection):
        try:
            if not connection.poll(limit):
                raise TimeoutError(f"a piece of the work was still running after {limit:.0f} s")
            return connection.recv_bytes()
        except EOFError:
            _join(process)
            message = f"the process of a piece of the work died (exit status {process.exitcode})"
            raise ChildProcessError(message) from None


@contextmanager
def _fresh_process(
    gigabytes: float, target: Callable[..., None], *args: Any
) -> Iterator[tuple[ForkServerProcess, Connection]]:
    """A process that runs target(*args, connection), and our end; killed at the end."""
    ours, theirs = _context().Pipe()
    confined = (gigabytes, target, *args, theirs)
    # No daemon: a page may start processes, as DataLoader(data, num_workers=2) does.
    process = _context().Process(target=_confined, args=confined)
    with _asking:
        process.start()
    _running.add(process)
    theirs.close()
    try:
        yield process, ours
    finally:
        _end(process)
        _running.discard(process)
        ours.close()


def end_all() -> None:
    """End every page that is running; whoever waits for one is told that its process died."""
    for process in tuple(_running):
        _end(process)


def _end(process: ForkServerProcess) -> None:
    with suppress(ProcessLookupError):  # it has not come to start its group
        os.killpg(process.pid or 0, signal.SIGKILL)  # with what the page has started
    process.kill()
    _join(process)


def _join(process: ForkServerProcess) -> None:
    """Wait for the end of a process that has ended or is about to."""
    with _asking:
        process.join()


def _confined(gigabytes: float, target: Callable[..., None], *args: Any) -> None:
    """Do the work within a limit of memory, and in a group of processes that ends with it."""
    os.setpgrp()
    Thread(target=_end_with_the_build, daemon=True).start()
    limit_memory(gigabytes)
    target(*args)


def _end_with_the_build() -> None:
    """End this process and what it started when the build is killed: nobody waits for it."""
    build = multiprocessing.parent_process()
    assert build
    build.join()
    os.killpg(0, signal.SIGKILL)


def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


def _work(page: Page, distributes: bool, anew: bool, connection: Connection) -> None:
    if distributes:
        executor_map.set(asking(connection))
    line = 1

    def report(at: int) -> None:
        nonlocal line
        connection.send(line := at)

    try:
        connection.send(_result(page, report, anew))
    except BaseException as error:  # sys.exit() and an interrupt on the page, too
        lift_limit()  # or there may be no memory left to tell of the error
        connection.send(told_plainly(page, error_from(page, line, error)))


def _result(page: Page, report: Callable[[int], None], anew: bool) -> PageResult:
    """Run a page in this process, and note what it loaded, read and remembered."""
    from answers_lib import memo
    from answers_lib.reading import files_read

    if page.is_lab:
        from runner.labs import run_lab as run  # imports what notebooks need, half a second
    else:
        from runner.running import run_page as run
    # Workers of the page are forks of it: any other way would read the page as a module.
    multiprocessing.set_start_method("fork", force=True)
    reset_matplotlib()
    memo.forgetful.set(anew)
    with files_read(str(page.docs.parent)) as files:
        result = run(page, report)
    names = tuple(sorted(memo.used()))
    return replace(result, files=dict(files), remembered=names, loaded=_loaded())


def _loaded() -> dict[str, str]:
    """Digest of each library module that this process has loaded, as dependencies name them."""
    from answers_lib.fingerprint import PACKAGE, code_digest
    from runner.recording import sources

    paths = {Path(path): source for path, source in sources.items()}
    return {
        f"{PACKAGE}/{path.name}": code_digest(source)
        for path, source in paths.items()
        if path.parent.name == PACKAGE
    }


def _work_piece(call: bytes, connection: Connection) -> None:
    connection.send_bytes(do(call))
