import pytest

from runner.amounts import Amount, amount, parts, visible_fences, words
from runner_fixtures import python, sample


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Two words.", 2),
        ("## A heading\n\n- a list, *stressed*", 5),
        ("By `{python} gain` points, with $x > 2$", 5),
        ("Over a line: `{python}\ngain`", 4),
        ("$$\na = b\n$$\nand $a\n+ b$", 3),
        ("Call `optimizer.zero_grad(set_to_none=True)` last", 3),
        ("a mini-batch, the network’s 10,000 weights", 6),
        ("![Not read, with `{python} x`](loss.svg)\nRead", 1),
        ("[A link](../02-loss-and-accuracy.md)", 2),
        ("/// figure-caption\nThe finding.\n///", 2),
        ('<span class="unread words">read</span>{: .also .unread }', 1),
        ("| a | b |\n| --- | ---: |\n| 1 | 2 |", 4),
        ('??? question "Is the title read?"\n\n    Not this.\n\n    Nor this.\n\nBut this.', 6),
        ('- a list\n\n    ??? note "Why?"\n\n        Not this.\n\n    This.', 4),
        ('???+ note "Open?"\n\n    Read.', 2),
    ],
)
def test_words_that_are_visible(text, count):
    assert words(text) == count


@pytest.mark.parametrize(
    ("read", "minutes"),
    [
        (Amount(0, 0, 0), 1),
        (Amount(180, 0, 0), 1),
        (Amount(181, 0, 0), 2),
        (Amount(0, 13, 0), 2),
        (Amount(300, 4, 2), 4),
    ],
)
def test_minutes_are_rounded_up(read, minutes):
    assert read.minutes == minutes


def test_fences_that_stand_open(page):
    written = page(
        python("a = 1", ' title="How" hl_lines="1"')
        + python("b = 1", ' fold="How"')
        + "\n```pycon\n>>> c\n```\n"
        + '\n??? question "Why?"\n\n    ```python\n    d = 1\n    ```\n\n'
        + python("e = 1")
        + "\n- In a list\n\n    ```text\n    f\n    ```\n\n"
        + "<!--\n```python\ng\n```\n-->\n"
    )
    assert [fence.lexemes["source"] for fence in visible_fences(written)] == [
        "a = 1\n",
        ">>> c\n",
        "e = 1\n",
        "f\n",
    ]


def test_an_amount_is_of_what_stands_between_two_places(page):
    source = "One.\n\n" + python("a = 1\n\nb = 2") + "\n![A](a.svg) `![B](b.svg)` two\n\nThree.\n"
    written = page(source)
    end = source.index("Three")
    assert amount(written, 0, end) == Amount(words=3, code_lines=2, figures=1)
    assert amount(written, end, len(source)) == Amount(words=1, code_lines=0, figures=0)


def test_reasons_are_read_later():
    asked = (
        "Which?\n\n- [x] A one :: Since\n  it is.\n- [=] 2 :: `{python} x` of $a$.\n///\nAfter.\n"
    )
    assert words(asked) == len(["Which", "x", "A", "one", "2", "After"])


def test_the_layers_of_the_sample_answer(page):
    layers = parts(page(sample("answer.md")))
    assert layers.answer == Amount(words=12, code_lines=0, figures=0)
    assert layers.lesson == Amount(words=29, code_lines=0, figures=0)
    assert layers.evidence == Amount(words=20, code_lines=2, figures=1)


def test_the_key_figure_belongs_to_the_lesson_and_not_to_the_answer(page):
    headings = "\n## Why\n\n## Evidence\n\n## References\n"
    layers = parts(page("## Short answer\n\nYes.\n\n![A](a.svg)\n\nBelow.\n" + headings))
    assert layers.answer == Amount(words=3, code_lines=0, figures=0)
    assert layers.lesson == Amount(words=5, code_lines=0, figures=1)


def test_a_page_without_layers(page):
    assert parts(page("# T\n\n## Why\n\nSo.\n")) is None
