"""ReLU, sigmoid and tanh: three curves to draw, and what is wrong with them."""

from math import exp, log, log1p, tanh

import pytest

from readers.trying import reading

AT = range(-4, 5)


@pytest.fixture
def reader(browser, site):
    with reading(browser, site, "training/01-activation-functions/", "try-sketch") as reader:
        yield reader


def sigmoid(x):
    return 1 / (1 + exp(-x))


def sketch(reader, function, step):
    """Set the nine points of a curve as near to a function as the steps of their sliders allow."""
    for x in AT:
        steps = round(function(x) / step)
        key = "ArrowRight" if steps > 0 else "ArrowLeft"
        value = reader.press(f"at x = {str(x).replace('-', '−')}", *[key] * abs(steps))
        assert float(value.replace("−", "-")) == pytest.approx(steps * step)
    reader.push("mark my curve")


def marks(reader):
    """What is right of the sketch, and what is not."""
    return {
        kind: reader.element.locator(f".try__list .is-{kind}").all_inner_texts()
        for kind in ("right", "wrong")
    }


def test_a_drawn_relu_is_accepted(reader):
    sketch(reader, lambda x: max(x, 0), 0.25)
    assert marks(reader)["wrong"] == []
    assert reader.said == (
        "Accepted: this is ReLU. "
        "Its slope jumps from 0 to 1 at the kink, and it has no upper bound."
    )


def test_softplus_is_no_relu_since_it_has_no_kink(reader):
    sketch(reader, lambda x: log1p(exp(x)), 0.25)
    at_0 = f"{0.25 * round(log(2) / 0.25):g}"
    reason = f"at the origin it has a sharp kink, your curve is at {at_0} where x = 0"
    assert marks(reader)["wrong"][1] == reason


def test_one_step_of_a_slider_is_enough_to_miss_relu(reader):
    sketch(reader, lambda x: max(x, 0), 0.25)
    reader.press("at x = 1", *["ArrowLeft"] * 2)
    for x in ("−4", "−3", "−2", "−1", "0"):
        reader.press(f"at x = {x}", "ArrowRight")
    assert marks(reader) == {
        "right": [],
        "wrong": [
            "left of the origin it lies on the axis, your curve is at 0.25 where x = −4",
            "at the origin it has a sharp kink, your curve is at 0.25 where x = 0",
            "right of the origin it is the line y = x, your curve is at 0.5 where x = 1",
        ],
    }
    assert reader.said == (
        "Not ReLU yet: 0 of 3 marks are right. Mend first: "
        "left of the origin it lies on the axis, your curve is at 0.25 where x = −4."
    )


@pytest.mark.parametrize(("name", "function"), [("sigmoid", sigmoid), ("tanh", tanh)])
def test_a_drawn_s_curve_is_accepted(reader, name, function):
    reader.choose(name)
    sketch(reader, function, 0.1)
    assert marks(reader)["wrong"] == []
    assert reader.said.startswith(f"Accepted: this is {name}. ")


def test_tanh_is_no_sigmoid(reader):
    reader.choose("sigmoid")
    sketch(reader, tanh, 0.1)
    assert marks(reader) == {
        "right": ["far right it comes close to 1", "it rises from −2 to 2 and falls nowhere"],
        "wrong": [
            "far left it comes close to 0, your curve is at −1 where x = −4",
            "it crosses the vertical axis at ½, your curve at 0",
            "its slope at 0 is ¼, that of your curve 0.8",
            "it stays between 0 and 1, your curve is at −1 where x = −4",
        ],
    }


def test_a_flat_line_does_not_rise(reader):
    reader.choose("tanh")
    reader.push("mark my curve")
    assert marks(reader) == {
        "right": ["it crosses the vertical axis at 0", "it stays between −1 and 1"],
        "wrong": [
            "far left it comes close to −1, your curve is at 0 where x = −4",
            "far right it comes close to 1, your curve is at 0 where x = 4",
            "its slope at 0 is 1, that of your curve 0",
            "it rises everywhere, your curve is flat from −2 to −1",
        ],
    }


