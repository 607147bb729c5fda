"""What is stored is what ran: edits while a page runs and settings from outside change nothing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from processes import PATIENCE, until
from runner_fixtures import python
from site_fixtures import read

WAITING = """
from pathlib import Path
from time import sleep


{definitions}

Path({begun!r}).touch()
while not Path({go!r}).exists():
    sleep(0.01)
"""
REMEMBERED = """from answers_lib.memo import remember


@remember
def times(n):
    return n * 1"""


@pytest.fixture
def own(project, request):
    """The project with a copy of the library, which a test can edit."""
    library = request.config.rootpath / "answers_lib"
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(library, project / "answers_lib", ignore=ignore)
    for name in ("pyproject.toml", "LICENSE"):  # the site offers the library as a wheel
        shutil.copy(request.config.rootpath / name, project)
    return project


@pytest.fixture
def command(own, tmp_path):
    """A function that starts the build script, as a person types it, with another environment."""

    def start(*arguments, **variables):
        environment = {**os.environ, "PYTHONPATH": str(own), **variables}
        return subprocess.Popen(
            [sys.executable, "scripts/build.py", *arguments],
            cwd=own,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    return start


@pytest.fixture
def build(command):
    """A function that runs the build script to its end: status and output."""

    def run(*arguments, **variables):
        process = command(*arguments, **variables)
        output, _ = process.communicate(timeout=PATIENCE)
        return process.returncode, output

    return run


def value(project: Path) -> str:
    return read(project / "site", "a").select_one(".computed").text


class Edit:
    """A change of a file while a page that waits is running."""

    def __init__(self, project, command):
        self.project, self.command = project, command
        self.begun, self.go = project / "begun", project / "go"

    def page(self, definitions: str, expression: str) -> Path:
        code = WAITING.format(definitions=definitions, begun=str(self.begun), go=str(self.go))
        path = self.project / "docs/a.md"
        path.write_text("# T\n\n" + python(code.strip("\n")) + f"\n`{{python}} {expression}`\n")
        return path

    def while_running(self, path: Path, before: str, after: str) -> tuple[int, str]:
        """Build, edit the file when the page has begun, and let the page go on."""
        process = self.command()
        until(self.begun.exists, "the page runs")
        text = path.read_text()
        assert before in text
        path.write_text(text.replace(before, after))
        self.go.touch()
        output, _ = process.communicate(timeout=PATIENCE)
        return process.returncode, output


@pytest.fixture
def edit(own, command):
    return Edit(own, command)


def test_an_edit_of_a_remembered_function_while_its_page_runs(edit, build, own):
    path = edit.page(REMEMBERED, "times(6)")
    edit.while_running(path, "n * 1", "n * 7")
    assert build()[0] == 0
    assert value(own) == "42"
    path.write_text(path.read_text().replace("n * 7", "n * 1"))
    assert build()[0] == 0
    assert value(own) == "6"


def test_an_edit_of_the_library_while_a_page_runs(edit, build, own):
    module = own / "answers_lib/my_sums.py"
    module.write_text("def times(n):\n    return n * 1\n")
    edit.page("from answers_lib.my_sums import times", "times(6)")
    status, output = edit.while_running(module, "n * 1", "n * 7")
    assert status == 1
    assert (
        "docs/a.md:1: answers_lib/my_sums.py changed while this page ran, so its result is not "
        "kept: build again" in output
    )
    assert build()[0] == 0
    assert value(own) == "42"


def test_an_edit_that_is_taken_back_while_a_page_runs(edit, build, own, tmp_path):
    module = own / "answers_lib/my_sums.py"
    module.write_text("def times(n):\n    return n * 7\n")
    imported = tmp_path / "imported"
    path = edit.page("", "times(6)")
    later = WAITING.format(
        definitions="from answers_lib.my_sums import times",
        begun=str(imported),
        go=str(tmp_path / "end"),
    )
    path.write_text(path.read_text().replace("\n`{python}", f"\n{python(later)}\n`{{python}}"))
    process, before = edit.command(), module.stat()
    until(edit.begun.exists, "the page runs")
    module.write_text("def times(n):\n    return n * 1\n")
    edit.go.touch()
    until(imported.exists, "the page has imported the module")
    module.write_text("def times(n):\n    return n * 7\n")
    os.utime(module, ns=(before.st_atime_ns, before.st_mtime_ns))
    (tmp_path / "end").touch()
    output, _ = process.communicate(timeout=PATIENCE)
    assert "answers_lib/my_sums.py changed while this page ran" in output
    assert build()[0] == 0
    assert value(own) == "42"


def test_a_class_of_an_argument_that_is_edited(own, build):
    module = own / "answers_lib/my_nets.py"
    module.write_text("class Net:\n    width = 8\n")
    code = (
        "from answers_lib.memo import remember\nfrom answers_lib.my_nets import Net\n\n\n"
        "@remember\ndef width(net):\n    return net.width"
    )
    (own / "docs/a.md").write_text(python(code) + "\n`{python} width(Net())`\n")
    assert build()[0] == 0
    assert value(own) == "8"
    module.write_text("class Net:\n    width = 64\n")
    assert build()[0] == 0
    assert value(own) == "64"


def test_comments_and_docstrings_of_the_library_run_nothing(own, build):
    module = own / "answers_lib/my_sums.py"
    module.write_text("def times(n):\n    return n * 7\n")
    (own / "docs/a.md").write_text(
        python("from answers_lib.my_sums import times") + "\n`{python} times(6)`\n"
    )
    assert "running docs/a.md" in build()[1]
    module.write_text(
        '"""Sums."""\n\n\ndef times(n):\n    """n, taken often."""\n    return n * 7\n'
    )
    assert "running docs/a.md" not in build()[1]
    module.write_text("def times(n):\n    return n * 8\n")
    assert "running docs/a.md" in build()[1]
    module.write_text("def times(n):\n    return n * 7\n")
    assert "running docs/a.md" not in build()[1]
    assert value(own) == "42"


def test_a_forced_page_runs_its_experiments_too(own, build):
    code = (
        "from answers_lib.memo import remember\n\n\n@remember\ndef ran():\n"
        "    with open('log', 'a') as log:\n        log.write('ran ')\n    return 1"
    )
    (own / "docs/a.md").write_text(python(code) + "\n`{python} ran()`\n")
    for arguments in ((), ("--force",)):
        assert build(*arguments)[0] == 0
    assert (own / "docs/log").read_text() == "ran ran "


OUTSIDE = """import locale
import os
import time
from pathlib import Path

