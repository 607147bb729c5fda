"""The house style of the figures, for pages, notebooks and papers alike."""

from dataclasses import replace
from importlib.resources import as_file, files
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from cycler import cycler
from matplotlib import font_manager
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from answers_lib.palette import INK as INK
from answers_lib.palette import MUTED as MUTED
from answers_lib.palette import PAPER as PAPER
from answers_lib.palette import RULE as RULE
from answers_lib.palette import SERIES as SERIES

_STYLE: dict[Any, Any] = {
    # Drawn small with large type: a phone shows a figure at little more than half its size.
    "figure.figsize": (6.4, 3.6),
    "figure.constrained_layout.use": True,
    "font.family": ["Source Sans 3", "DejaVu Sans"],
    "font.size": 12,
    "axes.titlesize": 13,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 10,
    "axes.labelsize": 12,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "savefig.facecolor": "none",
    "text.color": INK,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "ytick.alignment": "center",
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "lines.linewidth": 1.8,
    "legend.frameon": False,
    "axes.prop_cycle": cycler(color=SERIES),
}


def house_style() -> None:
    """Use the house style for every figure that follows."""
    _register("SourceSans3-Regular.ttf", weight=400)
    _register("SourceSans3-SemiBold.ttf", weight=700)
    plt.rcParams.update(_STYLE)


def _register(name: str, *, weight: int) -> None:
    """Make a font of this package the one of `weight` in its family.

    The semi-bold names itself a family of its own; as the bold of its family it is found.
    """
    with as_file(files("answers_lib") / "fonts" / name) as path:
        font_manager.fontManager.addfont(path)
    entries = font_manager.fontManager.ttflist
    entries[-1] = replace(entries[-1], name="Source Sans 3", weight=weight)


def label(ax: Axes, x: float, y: float, text: str, color: str = INK, **text_options: Any) -> None:
    """Write `text` at the data point (x, y), in place of a legend."""
    options = {"ha": "left", "va": "center", "color": color, "fontweight": "bold"}
    ax.annotate(text, (x, y), annotation_clip=False, **(options | text_options))


def band(ax: Axes, x: ArrayLike, seeds: ArrayLike, *, color: str, **line_options: Any) -> None:
    """The mean over seeds as a line, from the smallest to the largest as a band.

    Args:
        ax: where to draw.
        x: positions [points].
        seeds: values [seeds, points].
        color: of line and band.
        line_options: passed on to `Axes.plot`.
    """
    values = np.asarray(seeds)
    ax.fill_between(np.asarray(x), values.min(0), values.max(0), color=color, alpha=0.18, lw=0)
    ax.plot(x, values.mean(0), color=color, **line_options)
