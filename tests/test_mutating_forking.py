"""Pages and their mutants run apart: what a mutant does happens to nobody else."""

import pytest

from mutating.forking import run_mutants
from mutating.mutant import Mutant
from mutating.verdict import verdicts
from runner.checking import ELEMENT
from runner_fixtures import python

AT = "docs/training/05-x.md"
FILES = """
import tempfile
from pathlib import Path

folder = tempfile.TemporaryDirectory()
path = Path(folder.name, "kept.txt")
"""
STEPS = python("import os\n\nruns = [1]") + "\n" + python("runs.append(2)\nprint(len(runs))")


@pytest.fixture
def tried(page, tmp_path):
    """A function that runs mutants of a page, each an old and a new text: state and lines."""

    def run(source, *changes):
        written = page(source)
        mutants = [
            Mutant(written, source.index(old), old, new, "it is tried") for old, new in changes
        ]
        (ran,) = run_mutants(mutants, tmp_path / ".cache", jobs=1)
        assert [mutant for mutant, _ in ran.mutants] == mutants
        return [(verdict.state, *verdict.lines) for verdict in verdicts(ran)]

    return run


def test_no_mutant_sees_what_another_one_did(tried):
    changes = [("append(2)", "append(3) or runs.append(4)"), ("append(2)", "clear()")]
    assert tried(STEPS, *changes) == [("survivor", "  7: 2 → 3"), ("survivor", "  7: 2 → 0")]


def test_a_change_of_an_earlier_block_runs_what_stands_below_it(tried):
    assert tried(STEPS, ("[1]", "[1, 1, 1]")) == [("survivor", "  7: 2 → 4")]


def test_a_process_that_ends(tried):
    found = tried(STEPS, ("runs.append(2)", "os._exit(3)"), ("[1]", "[0]"))
    died = f"{AT}:8: the process died, or ran for 120 s"
    assert found == [("killed", died), ("equivalent",)]


def test_a_page_that_writes_files_runs_whole(tried):
    source = "\n".join(
        [python(FILES), python('path.write_text("kept")'), python("print(path.read_text())")]
    )
    changes = [('path.write_text("kept")', "pass"), ('"kept"', '"lost"')]
    first, second = tried(source, *changes)
    assert first[0] == "killed"
    assert "FileNotFoundError" in first[1]
    assert second == ("survivor", "  15: kept → lost")


def test_what_the_claims_notice(tried):
    code = 'from answers_lib.claims import claim\n\nx = 3\nclaim("It is 3.", x == 3)'
    ((state, line),) = tried(python(code), ("x = 3", "x = 4"))
    assert (state, line.partition(": the claim")[0]) == ("killed", f"{AT}:5: ClaimError")


def test_claims_tables_and_figures_that_changed(tried, docs):
    element = docs / ELEMENT.format("x")
    element.parent.mkdir(parents=True)
    element.touch()
    code = """\
import matplotlib.pyplot as plt
from answers_lib.claims import claim
from answers_lib.exporting import export
from answers_lib.tables import table

x = 3
plt.subplots(num="line")[1].plot([0, x])
claim(f"It is {x}.", True)
claim("It is large.", True, margin=x, unit="points")
table({"x": [x], "y": [1]})
export("data", [x])
print("x is", x)
"""
    shown = "\n![A line](line.svg)\n\n/// try | x\n///\n"
    (found,) = tried(python(code) + shown, ("x = 3", "x = 4"))
    assert found[0] == "survivor"
    assert [line.partition(": ")[2] for line in found[1:]] == [
        "claim: It is 3. → It is 4.",
        "claim: It is large. (checked once, in this build, with at least 3 points to spare → "
        "checked once, in this build, with at least 4 points to spare)",
        "| 3 | 1 | → | 4 | 1 |",
        "export data",
        "x is 3 → x is 4",
        "figure line",
    ]
