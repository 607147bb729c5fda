"""Text that is shown letter for letter, by Python-Markdown and by what notebooks use."""

import html

import pytest

from answers_lib.literal import literal


@pytest.mark.parametrize(
    "text", ["0.93", "−2.5", "12,000", "97 %", "0.971 ± 0.004", "é ß", "3 × 4"]
)
def test_what_reads_as_a_number_or_words_stays(text):
    assert literal(text) == text


def test_every_mark_is_an_entity():
    assert literal("a*b|c") == "a&#42;b&#124;c"
    assert literal("two\nlines") == "two&#10;lines"
    assert literal(" a b ") == "&#32;a b&#32;"


def test_every_character_of_ascii_comes_back():
    text = "".join(map(chr, range(32, 127))) + "\t\n\r"
    assert html.unescape(literal(text)) == text
