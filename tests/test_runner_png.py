"""Figures as PNG: as large as they are drawn, opaque, and the same bytes every time."""

import io
from base64 import b64decode

import matplotlib.pyplot as plt
import pytest
from PIL import Image

from answers_lib.figures import PAPER, house_style
from runner.png import figure_png
from runner_fixtures import python


def draw() -> str:
    with plt.rc_context():
        house_style()
        figure, ax = plt.subplots(figsize=(3, 2))
        ax.plot([0, 1])
        picture = figure_png(figure)
        plt.close(figure)
        return picture


@pytest.fixture(scope="module")
def picture():
    return draw()


def test_the_same_bytes_every_time(picture):
    assert draw() == picture


def test_it_is_opaque_and_sharp(picture):
    image = Image.open(io.BytesIO(b64decode(picture)))
    assert image.size == (600, 400)
    assert image.getpixel((0, 0)) == (*bytes.fromhex(PAPER[1:]), 255)
    assert image.getchannel("A").getextrema() == (255, 255)
    assert image.text == {}


def test_a_page_keeps_its_figures_as_pictures_too(run):
    source = python('import matplotlib.pyplot as plt\nfor n in "ab":\n    plt.subplots(num=n)')
    result = run(source)
    assert list(result.pictures) == list(result.figures) == ["a", "b"]
    assert b64decode(result.pictures["a"]).startswith(b"\x89PNG")
