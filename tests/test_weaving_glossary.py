"""The glossary: ids for its terms, and a link at the first use of each on a page."""

from pathlib import Path

import pytest

from runner.page import read_page
from weaving.edits import edited
from weaving.glossary import anchor, links, meanings, with_ids

TERMS = {"batch size": "Examples in a batch, $B$.", "epoch": "One pass.", "batch": "Some rows."}
DOCS = Path(__file__).parent.parent / "docs"


@pytest.fixture
def linked(page):
    """A function that links the terms in a page's text below its first section."""

    def link(text: str, terms=TERMS) -> str:
        written = page(f"# T\n\n## Why\n\n{text}")
        return edited(written.source, links(written, terms)).removeprefix("# T\n\n## Why\n\n")

    return link


def link_to(term, text):
    return f'[{text}](../glossary.md#{anchor(term)}){{ .term title="'


def test_meanings_are_the_first_line(page):
    source = "# Glossary\n\nepoch\n:   One pass.\n    See [x](x.md).\n\nbatch size\n:   $B$.\n"
    assert meanings(page(source)) == {"epoch": "One pass.", "batch size": "$B$."}
    assert meanings(None) == {}


def test_terms_become_targets():
    assert with_ids("batch size\n:   $B$.\n") == "batch size { #batch-size }\n:   $B$.\n"


def test_only_the_first_use_is_linked(linked):
    assert linked("An epoch. Two epochs.") == (
        f'An {link_to("epoch", "epoch")}One pass." }}. Two epochs.'
    )


@pytest.mark.parametrize("text", ["Epochs pass.", "**epoch**", "an epoch's end", "- epoch"])
def test_plurals_capitals_and_marks(linked, text):
    assert linked(text).count("](../glossary.md#epoch)") == 1


def test_a_longer_term_wins_over_a_shorter_one_inside_it(linked):
    woven = linked("The batch size and a batch.")
    assert link_to("batch size", "batch size") in woven
    assert f"a {link_to('batch', 'batch')}" in woven


def test_a_tooltip_is_plain_text(linked):
    woven = linked("x", {"x": 'a "$\\lceil N/B \\rceil$" `b` & c'})
    assert 'title="a &quot;⌈N/B⌉&quot; b &amp; c"' in woven


@pytest.mark.parametrize(
    "text",
    [
        "`epoch`",
        "``a `epoch` b``",
        "`{python} epoch`",
        "$epoch$",
        "$$\nepoch\n$$",
        "```python\nepoch = 1\n```",
        "~~~python\nepoch = 1\n~~~",
        "> ```python\n> epoch = 1\n> ```",
        "    ```text\n    epoch\n    ```",
        "[epoch](a.md)",
        "[an epoch that fits][1]",
        "[1]: epoch.md",
        "![an epoch](a.svg){ width=1 }",
        "### The epoch",
        "| epoch | 1 |",
        "/// figure-caption\nEpoch 1.\n///",
        '??? question "Which epoch?"',
        '=== "The epoch"',
        "epoch\n:   One pass.",
        "<!-- epoch -->",
        '<a title="epoch">x</a>',
        "https://example.org/epoch",
        "multi-epoch and epochal",
    ],
)
def test_where_a_link_has_no_place(linked, text):
    assert linked(text) == text


def test_neither_the_question_nor_the_references_are_linked(page):
    source = "An epoch in the question.\n\n## Why\n\nNo.\n\n## References\n\n1. An epoch, 1986.\n"
    assert list(links(page(source), TERMS)) == []


def test_a_heading_does_not_hide_what_follows_it(linked):
    assert "#epoch" in linked("### A\n\nAn epoch.")


def test_every_entry_of_the_glossary_is_found_and_sorted():
    glossary = read_page(DOCS, "glossary.md")
    terms = list(meanings(glossary))
    assert len(terms) == glossary.source.count("\n:   ") > 20
    assert terms == sorted(terms, key=str.lower)
