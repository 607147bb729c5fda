"""Counting layers: networks to build for the XOR problem."""

import re

import pytest

from readers.trying import reading


@pytest.fixture
def reader(browser, site):
    with reading(browser, site, "training/03-counting-layers/", "try-layers") as reader:
        yield reader


def numbers(reader):
    """Layers, parameters and points right, as they are shown."""
    text = reader.element.locator(".try__numbers").inner_text()
    shown = re.fullmatch(r"(\d+) layers? · (\d+) parameters · (\d+) of 60 points right", text)
    return tuple(map(int, shown.groups()))


def rows(reader):
    cells = reader.element.locator(".try__table tbody tr").all()
    return [row.locator("th, td").all_inner_texts() for row in cells]


def boundary(reader):
    """The ends of the pieces of the boundary."""
    path = reader.element.locator(".plane__boundary").get_attribute("d")
    return [tuple(map(float, point.split())) for point in re.findall(r"[\d.]+ [\d.]+", path)]


def off_the_line(points):
    """How far points lie from the line through the two that are farthest apart, in pixels."""
    (x1, y1), (x2, y2) = min(points), max(points)
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    return max(abs((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)) / length for x, y in points)


def test_without_a_hidden_layer_it_is_one_straight_line(reader):
    layers, parameters, right = numbers(reader)
    assert (layers, parameters) == (1, 2 * 2 + 2)
    assert right <= 45
    assert off_the_line(boundary(reader)) < 0.5
    assert rows(reader) == [["input", "2", "0"], ["output: layer 1", "2", "2 · 2 + 2 = 6"]]
    assert reader.said == (
        f"One layer draws one straight line: {right} points are right. "
        "The width and the activation belong to hidden layers, so they change nothing. "
        "Trained here, in your browser, for 200 updates."
    )


def test_two_layers_with_relu_bend_the_boundary(reader):
    reader.choose("1")
    assert numbers(reader) == (2, 2 * 8 + 8 + 8 * 2 + 2, 60)
    assert off_the_line(boundary(reader)) > 20
    assert reader.said.startswith("2 layers with ReLU bend the boundary: all 60 points are right.")


def test_without_an_activation_three_layers_draw_the_line_of_one(reader):
    line = boundary(reader)
    reader.choose("2")
    assert numbers(reader) == (3, 24 + 72 + 18, 60)
    reader.choose("none")
    layers, parameters, right = numbers(reader)
    assert (layers, parameters) == (3, 24 + 72 + 18)
    assert right <= 45
    assert off_the_line(boundary(reader)) < 0.5
    for ends in (min, max):
        assert ends(boundary(reader)) == pytest.approx(ends(line), abs=3)
    assert reader.said.startswith(
        "3 layers by count, but nothing between them bends the line: "
        f"still one straight line, as one layer draws it, and {right} points right."
    )


def test_the_input_has_no_parameters_whatever_the_width(reader):
    reader.choose("1")
    assert reader.press("Width", "Home") == "1 unit"
    assert reader.press("Width", "ArrowRight") == "2 units"
    assert rows(reader) == [
        ["input", "2", "0"],
        ["hidden 1: layer 1", "2", "2 · 2 + 2 = 6"],
        ["output: layer 2", "2", "2 · 2 + 2 = 6"],
    ]


def test_one_hidden_unit_is_too_few_and_the_sentence_says_what_to_try(reader):
    reader.choose("1")
    reader.press("Width", "Home")
    *_, right = numbers(reader)
    assert right <= 45
    assert reader.said.startswith(
        "2 layers with ReLU can bend the boundary, "
        f"but these weights end with {right} points right. "
        "Try other initial weights, or more units."
    )
