import itertools
import xml.etree.ElementTree as ElementTree

import matplotlib.pyplot as plt
import pytest

from answers_lib.figures import INK, MUTED, PAPER, RULE, SERIES, house_style
from runner.svg import DARK, figure_svg, themed
from weaving.sizes import svg_size


def draw(label: str) -> str:
    with plt.rc_context():
        house_style()
        figure, ax = plt.subplots(num=label, figsize=(6, 3), clear=True)
        for color in SERIES:
            ax.plot([0, 1], color=color)
        ax.fill_between([0, 1], [1, 2], color=PAPER)
        ax.grid(visible=True)
        ax.set_title("a $x^2$")
        svg = figure_svg(figure)
        plt.close(figure)
        return svg


@pytest.fixture(scope="module")
def svg():
    return draw("loss")


def test_the_same_bytes_every_time(svg):
    assert draw("loss") == svg


def test_identifiers_differ_between_figures(svg):
    assert draw("accuracy") != svg


def test_it_is_an_svg_and_nothing_before_it(svg):
    assert ElementTree.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"
    assert svg.startswith("<svg ")


def test_nothing_in_it_depends_on_the_day_or_the_version(svg):
    assert "dc:date" not in svg
    assert "Matplotlib v" not in svg


def test_every_colour_of_the_palette_becomes_a_variable(svg):
    drawing = svg[svg.index("</style>") :]
    assert not [colour for colour in DARK if colour in drawing]
    for number in range(len(DARK)):
        assert f"var(--c{number})" in drawing


def test_a_rule_for_light_and_one_for_dark():
    colours = (INK, MUTED, RULE, PAPER, *SERIES)
    assert tuple(DARK) == colours
    light, dark = (
        ";".join(f"--c{n}:{colour}" for n, colour in enumerate(values))
        for values in (colours, DARK.values())
    )
    style = f"<style>svg{{{light}}}@media (prefers-color-scheme:dark){{svg{{{dark}}}}}</style>"
    assert themed('<svg width="1">') == f'<svg width="1">{style}'


def test_other_colours_and_longer_ones_stay():
    assert themed(f"<svg>{INK}ff #123456 {INK.upper()}").endswith(f"{INK}ff #123456 var(--c0)")


def test_no_colour_of_the_dark_palette_stands_for_two():
    assert all(a != b for a, b in itertools.combinations(DARK.values(), 2))


def test_the_size_in_css_pixels(svg):
    assert svg_size(svg) == (576, 288)
    assert svg_size('<svg viewBox="0 0 30.4 15.2">') == (41, 20)
    with pytest.raises(ValueError, match=r"^an SVG without a viewBox has no size$"):
        svg_size("<svg>")
