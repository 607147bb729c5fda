"""Training curves: a drawn validation loss, the measured one, and the epoch to keep."""

import json

import pytest

from readers.trying import reading

HANDLES = (5, 10, 20, 30, 45, 60)
WRONG = "half of the labels wrong"


@pytest.fixture
def reader(browser, site):
    with reading(browser, site, "training/06-training-curves/", "try-curves") as reader:
        yield reader


@pytest.fixture
def runs(site):
    return json.loads((site.directory / "training/06-training-curves/curves.json").read_text())


def lowest(losses):
    return losses.index(min(losses))


def test_nothing_is_said_before_anything_is_drawn(reader):
    assert reader.said == "Move the six points: which validation loss do you expect?"


def test_a_drawn_curve(reader, runs):
    assert reader.press("epoch 45", *["ArrowLeft"] * 8) == "0.50"
    end = runs["right labels"]["train"][-1]
    assert reader.said == (
        "Your validation loss is lowest at epoch 45 and ends at 0.70. "
        f"The training loss ends at {end:.2f}."
    )


def test_the_measured_curve_beside_it(reader, runs):
    reader.press("epoch 60", *["ArrowLeft"] * 20)
    reader.push("lay the measured curve over it")
    train, validation = (runs["right labels"][part] for part in ("train", "validation"))
    best = lowest(validation)
    assert reader.said == (
        f"Your validation loss is lowest at epoch 60, the measured one is lowest at epoch {best}. "
        f"From there to epoch 60 the training loss goes from {train[best]:.2f} to "
        f"{train[60]:.2f}, the validation loss from {validation[best]:.2f} to "
        f"{validation[60]:.2f}. Now move the flag: which epoch's weights do you keep?"
    )
    assert not reader.element.get_by_label("epoch 60", exact=True).is_visible()


def test_the_flag_finds_the_epoch_that_early_stopping_keeps(reader, runs):
    reader.push("lay the measured curve over it")
    best = lowest(runs["right labels"]["validation"])
    early = reader.press("keep the weights of epoch", "Home")
    assert (early, reader.said.endswith("Another epoch has a lower validation loss.")) == (
        "0",
        True,
    )
    reader.press("keep the weights of epoch", *["ArrowRight"] * best)
    assert reader.said.startswith(f"Epoch {best}: ")
    assert reader.said.endswith(
        "No epoch has a lower validation loss: early stopping keeps these weights."
    )


def test_the_test_loss_reports_what_the_flag_chose(reader, runs):
    reader.push("lay the measured curve over it")
    reader.press("keep the weights of epoch", "Home", *["ArrowRight"] * 30)
    reader.push("show the test loss")
    validation, test = (runs["right labels"][part] for part in ("validation", "test"))
    best = lowest(validation)
    assert reader.said.startswith(
        f"Kept at epoch 30, the network has a test loss of {test[30]:.2f}. "
        f"Kept at epoch {best}, where the validation loss is lowest, it has {test[best]:.2f}"
    )


def test_with_wrong_labels_the_validation_loss_rises_almost_at_once(reader, runs):
    reader.choose(WRONG)
    reader.push("lay the measured curve over it")
    validation = runs[WRONG]["validation"]
    assert lowest(validation) < 5
    assert f"to {validation[60]:.2f}. Now move the flag" in reader.said
    reader.push("draw again")
    assert reader.said == "Move the six points: which validation loss do you expect?"


def test_a_curve_is_drawn_with_the_pointer(reader):
    drawing = reader.element.locator(".chart__drawing")
    box = drawing.bounding_box()
    reader.page.mouse.click(box["x"] + box["width"] * 0.97, box["y"] + 0.5 * box["height"])
    assert reader.said.startswith("Your validation loss is lowest at epoch 60")
