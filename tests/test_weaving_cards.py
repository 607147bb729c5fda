import io
from base64 import b64encode

import numpy as np
import pytest
from PIL import Image, ImageColor

from answers_lib.figures import INK, PAPER
from weaving import cards
from weaving.cards import FIGURE_SIZE, MARGIN, QUESTION_SIZES, SIZE, TEXT_WIDTH, _set, card

LONG = "Does the optimizer optimize the same function in each iteration, or a different one? " * 3


def picture(width, height):
    """A red figure in Base64."""
    written = io.BytesIO()
    Image.new("RGBA", (width, height), "red").save(written, "PNG")
    return b64encode(written.getvalue()).decode()


@pytest.fixture
def made(tmp_path):
    def make(question="Why?", width=1280, height=720):
        drawn = card("Training · Question 5", question, picture(width, height), tmp_path)
        return Image.open(io.BytesIO(drawn))

    return make


def box(image, color):
    """The smallest box with all the pixels of a color."""
    rows, columns = np.nonzero((np.asarray(image) == ImageColor.getrgb(color)).all(axis=-1))
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


def test_a_card_is_as_large_as_its_tags_say(made, request):
    tags = (request.config.rootpath / "scripts/theme/partials/sharing.html").read_text()
    assert made().size == SIZE == (1200, 630)
    assert all(f'content="{length}"' in tags for length in SIZE)


def test_the_same_bytes_every_time(tmp_path):
    given = ("a", "b", picture(2, 1))
    assert card(*given, tmp_path / "1") == card(*given, tmp_path / "2")


def test_a_card_is_made_once(tmp_path, monkeypatch):
    given = ("a", "b", picture(2, 1))
    first = card(*given, tmp_path)
    monkeypatch.setattr(cards, "_card", None)
    assert card(*given, tmp_path) == first


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1000, 2000), (300, 200)])
def test_the_figure_is_whole_and_in_the_middle_of_its_side(made, width, height):
    left, top, right, bottom = box(made(width=width, height=height), "red")
    assert (right - left) / (bottom - top) == pytest.approx(width / height, rel=0.01)
    assert right - left <= FIGURE_SIZE[0]
    assert bottom - top <= FIGURE_SIZE[1]
    assert abs((top + bottom) - SIZE[1]) <= 1
    assert left >= 2 * MARGIN + TEXT_WIDTH


@pytest.mark.parametrize("question", ["Why?", LONG])
def test_the_question_keeps_to_its_side(made, question):
    left, top, right, bottom = box(made(question), INK)
    assert left >= MARGIN
    assert right <= MARGIN + TEXT_WIDTH
    assert top >= 2 * MARGIN
    assert bottom <= SIZE[1] - MARGIN


def test_every_word_is_set_and_long_questions_are_smaller():
    short, long = _set("Why?"), _set(LONG)
    assert (short[0].size, short[1]) == (QUESTION_SIZES[0], ["Why?"])
    assert long[0].size < QUESTION_SIZES[0]
    assert " ".join(long[1]) == LONG.strip()


def test_it_is_on_the_paper_of_the_site(made):
    assert made().getpixel((0, 0)) == ImageColor.getrgb(PAPER)
