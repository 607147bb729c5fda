"""What is stored is what ran: edits while a page runs change nothing."""

import os
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


def test_an_edit_of_a_remembered_function_while_its_page_runs(edit, build_own, own):
    path = edit.page(REMEMBERED, "times(6)")
    edit.while_running(path, "n * 1", "n * 7")
    assert build_own()[0] == 0
    assert value(own) == "42"
    path.write_text(path.read_text().replace("n * 7", "n * 1"))
    assert build_own()[0] == 0
    assert value(own) == "6"


def test_an_edit_of_the_library_while_a_page_runs(edit, build_own, own):
    module = own / "answers_lib/my_sums.py"
    module.write_text("def times(n):\n    return n * 1\n")
    edit.page("from answers_lib.my_sums import times", "times(6)")
    status, output = edit.while_running(module, "n * 1", "n * 7")
    assert status == 1
    assert (
        "docs/a.md:1: answers_lib/my_sums.py changed while this page ran, so its result is not "
        "kept: build again" in output
    )
    assert build_own()[0] == 0
    assert value(own) == "42"


def test_an_edit_that_is_taken_back_while_a_page_runs(edit, build_own, own, tmp_path):
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
    assert build_own()[0] == 0
    assert value(own) == "42"


def test_a_class_of_an_argument_that_is_edited(own, build_own):
    module = own / "answers_lib/my_nets.py"
    module.write_text("class Net:\n    width = 8\n")
    code = (
        "from answers_lib.memo import remember\nfrom answers_lib.my_nets import Net\n\n\n"
        "@remember\ndef width(net):\n    return net.width"
    )
    (own / "docs/a.md").write_text(python(code) + "\n`{python} width(Net())`\n")
    assert build_own()[0] == 0
    assert value(own) == "8"
    module.write_text("class Net:\n    width = 64\n")
    assert build_own()[0] == 0
    assert value(own) == "64"


def test_comments_and_docstrings_of_the_library_run_nothing(own, build_own):
    module = own / "answers_lib/my_sums.py"
    module.write_text("def times(n):\n    return n * 7\n")
    (own / "docs/a.md").write_text(
        python("from answers_lib.my_sums import times") + "\n`{python} times(6)`\n"
    )
    assert "running docs/a.md" in build_own()[1]
    module.write_text(
        '"""Sums."""\n\n\ndef times(n):\n    """n, taken often."""\n    return n * 7\n'
    )
    assert "running docs/a.md" not in build_own()[1]
    module.write_text("def times(n):\n    return n * 8\n")
    assert "running docs/a.md" in build_own()[1]
    module.write_text("def times(n):\n    return n * 7\n")
    assert "running docs/a.md" not in build_own()[1]
    assert value(own) == "42"


def test_a_forced_page_runs_its_experiments_too(own, build_own):
    code = (
        "from answers_lib.memo import remember\n\n\n@remember\ndef ran():\n"
        "    with open('log', 'a') as log:\n        log.write('ran ')\n    return 1"
    )
    (own / "docs/a.md").write_text(python(code) + "\n`{python} ran()`\n")
    for arguments in ((), ("--force",)):
        assert build_own(*arguments)[0] == 0
    assert (own / "docs/log").read_text() == "ran ran "


def test_an_experiment_that_no_result_uses_is_pruned(own, build_own):
    code = "from answers_lib.memo import remember\n\n\n@remember\ndef f(n):\n    return n\n\nf({})"
    kept = []
    for n in range(5):
        (own / "docs/a.md").write_text(python(code.format(n)))
        assert build_own()[0] == 0
        kept.append(len(list((own / ".cache/experiments").glob("*.kept"))))
    assert kept == [1, 2, 3, 3, 3]
