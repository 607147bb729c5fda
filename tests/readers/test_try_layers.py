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
        "2 columns, 1 layer: the input has nothing to learn, so it is not counted. "
        f"One layer draws one straight line: {right} points are right. "
        "The width and the activation belong to hidden layers, so they change nothing."
    )
    how = "Every move trains the network anew, in your browser, for 200 updates."
    assert reader.element.get_by_text(how, exact=True).is_visible()


def test_two_layers_with_relu_bend_the_boundary(reader):
    reader.choose("1")
    assert numbers(reader) == (2, 2 * 8 + 8 + 8 * 2 + 2, 60)
    assert off_the_line(boundary(reader)) > 20
    assert reader.said == (
        "3 columns, 2 layers: the input has nothing to learn, so it is not counted. "
        "With ReLU they bend the boundary: all 60 points are right."
    )


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
    assert reader.said == (
        "4 columns, 3 layers: the input has nothing to learn, so it is not counted. "
        "Nothing between them bends the line: "
        f"they draw one straight line, as one layer does, and {right} points are right."
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


@pytest.mark.parametrize(("depth", "columns"), [("1", "3 columns, 2"), ("2", "4 columns, 3")])
@pytest.mark.parametrize("activation", ["ReLU", "tanh"])
def test_one_unit_a_layer_draws_one_straight_line(reader, depth, columns, activation):
    reader.choose(depth)
    reader.choose(activation)
    reader.press("Width", "Home")
    for _ in range(3):
        *_, right = numbers(reader)
        assert right <= 45
        line = boundary(reader)  # there is none where the unit is dead
        assert not line or off_the_line(line) < 0.5
        assert reader.said == (
            f"{columns} layers: the input has nothing to learn, so it is not counted. "
            f"One unit passes on one weighted sum, so even with {activation} the boundary "
            f"is one straight line at most: {right} points are right. Try more units."
        )
        reader.push("other initial weights")


def test_two_units_with_bad_weights_are_told_what_to_try(reader):
    reader.choose("1")
    reader.press("Width", "Home", "ArrowRight")
    *_, right = numbers(reader)
    assert right < 60
    assert reader.said.endswith(
        f"With ReLU they can bend the boundary, but these weights end with {right} points right. "
        "Try other initial weights, or more units."
    )
