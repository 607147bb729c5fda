import json

import pytest
from bs4 import BeautifulSoup

from answers_lib.claims import Claim
from runner.building import Outcome
from runner.evaluating import Shown
from runner.result import PageResult
from sitegen import home, notebooks, trust

META = "---\nquestion: |\n  Is *5 < 6* in `{}`?\n\n  More.\ndescription: D & E.\n---\n"


@pytest.fixture
def outcomes(page):
    """Two answers with claims, a page of text with code, and a lab."""
    claims = (
        Claim("It *holds* & $x$.", 7, 8, "seeds", "0.5 points"),
        Claim("Once.", 1, 1, "repeats", ""),
    )
    first = PageResult((Shown(values=claims, figures={"a": "<svg/>"}),), seconds=2.4)
    second = PageResult((Shown(values=claims[1:]),), seconds=0.3)
    return [
        Outcome(page(META + "# Ten\n", "training/10-b.md"), first),
        Outcome(page(META + "# Two & more\n", "training/02-a é.md"), second),
        Outcome(page("# Text\n", "text.md"), second),
        Outcome(page(META, "generalization/01-c.md"), None),
        Outcome(page(META, "training/notes.md"), None),
    ]


def test_questions_in_the_order_of_their_numbers(outcomes):
    found = BeautifulSoup(home.questions(outcomes, {"training": {3: "Open <?"}}), "html.parser")
    training, generalization = found.select("section.part")
    assert [h2["id"] for h2 in found.select("h2")] == ["training", "generalization"]
    assert [item.text for item in training.select("li")] == [
        "2Is 5 < 6 in {}?D & E.",
        "3Open <?Open: no answer yet",
        "10Is 5 < 6 in {}?D & E.",
    ]
    assert [a["href"] for a in training.select("a")] == [
        "training/02-a%20%C3%A9/",
        "training/10-b/",
    ]
    assert training.select("li")[1]["class"] == ["questions__item", "questions__item--open"]
    assert len(generalization.select("li")) == 1


def test_a_question_may_be_worded_anew_for_the_list(page):
    meta = "---\nquestion: Label the code below.\nlist_question: Label *the* code.\n---\n"
    found = BeautifulSoup(
        home.questions([Outcome(page(meta, "training/01-a.md"), None)], {}), "html.parser"
    )
    assert found.li.text == "1Label the code."


def test_an_answer_without_a_description_is_listed(page):
    outcome = Outcome(page("---\nquestion: Q\n---\n", "training/01-a.md"), None)
    found = BeautifulSoup(home.questions([outcome], {}), "html.parser")
    assert found.li.text == "1Q"


def test_every_claim_in_a_table(outcomes):
    found = BeautifulSoup(trust.claims_table(outcomes), "html.parser")
    rows = [[cell.text for cell in row.select("th, td")] for row in found.select("tbody tr")]
    assert rows == [
        ["Two & more"],
        ["Once.", "this build", ""],
        ["Ten"],
        ["It holds & \\(x\\).", "7 of 8 seeds", "0.5 points"],
        ["Once.", "this build", ""],
        ["Text"],
        ["Once.", "this build", ""],
    ]
    assert [a["href"] for a in found.select("a")][:2] == [
        "../training/02-a%20%C3%A9/",
        "../training/10-b/",
    ]


def test_counts_are_of_answers_that_ran(outcomes):
    assert trust.counts(outcomes) == "2 answers, 3 claims, 1 figures"


def test_the_machine_and_the_time(outcomes, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    monkeypatch.setattr(trust.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(trust, "environment", lambda: {"torch": "2.13.0"})
    assert trust.machine_table(outcomes) == (
        "| what | this build |\n| --- | --- |\n"
        "| built | 02 January 1970, 00:00 UTC |\n"
        "| cores | 2 |\n"
        "| torch | 2.13.0 |\n"
        "| running all pages | 3 s of one core, if nothing is stored |"
    )


def test_a_failed_lab_shows_its_error_first(page, tmp_path):
    lab = page("# %%\n1 / 0\n", "labs/the-loop.py")
    error = ValueError("docs/labs/the-loop.py:2: ZeroDivisionError: division by zero")
    written = notebooks.write_notebook(Outcome(lab, None, (error,)), tmp_path)
    assert written == tmp_path / "labs/the-loop.ipynb"
    first, second = json.loads(written.read_text(encoding="utf-8"))["cells"]
    assert "docs/labs/the-loop.py:2: ZeroDivisionError" in "".join(first["source"])
    assert second["source"] == ["1 / 0"]


def test_a_notebook_that_is_the_same_is_not_written_again(page, tmp_path):
    outcome = Outcome(page("# %%\n1\n", "labs/a.py"), None)
    path = notebooks.write_notebook(outcome, tmp_path)
    before = path.stat().st_mtime_ns, path.stat().st_ino
    notebooks.write_notebook(outcome, tmp_path)
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before


def test_styles_and_scripts_leave_a_lab():
    html = "<style>a{}</style><p>x</p><script>alert(1)</script><script>\n</script>"
    assert notebooks.finished(html) == "<p>x</p>"


def test_a_solution_is_folded():
    code = (
        '<div class="jp-CodeCell {0}"><div class="jp-CodeCell {0}">'
        '<div class="jp-InputArea"><pre>{1}</pre></div></div></div>'
    )
    html = code.format("", "shown") + code.format("celltag_solution", "hidden")
    found = BeautifulSoup(notebooks.finished(html), "html.parser")
    assert [details.pre.text for details in found.select("details")] == ["hidden"]
    assert [pre.text for pre in found.select("pre")] == ["shown", "hidden"]


def test_formulas_in_the_list_of_claims_are_marked_for_rendering():
    assert trust._inline("as $1/B$") == 'as <span class="arithmatex">\\(1/B\\)</span>'
