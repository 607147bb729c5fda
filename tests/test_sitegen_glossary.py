"""The glossary: ids for its terms, and a link at the first use of each on a page."""

from pathlib import Path

import pytest

from sitegen.glossary import anchor, meanings, with_ids, with_links

GLOSSARY = """batch size
:   Examples in a batch, $B$.

epoch
:   One pass.

batch
:   Some rows.
"""
ROOT = Path(__file__).parent.parent


def linked(term, text):
    return f'[{text}](../glossary.md#{anchor(term)}){{ .term title="'


def test_meanings_are_the_first_line():
    source = "# Glossary\n\nepoch\n:   One pass.\n    See [x](x.md).\n\nbatch size\n:   $B$.\n"
    assert meanings(source) == {"epoch": "One pass.", "batch size": "$B$."}


def test_terms_become_targets():
    assert with_ids("batch size\n:   $B$.\n") == "batch size { #batch-size }\n:   $B$.\n"


def test_only_the_first_use_is_linked():
    woven = with_links("An epoch. Two epochs.", GLOSSARY, "../glossary.md")
    assert woven == f'An {linked("epoch", "epoch")}One pass." }}. Two epochs.'


@pytest.mark.parametrize("text", ["Epochs pass.", "**epoch**", "an epoch's end", "- epoch"])
def test_plurals_capitals_and_marks(text):
    assert with_links(text, GLOSSARY, "../glossary.md").count("](../glossary.md#epoch)") == 1


def test_a_longer_term_wins_over_a_shorter_one_inside_it():
    woven = with_links("The batch size and a batch.", GLOSSARY, "../glossary.md")
    assert linked("batch size", "batch size") in woven
    assert f"a {linked('batch', 'batch')}" in woven


def test_a_tooltip_is_plain_text():
    woven = with_links("x", 'x\n:   a "$\\lceil N/B \\rceil$" `b` & c', "g.md")
    assert 'title="a &quot;⌈N/B⌉&quot; b &amp; c"' in woven


@pytest.mark.parametrize(
    "text",
    [
        "`epoch`",
        "$epoch$",
        "$$\nepoch\n$$",
        "```python\nepoch = 1\n```",
        "    ```text\n    epoch\n    ```",
        "[epoch](a.md)",
        "![an epoch](a.svg){ width=1 }",
        "### The epoch",
        "| epoch | 1 |",
        "/// figure-caption\nEpoch 1.\n///",
        '??? question "Which epoch?"',
        '<div class="claim" markdown="1">\n<p>The epoch</p>\n</div>',
        "multi-epoch and epochal",
        "## Why\n\n## References\n\n1. An epoch, 1986.",
        "<p>An epoch in the question</p>\n\n## Short answer\n\nNothing.",
    ],
)
def test_what_is_no_prose_is_left_alone(text):
    assert with_links(text, GLOSSARY, "../glossary.md") == text


def test_a_heading_does_not_hide_what_follows_it():
    assert "#epoch" in with_links("## Why\n\nAn epoch.", GLOSSARY, "../glossary.md")


def test_every_entry_of_the_glossary_is_found_and_sorted():
    source = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    terms = list(meanings(source))
    assert len(terms) == source.count("\n:   ") > 20
    assert terms == sorted(terms, key=str.lower)
