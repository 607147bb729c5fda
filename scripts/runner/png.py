"""Figures as PNG: on paper, for notebooks, slides, and the cards of shared links."""

import io
from base64 import b64encode
from typing import TYPE_CHECKING

from answers_lib.palette import PAPER

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DOTS_PER_INCH = 200  # 6.4 inches become 1280 pixels


def figure_png(figure: "Figure") -> str:
    """The figure in Base64, the same bytes every time; opaque, to be legible in the dark."""
    buffer = io.BytesIO()
    figure.savefig(
        buffer, format="png", dpi=DOTS_PER_INCH, facecolor=PAPER, metadata={"Software": None}
    )
    return b64encode(buffer.getvalue()).decode()
