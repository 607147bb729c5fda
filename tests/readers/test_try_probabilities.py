"""Accuracy and loss: twelve probabilities to move."""

import json
from math import log

import pytest

from readers.trying import reading

LOSS = -(9 * log(0.6) + 3 * log(0.1)) / 12


@pytest.fixture
def reader(browser, site):
    with reading(browser, site, "training/02-loss-and-accuracy/", "try-probabilities") as reader:
        yield reader


def exported(site):
    page = site.directory / "training" / "02-loss-and-accuracy"
    return json.loads((page / "pair.json").read_text(encoding="utf-8"))


def loss_on_sliders(probabilities):
    """The loss where each slider stops at hundredths, from 0.01 to 0.99."""
    return -sum(log(round(min(max(p, 0.01), 0.99), 2)) for p in probabilities) / 12


def numbers(reader):
    return reader.element.locator(".try__numbers").inner_text()


def test_the_accuracy_jumps_at_one_half_only(reader):
    assert numbers(reader) == f"loss {LOSS:.2f} nats · accuracy 9 of 12 right"
    assert reader.press("image 1", *["ArrowLeft"] * 9) == "0.51"
    assert numbers(reader).endswith("accuracy 9 of 12 right")
    assert reader.press("image 1", "ArrowLeft") == "0.50"
    assert numbers(reader).endswith("accuracy 8 of 12 right")


def test_lower_loss_at_the_same_accuracy(reader):
    for image in range(1, 4):
        assert reader.press(f"image {image}", "End") == "0.99"
    loss = -(3 * log(0.99) + 6 * log(0.6) + 3 * log(0.1)) / 12
    assert reader.said == (
        f"The loss went from {LOSS:.2f} to {loss:.2f}, the accuracy from 9 to 9 of 12. "
        "Done: that is what the task asks for."
    )


def test_lower_loss_at_a_lower_accuracy(reader):
    reader.choose("lower both the loss and the accuracy")
    for image in (10, 11, 12):
        reader.press(f"image {image}", *["ArrowRight"] * 35)
    reader.press("image 1", *["ArrowLeft"] * 15)
    assert "the accuracy from 9 to 8 of 12. Done" in reader.said


def test_the_impossible_task_says_why_once_it_is_nearly_done(reader):
    reader.choose("loss below 0.3 with six images right")
    start = f"the loss is {LOSS:.2f}, and 9 of 12 images are right."
    assert reader.said == f"Nothing is moved yet: {start}"
    for image in range(1, 7):
        reader.press(f"image {image}", "End")
    assert "Which probabilities make the loss of six wrong images smallest?" in reader.said
    for image in range(7, 13):
        steps = 10 if image < 10 else 40  # from 0.6, or from 0.1
        key = "ArrowLeft" if image < 10 else "ArrowRight"
        assert reader.press(f"image {image}", *[key] * steps) == "0.50"
    loss = -(6 * log(0.99) + 6 * log(0.5)) / 12
    assert numbers(reader) == f"loss {loss:.2f} nats · accuracy 6 of 12 right"
    assert reader.said == (
        f"The loss went from {LOSS:.2f} to {loss:.2f}, the accuracy from 9 to 6 of 12. "
        "It cannot be done: each of the six wrong images costs at least ln 2 = 0.69, "
        "so the loss is at least 6 · 0.69 / 12 = 0.35."
    )


def test_a_changed_accuracy_is_what_fails_when_the_loss_has_fallen(reader):
    for image in range(1, 9):
        reader.press(f"image {image}", "End")
    reader.press("image 9", "Home")
    loss = -(8 * log(0.99) + log(0.01) + 3 * log(0.1)) / 12
    assert loss > LOSS - 0.1
    assert reader.said.endswith("Not done yet. The accuracy has to stay at 9 of 12.")
    reader.press("image 9", *["ArrowRight"] * 49)
    loss = -(8 * log(0.99) + log(0.5) + 3 * log(0.1)) / 12
    assert loss < LOSS - 0.1
    assert reader.said == (
        f"The loss went from {LOSS:.2f} to {loss:.2f}, the accuracy from 9 to 8 of 12. "
        "Not done yet. The accuracy has to stay at 9 of 12."
    )


def test_a_loss_that_has_not_fallen_enough_is_what_fails_at_the_same_accuracy(reader):
    reader.press("image 1", "ArrowRight")
    assert reader.said.endswith(
        "9 to 9 of 12. Not done yet. The loss has to fall by more than 0.1."
    )


def test_the_chart_tells_right_from_wrong_at_one_half(reader):
    chart = reader.element.get_by_role("slider", name="Twelve images")
    drawing = reader.element.locator(".chart__drawing")
    legend = reader.element.locator(".chart__legend li").all_inner_texts()
    assert [text.strip() for text in legend] == [
        "right: above one half",
        "wrong: one half or below",
        "one half",
    ]
    assert drawing.locator(".dot--0").count() == 9
    assert drawing.locator("circle.series--1").count() == 3
    reader.press("image 1", *["ArrowLeft"] * 10)
    assert drawing.locator(".dot--0").count() == 8
    chart.focus()
    for key, read in (
        ("Home", "image 1: wrong, probability of the right class 0.50"),
        ("ArrowRight", "image 2: right, probability of the right class 0.60"),
        ("End", "image 12: wrong, probability of the right class 0.10"),
    ):
        reader.page.keyboard.press(key)
        assert chart.get_attribute("aria-valuetext") == read
        assert reader.element.locator(".chart__readout").inner_text() == read
    line, half = drawing.locator("path.series--3"), drawing.locator("text", has_text="0.50")
    at = line.bounding_box()
    text = half.bounding_box()
    assert at["y"] + at["height"] / 2 == pytest.approx(text["y"] + text["height"] / 2, abs=3)


def test_two_states_of_the_network_that_this_build_trained(reader, site):
    pair = exported(site)
    losses = [loss_on_sliders(twelve) for twelve in pair["probabilities"]]
    first, last = pair["iterations"]
    for iteration, loss in zip(pair["iterations"], losses, strict=True):
        reader.push(f"this build's network at iteration {iteration}")
        assert numbers(reader) == f"loss {loss:.2f} nats · accuracy 9 of 12 right"
        assert reader.said == (
            "Nine images that are no 8 and three 8s, in a network that this build trained: "
            f"at iteration {first} the loss is {losses[0]:.2f}, and 9 of 12 are right; "
            f"at iteration {last} the loss is {losses[1]:.2f}, and 9 of 12 are right."
        )
    assert losses[1] < losses[0]


def test_what_is_moved_after_a_network_counts_from_this_network(reader, site):
    pair = exported(site)
    loss = loss_on_sliders(pair["probabilities"][1])
    reader.push(f"this build's network at iteration {pair['iterations'][1]}")
    reader.choose("lower both the loss and the accuracy")
    still = f"Nothing is moved yet: the loss is {loss:.2f}, and 9 of 12 images are right."
    assert reader.said == still
    before = reader.element.get_by_label("image 3", exact=True).input_value()
    reader.press("image 3", "Home")
    assert reader.said.startswith(f"The loss went from {loss:.2f} to ")
    assert "the accuracy from 9 to 8 of 12. Not done yet." in reader.said
    reader.press("image 3", *["ArrowRight"] * int(before))
    assert reader.said == still
    reader.push("start again")
    assert numbers(reader) == f"loss {LOSS:.2f} nats · accuracy 9 of 12 right"
