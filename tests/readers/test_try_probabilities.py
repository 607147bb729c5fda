"""Accuracy and loss: twelve probabilities to move."""

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


def test_the_impossible_task_says_why(reader):
    reader.choose("loss below 0.3 with six images right")
    assert "at least 6 · 0.69 / 12 = 0.35" in reader.said


def test_two_states_of_the_networks_that_this_build_trained(reader):
    first, last = reader.element.get_by_role("button", name="iteration").all()
    losses = []
    for button in (first, last):
        button.press("Enter")
        losses.append(float(numbers(reader).split()[1]))
        assert numbers(reader).endswith("accuracy 9 of 12 right")
    assert losses[1] < losses[0]
