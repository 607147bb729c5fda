import pytest

from weaving import asking
from weaving.edits import edited
from weaving.portable import address, portable

HERE = "https://e.org/a/training/05-x.md"


def plain(text: str) -> str:
    return portable(text, HERE)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("#why", "https://e.org/a/training/05-x/#why"),
        ("../glossary.md#batch-size", "https://e.org/a/glossary/#batch-size"),
        ("../index.md", "https://e.org/a/"),
        ("../labs/a.ipynb", "https://e.org/a/labs/a/"),
        ("05-x/loss.svg", "https://e.org/a/training/05-x/loss.svg"),
        ("https://b.org/c.md", "https://b.org/c.md"),
    ],
)
def test_links_are_absolute_and_end_at_pages(target, expected):
    assert address(HERE, target) == expected


def test_links_in_text():
    assert plain("[a](10-y.md), ![b](05-x/c.svg)") == (
        "[a](https://e.org/a/training/10-y/), ![b](https://e.org/a/training/05-x/c.svg)"
    )


def test_a_term_of_the_glossary_is_a_link():
    term = '[loss](../glossary.md#loss){ .term title="What {x} &quot;costs&quot;." }'
    assert plain(f"The {term} falls.") == "The [loss](https://e.org/a/glossary/#loss) falls."


def test_attributes_go_and_formulas_stay():
    assert plain("- **False:**{ .verdict .verdict--false } “$x_{.5}$ {a}”") == (
        "- **False:** “$x_{.5}$ {a}”"
    )


def test_a_computed_value_is_its_text():
    value = '<span class="computed computed--timing" title="Measured by this build">{}</span>'
    assert plain(f"It takes {value.format('1.5 s &#42;')}.") == "It takes 1.5 s &#42;."
    assert plain(f"It takes {value.format('')}.") == "It takes ."


@pytest.mark.parametrize(
    "code",
    ["`[a](b.md)`", "``[a](b.md) ` ``", "```text\n[a](b.md)\n\n**x**{ .y }\n```"],
)
def test_code_stays_as_it_is(code):
    assert plain(f"Text\n\n{code}\n") == f"Text\n\n{code}\n"


def test_the_question_without_its_reading_line():
    woven = (
        '# T\n\n<div class="question" markdown="1">\n'
        '<p class="question__place">Training · Question 5</p>\n\n'
        "Why?\n\nAnd how?\n\n</div>\n\n"
        '<p class="reading" data-search-exclude="" markdown="span">[Answer](#short-answer)</p>\n\n'
        "## Short answer\n"
    )
    assert plain(woven) == (
        "# T\n\n*Training · Question 5*\n\n> Why?\n> \n> And how?\n\n## Short answer\n"
    )


def test_a_question_to_oneself_is_folded():
    assert plain('??? question "How `many`?"\n\n    Two.\n\n        x\n\n    Three.\n\nEnd.\n') == (
        "**How `many`?**\n\n<details><summary>Answer</summary>\n\nTwo.\n\n    x\n\nThree.\n\n"
        "</details>\n\nEnd.\n"
    )


def test_a_note_and_a_tab_with_a_figure():
    woven = (
        '=== "Tab"\n\n    !!! note "Read"\n\n        It.\n\n'
        "    /// figure-caption\n    Up.\n    ///\n\nEnd."
    )
    assert plain(woven) == "**Tab**\n\n**Read**\n\nIt.\n\n*Figure:* Up.\n\nEnd."


def test_a_fold_with_code_that_runs_is_open():
    assert plain('??? question "Q?"\n\n    \0000\0\n\n    A.\n') == "**Q?**\n\n\0000\0\n\nA.\n\n"


def asked(page, kind: str, options: str) -> str:
    """What is made of a question as the page's author writes it."""
    source = page(f"/// {kind}\nHow?\n\n{options}\n///\n\nEnd.\n")
    return plain(edited(source.source, asking.asked(source)))


def test_a_prediction_is_options_and_below_them_the_reasons(page):
    options = "- [x] $a$\n  b :: Since `x`.\n- [ ] c :: Not so."
    assert asked(page, "predict", options) == (
        "How?\n\n- $a$\n  b\n- c\n\n<details><summary>Answer</summary>\n\n"
        "- $a$\n  b **Right.** Since `x`.\n- c **No.** Not so.\n\n</details>\n\nEnd.\n"
    )


def test_a_number_is_not_given_away(page):
    assert asked(page, "check", "- [=] 1 :: It is.\n- [ ] 2 :: Too large.") == (
        "How?\n\n<details><summary>Answer</summary>\n\n"
        "- 1 **Right.** It is.\n- 2 **No.** Too large.\n\n</details>\n\nEnd.\n"
    )


def test_questions_that_follow_one_another(page):
    assert asked(page, "check", "- [a] x :: Yes.\n\nAnd?\n\n- [b] y :: Yes.") == (
        "How?\n\n- x\n\n<details><summary>Answer</summary>\n\n- x **a.** Yes.\n\n</details>\n\n"
        "And?\n\n- y\n\n<details><summary>Answer</summary>\n\n- y **b.** Yes.\n\n</details>"
        "\n\nEnd.\n"
    )


def test_what_is_tried_on_the_site_is_its_text(page):
    source = page("/// try | curves\nA slider.\n///\n\nEnd.\n")
    assert plain(edited(source.source, asking.asked(source))) == "A slider.\n\nEnd.\n"
