"""Figures as SVG that follows the reader's palette: light, dark, and print."""

import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import matplotlib as mpl

from answers_lib.figures import INK, MUTED, PAPER, RULE, SERIES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# The colours a figure is drawn with, and what they become on dark paper.
DARK = {
    INK: "#e6e3dc",
    MUTED: "#a5a39b",
    RULE: "#353d3e",
    PAPER: "#15191a",
    **dict(
        zip(
            SERIES,
            ("#5690f3", "#d8771f", "#4eeed3", "#bd66b3", "#f9c834", "#a5a7ae"),
            strict=True,
        )
    ),
}


def figure_svg(figure: "Figure") -> str:
    """The figure as one SVG text, the same bytes every time, with colours as CSS variables."""
    buffer = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": str(figure.get_label()), "svg.fonttype": "path"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return themed(buffer.getvalue()[buffer.getvalue().index("<svg") :])


def themed(svg: str) -> str:
    """Replace the palette's colours by CSS variables that change with the colour scheme."""
    for number, light in enumerate(DARK):
        svg = re.sub(re.escape(light) + r"\b", f"var(--c{number})", svg, flags=re.IGNORECASE)
    light_rule, dark_rule = (_rule(colours) for colours in (DARK.keys(), DARK.values()))
    style = f"<style>{light_rule}@media (prefers-color-scheme:dark){{{dark_rule}}}</style>"
    return re.sub(r"(<svg[^>]*>)", lambda tag: tag[1] + style, svg, count=1)


def _rule(colours: Iterable[str]) -> str:
    variables = ";".join(f"--c{number}:{colour}" for number, colour in enumerate(colours))
    return f"svg{{{variables}}}"
