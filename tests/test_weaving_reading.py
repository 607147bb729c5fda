import pytest
from bs4 import BeautifulSoup

from runner.outcome import Outcome
from runner.result import PageResult
from runner_fixtures import python
from weaving.answers import weave, weave_failed
from weaving.reading import answer_minutes, lesson_minutes, reading_line
from weaving_fixtures import html

META = "---\nquestion: Q\n---\n# T\n\n"


def answer(short="Yes.", why="So.", evidence="Seen.", meta=META) -> str:
    """An answer with three layers, as long as a test wants them."""
    sections = {"Short answer": short, "Why": why, "Evidence": evidence, "References": "1. A."}
    return meta + "\n".join(f"## {name}\n\n{text}\n" for name, text in sections.items())


def test_minutes_of_the_three_layers(page, request):
    written = page(answer(why="word " * 500, evidence="word " * 1000))
    line = html(reading_line(written), request.config.rootpath).p
    assert line.text == "Answer 1\xa0min · lesson 3\xa0min · evidence 6\xa0min"
    assert [a["href"] for a in line("a")] == ["#short-answer", "#why", "#evidence"]
    assert (line["class"], line["data-search-exclude"]) == (["reading"], "")


def test_the_line_stands_below_the_question(page, request):
    written = page(answer())
    for woven in (weave(written, PageResult()), weave_failed(written, [])):
        found = html(woven, request.config.rootpath)
        assert found.select_one("h1 + .question + p.reading + h2#short-answer")


def test_folded_code_is_not_read(page):
    code = "\n".join("x = 1" for _ in range(13))
    shown, folded = python(code), python(code, ' fold="How"')
    assert "evidence 2\xa0min" in reading_line(page(answer(evidence=shown)))
    assert "evidence 1\xa0min" in reading_line(page(answer(evidence=folded)))


@pytest.mark.parametrize("lacks", ["Short answer", "Why", "Evidence", "References"])
def test_no_line_where_a_layer_is_missing(page, lacks):
    written = page(answer().replace(f"## {lacks}\n", f"## Not {lacks}\n"))
    assert reading_line(written) == ""
    assert "reading" not in str(BeautifulSoup(weave(written, PageResult()), "html.parser"))


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ([], "1 minute"),
        ([1, 1], "1 minute"),
        ([500, 500], "3 minutes"),
        ([1, 900, 500], "1 to 6 minutes"),
    ],
)
def test_minutes_of_all_lessons(page, words, minutes):
    pages = [
        page(answer(why="word " * count), f"training/{number:02}-x.md")
        for number, count in enumerate(words)
    ]
    text = page(answer(why="word " * 5000, meta=""), "text.md")
    outcomes = [Outcome(one, None) for one in [*pages, text]]
    assert lesson_minutes(outcomes) == minutes
    assert answer_minutes(outcomes) == "1 minute"
