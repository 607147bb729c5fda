from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties, findfont

import answers_lib
from answers_lib.figures import INK, MUTED, PAPER, SERIES, band, house_style, label


@pytest.fixture(autouse=True)
def ax():
    with mpl.rc_context():
        house_style()
        yield plt.subplots()[1]
        plt.close("all")


@pytest.mark.parametrize(("weight", "file"), [("normal", "Regular"), ("bold", "SemiBold")])
def test_the_fonts_are_the_librarys_own(weight, file):
    found = Path(findfont(FontProperties(weight=weight), fallback_to_default=False))
    assert found == Path(answers_lib.__file__).parent / "fonts" / f"SourceSans3-{file}.ttf"


def test_the_style_is_in_force(ax):
    assert not ax.spines["top"].get_visible()
    assert ax.get_facecolor()[3] == 0
    assert [ax.plot([0])[0].get_color() for _ in range(7)] == [*SERIES, SERIES[0]]


def luminance(color):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
    return np.dot(linear, [0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize("color", [*SERIES, INK, MUTED])
def test_contrast_on_paper_by_the_formula_of_wcag(color):
    assert (luminance(PAPER) + 0.05) / (luminance(color) + 0.05) >= 4.5


def test_a_label_stands_at_its_point(ax):
    label(ax, 2, 3, "train", SERIES[1], ha="right")
    (text,) = ax.texts
    assert (text.get_text(), text.xy, text.get_color()) == ("train", (2, 3), SERIES[1])
    assert (text.get_ha(), text.get_va(), text.get_fontweight()) == ("right", "center", "bold")


def test_a_label_outside_the_axes_is_drawn(ax):
    ax.set_xlim(0, 1)
    label(ax, 1.1, 0.5, "outside")
    assert ax.texts[0].get_color() == INK
    ax.figure.canvas.draw()
    assert ax.texts[0].get_window_extent().x0 > ax.get_window_extent().x1


def test_a_band_reaches_from_the_smallest_to_the_largest_around_the_mean(ax):
    x, seeds = [1, 2, 4], [[0, 5, 2], [4, 1, 2], [2, 3, 8]]
    band(ax, x, seeds, color=SERIES[2], ls="--", label="three seeds")
    (line,), (area,) = ax.lines, ax.collections
    assert line.get_xydata().tolist() == [[1, 2], [2, 3], [4, 4]]
    assert (line.get_linestyle(), line.get_label()) == ("--", "three seeds")
    corners = {tuple(point) for point in area.get_paths()[0].vertices}
    assert corners == {(1, 0), (1, 4), (2, 1), (2, 5), (4, 2), (4, 8)}
    assert area.get_facecolor().tolist() == [[*to_rgb(SERIES[2]), 0.18]]
