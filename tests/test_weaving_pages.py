import json

import pytest
from bs4 import BeautifulSoup

from answers_lib.claims import Claim
from runner.labs import run_lab
from runner.outcome import Outcome
from runner.result import PageResult
from runner.shown import Shown
from sitegen import labs
from weaving import home, notebooks, trust
from weaving_fixtures import html

META = "---\nquestion: |\n  Is *5 < 6* in `{}`?\n\n  More.\ndescription: D & E.\n---\n"


@pytest.fixture
def outcomes(page):
    """Two answers with claims, a page of text with code, and a lab."""
    claims = (
        Claim("It *holds* & $x$.", 7, 8, "seeds", 0.5, "points"),
        Claim("Once.", 1, 1, "repeats"),
    )
    first = PageResult((Shown(claims, {"a": "<svg/>"}),), seconds=2.4)
    second = PageResult((Shown(claims[1:]),), seconds=0.3)
    return [
        Outcome(page(META + "# Ten\n", "training/10-b.md"), first),
        Outcome(page(META + "# Two & more\n", "training/02-a é.md"), second),
        Outcome(page("# Text\n", "text.md"), second),
        Outcome(page(META, "generalization/01-c.md"), None),
        Outcome(page(META, "more-nets/01-d.md"), None),
    ]


def test_every_part_with_its_questions(outcomes):
    found = BeautifulSoup(home.questions(outcomes), "html.parser")
    training, generalization, third = found.select("section.part")
    assert [h2["id"] for h2 in found.select("h2")] == ["training", "generalization", "more-nets"]
    assert third.h2.text == "More nets"
    assert [item.text for item in training.select("li")] == [
        "10Is 5 < 6 in {}?D & E.",
        "2Is 5 < 6 in {}?D & E.",
    ]
    assert [a["href"] for a in training.select("a")] == [
        "training/10-b/",
        "training/02-a%20%C3%A9/",
    ]
    assert len(generalization.select("li")) == 1


def test_a_question_may_be_worded_anew_for_the_list(page):
    meta = "---\nquestion: Label the code below.\nlist_question: Label *the* code.\n---\n"
    outcome = Outcome(page(meta, "training/01-a.md"), None)
    found = BeautifulSoup(home.questions([outcome]), "html.parser")
    assert found.li.text == "1Label the code."


def test_an_answer_without_a_description_is_listed(page):
    outcome = Outcome(page("---\nquestion: Q\n---\n", "training/01-a.md"), None)
    assert BeautifulSoup(home.questions([outcome]), "html.parser").li.text == "1Q"


def test_every_claim_below_its_page(outcomes, request):
    woven = trust.claims_by_page(outcomes)
    found = html(woven, request.config.rootpath)
    assert [fold.summary.text for fold in found("details")] == [
        "Ten: 2 claims",
        "Two & more: 1 claim",
        "Text: 1 claim",
    ]
    first = found.details
    assert first.has_attr("data-search-exclude")
    assert [[cell.text for cell in row("td")] for row in first("tr")][1:] == [
        ["It holds & \\(x\\).", "7 of 8 seeds", "0.5 points"],
        ["Once.", "this build", ""],
    ]
    assert first.a["href"] == "training/10-b.md"


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


def test_a_failed_lab_shows_its_error_first(page):
    lab = page("# %%\n1 / 0\n", "labs/the-loop.py")
    error = ValueError("docs/labs/the-loop.py:2: ZeroDivisionError: division by zero")
    woven = notebooks.woven_notebook(Outcome(lab, None, (error,)))
    first, second = json.loads(woven)["cells"]
    assert "docs/labs/the-loop.py:2: ZeroDivisionError" in "".join(first["source"])
    assert second["source"] == ["1 / 0"]


def test_a_percent_sign_of_a_lab_stays_with_its_number(page):
    lab = run_lab(page("# %% [markdown]\n# 50 % and `7 % 2`\n", "labs/a.py"))
    woven = notebooks.woven_notebook(Outcome(page("", "labs/a.py"), lab))
    (cell,) = json.loads(woven)["cells"]
    assert cell["source"] == ["50\N{NO-BREAK SPACE}% and `7 % 2`"]


def test_styles_and_scripts_leave_a_lab(tmp_path):
    html = "<style>a{}</style><p>x</p><script>alert(1)</script><script>\n</script>"
    assert labs.finished(html, tmp_path) == "<p>x</p>"


def test_checks_and_solutions_are_folded(tmp_path):
    code = (
        '<div class="jp-CodeCell {0}"><div class="jp-CodeCell {0}">'
        '<div class="jp-InputArea"><pre>{1}</pre></div></div></div>'
    )
    cells = {"": "shown", "celltag_check": "tried", "celltag_solution": "hidden"}
    html = "".join(code.format(*cell) for cell in cells.items())
    found = BeautifulSoup(labs.finished(html, tmp_path), "html.parser")
    assert [[fold.summary.text, fold.pre.text] for fold in found.select("details")] == [
        ["The check", "tried"],
        ["Solution", "hidden"],
    ]
    assert [pre.text for pre in found.select("pre")] == ["shown", "tried", "hidden"]
