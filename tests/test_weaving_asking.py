import pytest
from bs4 import BeautifulSoup

from runner.result import PageResult
from runner.running import run_page
from weaving.answers import weave
from weaving_fixtures import html

PREDICT = """
/// predict
By *how much*?

- [x] A `little` & more :: By `{python} 3 * 0.5` points, $x > 1$.
- [ ] Much :: It is
  not much.
///
"""
SORT = """
/// check
Where?

- [buffer "b"] mean :: It is one.
- [parameter] slope :: It is one, too.
///
"""
TRY = "/// try | batches\n| a |\n| --- |\n| 1 |\n///\n"


@pytest.fixture
def woven(request, page):
    """What a page's source looks like in the browser."""

    def of(source: str) -> BeautifulSoup:
        written = page(source)
        return html(weave(written, run_page(written)), request.config.rootpath)

    return of


def test_a_prediction_is_a_list_under_a_fold(woven):
    (element,) = woven(PREDICT)("predict-first")
    assert element["data-page"] == "training/05-x"
    assert str(element.p) == "<p>By <em>how much</em>?</p>"
    fold = element.details
    assert (fold["class"], fold["data-kind"]) == (["options"], "one")
    assert fold.has_attr("data-search-exclude")
    assert fold.summary.text == "The options, and what each one overlooks"
    first, second = fold("li")
    assert first.find(class_="option")["data-mark"] == "x"
    assert str(first.code) == "<code>little</code>"
    assert [span.text for span in first("span", class_="answer")] == ["Right."]
    assert first.find(class_="computed").text == "1.5"
    assert second.find(class_="option")["data-mark"] == ""
    assert second.text.split() == ["Much", "No.", "It", "is", "not", "much."]


def test_a_self_check_that_sorts(woven):
    fold = woven(SORT).find("check-yourself").details
    assert (fold["data-kind"], fold.summary.text) == ("sort", "Answer")
    first, second = fold("li")
    assert first.find(class_="option")["data-mark"] == 'buffer "b"'
    assert [item.find(class_="answer").text for item in (first, second)] == [
        'buffer "b".',
        "parameter.",
    ]


def test_what_is_tried_holds_what_the_page_has(woven):
    (element,) = woven(TRY)("try-batches")
    assert [cell.text for cell in element("td")] == ["1"]


def test_no_link_to_the_glossary_in_what_is_asked(page):
    written = page("---\nquestion: Q\n---\n# T\n" + PREDICT + "\n## Why\n\nA little.\n")
    result = run_page(written)
    text = weave(written, result, {"little": "not much"})
    assert text.count("glossary") == 1
    assert "[little](../glossary.md#little)" in text.partition("## Why")[2]


def test_options_beside_text(woven):
    soup = woven("Before.\n" + PREDICT + "\nAfter.\n")
    assert [tag.name for tag in soup(recursive=False)] == ["p", "predict-first", "p"]
    assert PageResult().exports == {}
