"""The picture of a shared link: the question, and the figure that answers it."""

import io
from base64 import b64decode
from functools import cache
from pathlib import Path

import PIL
from PIL import Image, ImageColor, ImageDraw, ImageFont

from answers_lib import palette
from answers_lib.palette import INK, MUTED, PAPER
from runner.made import made
from weaving.wheel import LIBRARY

SIZE = (1200, 630)  # https://ogp.me, and what the readers of the tag ask for
MARGIN = 48
TEXT_WIDTH = 440
FIGURE_SIZE = (SIZE[0] - 3 * MARGIN - TEXT_WIDTH, SIZE[1] - 2 * MARGIN)
QUESTION_SIZES = (46, 40, 34, 30, 26)  # the first in which the question fits
PLACE_SIZE = 24


def card(place: str, question: str, picture: str, kept: Path) -> bytes:
    """A card as PNG, the same bytes every time.

    Args:
        place: where the question stands, in a few words.
        question: plain text.
        picture: the figure as PNG in Base64.
        kept: where cards are kept, since making one takes a while.
    """
    parts: list[str | bytes] = [place, question, picture, *_decides()]
    return made(kept, ".png", parts, lambda: _card(place, question, picture)).read_bytes()


@cache
def _decides() -> tuple[bytes, ...]:
    """What besides its text and figure decides how a card looks."""
    files = (Path(__file__), Path(palette.__file__), _font_file("Regular"), _font_file("SemiBold"))
    return (PIL.__version__.encode(), *(path.read_bytes() for path in files))


def _card(place: str, question: str, picture: str) -> bytes:
    image = Image.new("RGB", SIZE, ImageColor.getrgb(PAPER))
    draw = ImageDraw.Draw(image)
    draw.text((MARGIN, MARGIN), place, MUTED, _font("Regular", PLACE_SIZE))
    font, lines = _set(question)
    draw.multiline_text((MARGIN, 2 * MARGIN), "\n".join(lines), INK, font, spacing=font.size / 4)
    figure = Image.open(io.BytesIO(b64decode(picture))).convert("RGB")
    figure.thumbnail(FIGURE_SIZE, Image.Resampling.LANCZOS, reducing_gap=1.0)
    left = SIZE[0] - MARGIN - FIGURE_SIZE[0] + (FIGURE_SIZE[0] - figure.width) // 2
    image.paste(figure, (left, (SIZE[1] - figure.height) // 2))
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def _set(question: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The question in lines, in the largest letters that leave it on the card."""
    for size in QUESTION_SIZES:
        font = _font("SemiBold", size)
        lines = _lines(question, font)
        if len(lines) * size * 1.25 <= SIZE[1] - 3 * MARGIN:
            break
    return font, lines


def _lines(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= TEXT_WIDTH:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_font_file(weight), size)


def _font_file(weight: str) -> Path:
    return LIBRARY / f"fonts/SourceSans3-{weight}.ttf"
