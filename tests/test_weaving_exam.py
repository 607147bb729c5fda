import io
from base64 import b64decode

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from runner.outcome import Outcome
from runner.running import run_page
from runner_fixtures import sample
from weaving import flashcards, sheets
from weaving.exam import exams
from weaving_fixtures import html

LINKS = """---
question: |
  Is *it* $x < 1$?

  Or not?
---
# A "title"

## Short answer

Yes.

**In an exam, write**

- See [one](06-b.md), [two](../glossary.md#x), [three](#why), [four](https://a.b/c).
- `{python} 1 + 1` & $a$.

![A "$b$".](key.svg)

/// figure-caption
From [one](06-b.md#c).
///

## Why
"""
DRAW = "```python\nimport matplotlib.pyplot as plt\nplt.subplots(num='key')\n```\n"


def deck(outcomes, site_url):
    return flashcards.deck(list(exams(outcomes)), outcomes, site_url)


@pytest.fixture
def ran(page):
    """The outcome of a page's source."""

    def run(source: str, name="training/05-x.md") -> Outcome:
        written = page(source, name)
        return Outcome(written, run_page(written))

    return run


def test_the_parts_of_an_answer(ran):
    (exam,) = exams([ran(LINKS + DRAW)])
    assert (exam.place, exam.title) == ("Training · Question 5", 'A "title"')
    assert exam.question == "Is *it* $x < 1$?\n\nOr not?"
    assert exam.bullets == (
        "- See [one](training/06-b.md), [two](glossary.md#x), [three](training/05-x.md#why), "
        '[four](https://a.b/c).\n- <span class="computed" title="Computed by this build">2</span> '
        "& $a$."
    )
    assert exam.figure.startswith('![A "$b$".](training/05-x/key.svg){')
    assert exam.figure.endswith("/// figure-caption\nFrom [one](training/06-b.md#c).\n///")


def test_what_an_answer_asks(ran):
    (exam,) = exams([ran(sample("answer.md"))])
    prediction, check = exam.asked
    assert prediction.startswith("By how much?\n\n/// details | The options")
    assert check.startswith("By how many points, rounded down?\n\n/// details | Answer")
    assert (exam.bullets, exam.figure) == ("- By a little.", "")


def test_only_answers_that_ran_are_asked(ran, page):
    failed = Outcome(page(LINKS), None)
    assert list(exams([ran("# Text"), failed])) == []


def test_the_worksheet_and_its_key(ran, request):
    outcomes = [ran(LINKS + DRAW), ran(sample("answer.md"), "training/06-b.md")]
    sheet, answers = (
        html(make(list(exams(outcomes))), request.config.rootpath)
        for make in (sheets.worksheet, sheets.key)
    )
    for soup in (sheet, answers):
        places = [place.text for place in soup.select(".sheet > .sheet__place")]
        assert places == ["Training · Question 5", "Training · Question 6"]
        assert soup.select_one(".sheet em").text == "it"
    assert len(sheet.select(".sheet__room")) == 2
    bullets = ["See one, two, three, four.", "2 & \\(a\\).", "By a little."]
    assert [item.text for item in answers("li")] == bullets
    assert answers.img["src"] == "training/05-x/key.svg"
    assert not sheet("li") + sheet("img")


def test_what_is_practiced(ran, request):
    asked = list(exams([ran(sample("answer.md"))]))
    soup = html(sheets.practice(asked), request.config.rootpath)
    questions = soup.select("practice-session > .practice__question")
    assert [question["data-page"] for question in questions] == ["training/05-x"] * 2
    assert questions[0]["data-title"] == "More data"
    kinds = [question.details["data-kind"] for question in questions]
    assert kinds == ["one", "number"]


def test_a_deck_is_what_anki_reads(ran):
    outcomes = [ran(LINKS + DRAW), ran(sample("answer.md"), "training/06-b.md")]
    text = deck(outcomes, "https://a.b/")
    lines = text.splitlines()
    assert lines[:2] == ["#separator:tab", "#html:true"]
    assert "#guid column:1" in lines
    first, second = (line.split("\t") for line in lines if not line.startswith("#"))
    assert (first[0], first[3]) == ("trained-answers/training/05-x", "training")
    front, back = BeautifulSoup(first[1], "html.parser"), BeautifulSoup(first[2], "html.parser")
    assert front.text == r"Is it \(x < 1\)? Or not?"
    assert [item.text for item in back("li")] == ["See one, two, three, four.", r"2 & \(a\)."]
    assert back.img["alt"] == 'A "$b$".'
    kind, _, data = back.img["src"].partition(",")
    assert kind == "data:image/png;base64"
    picture = Image.open(io.BytesIO(b64decode(data))).convert("RGBA")
    assert picture.getextrema()[3] == (255, 255)  # opaque, for a dark card
    assert back("a")[-1]["href"] == "https://a.b/training/05-x/"
    assert BeautifulSoup(second[2], "html.parser").li.text == "By a little."
    assert deck(outcomes, "https://a.b/") == text


def test_links_of_a_card_lead_to_the_site(ran):
    text = deck([ran(LINKS + DRAW)], "https://a.b/")
    back = BeautifulSoup(text.splitlines()[-1].split("\t")[2], "html.parser")
    assert [link["href"] for link in back("a")[:4]] == [
        "https://a.b/training/06-b/",
        "https://a.b/glossary/#x",
        "https://a.b/training/05-x/#why",
        "https://a.b/c",
    ]