import matplotlib.pyplot as plt
from threadpoolctl import threadpool_info

import torch

settings = plt.rcParams["lines.linewidth"], plt.rcParams["font.size"]
threads = torch.get_num_threads(), sorted({pool["num_threads"] for pool in threadpool_info()})
hashes = hash("a")
place = Path.cwd().name, os.environ.get("DISPLAY"), locale.setlocale(locale.LC_ALL, ""), time.tzname
plt.subplots(num="loss", figsize=(2, 1))
plt.plot([1, 2])
plt.show()
"""
SHOWN = "`{python} (settings, threads, hashes, place)`\n\n![A line](loss.svg)\n"


def test_nothing_from_outside_decides_a_result(own, build, tmp_path):
    (own / "docs/a.md").write_text(python(OUTSIDE) + "\n" + SHOWN)
    assert build()[0] == 0
    plain = value(own), (own / "site/a/loss.svg").read_bytes()
    home = tmp_path / "home"
    (home / ".config/matplotlib").mkdir(parents=True)
    for folder in (home / ".config/matplotlib", own, own / "docs"):
        (folder / "matplotlibrc").write_text("lines.linewidth: 9\nfont.size: 40\n")
    outside = {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "MATPLOTLIBRC": str(own),
        "PYTHONHASHSEED": "7",
        "OPENBLAS_NUM_THREADS": "2",
        "OMP_NUM_THREADS": "2",
        "LC_ALL": "POSIX",
        "TZ": "Asia/Tokyo",
        "DISPLAY": ":0",
    }
    shutil.rmtree(own / ".cache")
    status, output = build(**outside)
    assert status == 0, output
    assert (value(own), (own / "site/a/loss.svg").read_bytes()) == plain


def test_what_a_page_sets_reaches_no_other(own, build):
    (own / "docs/a.md").write_text(
        python(
            "import torch, matplotlib.pyplot as plt\ntorch.set_printoptions(precision=2)\n"
            "torch.set_default_dtype(torch.float64)\nplt.rcParams['font.size'] = 40"
        )
    )
    (own / "docs/b.md").write_text(
        "```pycon\n>>> import torch, matplotlib.pyplot as plt\n>>> torch.tensor([1 / 3])\n"
        "tensor([0.3333])\n>>> torch.zeros(1).dtype, plt.rcParams['font.size']\n"
        "(torch.float32, 10.0)\n```\n"
    )
    status, output = build("--jobs", "1")
    assert status == 0, output


def test_an_experiment_that_no_result_uses_is_pruned(own, build):
    code = "from answers_lib.memo import remember\n\n\n@remember\ndef f(n):\n    return n\n\nf({})"
    kept = []
    for n in range(5):
        (own / "docs/a.md").write_text(python(code.format(n)))
        assert build()[0] == 0
        kept.append(len(list((own / ".cache/experiments").glob("*.kept"))))
    assert kept == [1, 2, 3, 3, 3]
