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
    assert marks(reader)["wrong"][0] == reason
    assert reader.said == f"Not ReLU yet: {reason}."


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
        "right": ["far right it comes close to 1", "it rises everywhere"],
        "wrong": [
            "far left it comes close to 0, your curve to −1",
            "it crosses the vertical axis at ½, your curve at 0",
            "its slope at 0 is ¼, that of your curve 0.8",
            "it stays between 0 and 1, your curve is at −1 where x = −4",
        ],
    }


def test_a_marked_curve_is_marked_again_when_it_is_mended(reader):
    reader.choose("sigmoid")
    reader.push("mark my curve")
    assert reader.said == "Not sigmoid yet: far right it comes close to 1, your curve to 0."
    for x in ("3", "4"):
        reader.press(f"at x = {x}", *["ArrowRight"] * 10)
    assert reader.said == ("Not sigmoid yet: it crosses the vertical axis at ½, your curve at 0.")


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
    assert reader.said.startswith("The dashed line is sigmoid. Its slope is nowhere above ¼")
    chart = reader.element.get_by_role("slider", name="Your curve: read its points")
    chart.focus()
    reader.page.keyboard.press("End")
    value, slope = sigmoid(4), sigmoid(4) * (1 - sigmoid(4))
    assert chart.get_attribute("aria-valuetext") == (
        f"x 4: your curve 0, the function {value:.3f}, its slope {slope:.3g}"
    )
