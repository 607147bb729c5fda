"""The activation of a small network, taken away."""

import re

import pytest

from readers.trying import reading


@pytest.fixture
def reader(browser, site):
    with reading(browser, site, "training/01-activation-functions/", "try-activation") as reader:
        yield reader


def slopes(reader):
    """The directions of the boundary's pieces that are longer than two pixels."""
    path = reader.element.locator(".plane__boundary").get_attribute("d")
    pieces = re.findall(r"M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)", path)
    ways = [(float(c) - float(a), float(d) - float(b)) for a, b, c, d in pieces]
    return [down / across for across, down in ways if abs(across) > 2]


@pytest.mark.parametrize("name", ["ReLU", "sigmoid", "tanh"])
def test_with_an_activation_the_boundary_bends(reader, name):
    if name != "ReLU":  # which is chosen when the page opens
        reader.choose(name)
    assert reader.element.locator(".try__numbers").inner_text() == "60 of 60 points right"
    assert max(slopes(reader)) - min(slopes(reader)) > 0.5
    assert reader.said.endswith(
        " 60 of 60 points are right. Trained here, in your browser, for 200 updates."
    )


def test_without_it_the_boundary_is_straight(reader):
    reader.choose("none")
    assert max(slopes(reader)) - min(slopes(reader)) < 0.1
    assert reader.said == (
        "The boundary is one straight line: two layers with nothing between them compute what one "
        "layer computes. 30 of 60 points are right. Trained here, in your browser, for 200 updates."
    )