def test_a_sigmoid_with_flat_ends_is_told_that_the_function_has_none(reader):
    reader.choose("sigmoid")
    sketch(reader, lambda x: 0 if x < -2 else 1 if x > 2 else sigmoid(x), 0.1)
    assert reader.said == (
        "Accepted: this is sigmoid. The function itself never reaches 0 or 1, and rises "
        "everywhere. Its slope is nowhere above ¼: at the origin it is a quarter of that of tanh."
    )


def test_one_step_of_a_slider_is_enough_to_leave_the_values_of_the_sigmoid(reader):
    reader.choose("sigmoid")
    sketch(reader, sigmoid, 0.1)
    assert reader.press("at x = 4", "ArrowRight") == "1.1"
    assert marks(reader)["wrong"] == ["it stays between 0 and 1, your curve is at 1.1 where x = 4"]


def test_a_tanh_with_corners_is_too_steep_flat_and_named_where_it_is_far_off(reader):
    reader.choose("tanh")
    corners = {-4: 1.2, -3: -1.5, -2: -1, -1: -1.5, 0: 0, 1: 1.5, 2: 1, 3: 1, 4: 1}
    sketch(reader, corners.get, 0.1)
    assert marks(reader)["wrong"] == [
        "far left it comes close to −1, your curve is at 1.2 where x = −4",
        "its slope at 0 is 1, that of your curve 1.5",
        "it rises everywhere, your curve falls near x = −3.9",
        "it stays between −1 and 1, your curve is at −1.5 where x = −3",
    ]


def test_a_marked_curve_is_marked_again_when_it_is_mended(reader):
    reader.choose("sigmoid")
    reader.push("mark my curve")
    assert reader.said == (
        "Not sigmoid yet: 2 of 6 marks are right. "
        "Mend first: far right it comes close to 1, your curve is at 0 where x = 4."
    )
    for x in ("3", "4"):
        reader.press(f"at x = {x}", *["ArrowRight"] * 10)
    assert reader.said == (
        "Not sigmoid yet: 3 of 6 marks are right. "
        "Mend first: it crosses the vertical axis at ½, your curve at 0."
    )


def test_the_pointer_draws(reader):
    reader.choose("tanh")
    drawing = reader.element.locator(".chart__drawing").bounding_box()
    left, width = drawing["x"] + 52, drawing["width"] - 64
    top, height = drawing["y"] + 10, drawing["height"] - 52

    def place(x):
        return left + width * (x + 4) / 8, top + height * (1.5 - tanh(x)) / 3

    reader.page.mouse.move(*place(-4))
    reader.page.mouse.down()
    for tenths in range(-40, 41, 2):
        reader.page.mouse.move(*place(tenths / 10))
    reader.page.mouse.up()
    reader.push("mark my curve")
    assert reader.said.startswith("Accepted: this is tanh.")
    assert reader.press("at x = 0") == "0"


def test_the_function_and_its_slope_are_read_point_by_point(reader):
    reader.choose("sigmoid")
    reader.push("show the function and its slope")
    assert reader.said.startswith("The dashed line is sigmoid, the dotted one its slope. ")
    chart = reader.element.get_by_role("slider", name="Your curve: read its points")
    chart.focus()
    reader.page.keyboard.press("End")
    value, slope = sigmoid(4), sigmoid(4) * (1 - sigmoid(4))
    assert chart.get_attribute("aria-valuetext") == (
        f"x 4: your curve 0, the function {value:.3f}, its slope {slope:.3g}"
    )


def test_a_wrong_curve_beside_the_function_is_told_what_to_see_there(reader):
    reader.push("mark my curve")
    reader.push("show the function and its slope")
    assert reader.said == (
        "Not ReLU yet: 2 of 3 marks are right. Mend first: "
        "right of the origin it is the line y = x, your curve is at 0 where x = 4. "
        "The dashed line is ReLU, the dotted one its slope. "
        "Its slope jumps from 0 to 1 at the kink, and it has no upper bound."
    )
