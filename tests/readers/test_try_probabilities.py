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
    assert "at least 6 · 0.69 / 12 = 0.35" in reader.said


def test_two_states_of_the_network_that_this_build_trained(reader, site):
    page = site.directory / "training" / "02-loss-and-accuracy"
    pair = json.loads((page / "pair.json").read_text(encoding="utf-8"))
    losses = [-sum(map(log, twelve)) / 12 for twelve in pair["probabilities"]]
    first, last = pair["iterations"]
    for iteration, loss in zip(pair["iterations"], losses, strict=True):
        reader.push(f"this build's network at iteration {iteration}")
        assert float(numbers(reader).split()[1]) == pytest.approx(loss, abs=0.02)
        assert numbers(reader).endswith("accuracy 9 of 12 right")
        assert reader.said == (
            "Nine images that are no 8 and three 8s, in a network that this build trained: "
            f"at iteration {first} the loss is {losses[0]:.2f}, and 9 of 12 are right; "
            f"at iteration {last} the loss is {losses[1]:.2f}, and 9 of 12 are right."
        )
    assert losses[1] < losses[0]
