"""Training curves: a drawn validation loss, the measured one, and the epoch to keep."""

import json

import pytest

from readers.trying import reading

HANDLES = (5, 10, 20, 30, 45, 60)
WRONG = "half of the labels wrong"
KEEP = "keep the weights of epoch"
REPORTS = "The test loss only reports: it chose nothing."
OUTLINE_BOTTOM = """slider => {
    const { outlineOffset, outlineWidth } = getComputedStyle(slider)
    const bottom = slider.getBoundingClientRect().bottom
    return bottom + parseFloat(outlineOffset) + parseFloat(outlineWidth)
}"""


@pytest.fixture
def reader(browser, site):
    with reading(browser, site, "training/06-training-curves/", "try-curves") as reader:
        yield reader


@pytest.fixture
def runs(site):
    return json.loads((site.directory / "training/06-training-curves/curves.json").read_text())


def lowest(losses):
    return losses.index(min(losses))


def focused(reader, label):
    control = reader.element.get_by_label(label, exact=True)
    return control.evaluate("control => control === document.activeElement")


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
        f"From there to epoch 60 the training loss falls from {train[best]:.2f} to "
        f"{train[60]:.2f}, while the validation loss rises from {validation[best]:.2f} to "
        f"{validation[60]:.2f}: this is overfitting. "
        f"Now move the ring with “{KEEP}”: which do you choose?"
    )
    assert not reader.element.get_by_label("epoch 60", exact=True).is_visible()


def test_every_run_overfits_as_the_sentence_says(runs):
    for losses in runs.values():
        best = lowest(losses["validation"])
        assert losses["train"][60] < losses["train"][best]
        assert losses["validation"][60] > losses["validation"][best]


def test_the_control_that_the_sentence_names_is_there_and_clear_of_the_buttons(reader):
    reader.push("lay the measured curve over it")
    assert focused(reader, KEEP)
    bottom = reader.element.get_by_label(KEEP, exact=True).evaluate(OUTLINE_BOTTOM)
    button = reader.element.get_by_role("button", name="draw again").bounding_box()
    assert bottom < button["y"]


def test_the_flag_finds_the_epoch_that_early_stopping_keeps(reader, runs):
    reader.push("lay the measured curve over it")
    best = lowest(runs["right labels"]["validation"])
    early = reader.press(KEEP, "Home")
    assert (early, reader.said.endswith("Another epoch has a lower validation loss.")) == (
        "0",
        True,
    )
    reader.press(KEEP, *["ArrowRight"] * best)
    assert reader.said.startswith(f"Epoch {best}: ")
    assert reader.said.endswith(
        "No epoch has a lower validation loss: early stopping keeps these weights."
    )


def test_the_test_loss_reports_what_the_flag_chose(reader, runs):
    reader.push("lay the measured curve over it")
    reader.press(KEEP, "Home", *["ArrowRight"] * 30)
    reader.push("show the test loss")
    validation, test = (runs["right labels"][part] for part in ("validation", "test"))
    best = lowest(validation)
    assert reader.said == (
        f"Kept at epoch 30, the network has a test loss of {test[30]:.2f}. "
        f"Kept at epoch {best}, where the validation loss is lowest, it has {test[best]:.2f}. "
        f"After epoch 60 it has {test[60]:.2f}. {REPORTS}"
    )


def test_no_test_loss_is_told_twice(reader, runs):
    validation, test = (runs["right labels"][part] for part in ("validation", "test"))
    best = lowest(validation)
    reader.push("lay the measured curve over it")
    reader.push("show the test loss")
    assert reader.said == (
        f"Kept at epoch 60, the network has a test loss of {test[60]:.2f}. "
        f"Kept at epoch {best}, where the validation loss is lowest, it has {test[best]:.2f}. "
        f"{REPORTS}"
    )
    reader.press(KEEP, *["ArrowLeft"] * (60 - best))
    assert reader.said == (
        f"Kept at epoch {best}, where the validation loss is lowest, the network has a test "
        f"loss of {test[best]:.2f}. After epoch 60 it has {test[60]:.2f}. {REPORTS}"
    )


def test_the_keyboard_stays_at_the_element(reader):
    reader.push("lay the measured curve over it")
    reader.push("show the test loss")
    assert focused(reader, KEEP)
    assert not reader.element.get_by_role("button", name="show the test loss").is_enabled()
    reader.push("draw again")
    assert focused(reader, "epoch 5")


def test_with_wrong_labels_the_validation_loss_rises_almost_at_once(reader, runs):
    reader.choose(WRONG)
    reader.push("lay the measured curve over it")
    validation = runs[WRONG]["validation"]
    assert lowest(validation) < 5
    assert f"to {validation[60]:.2f}: this is overfitting." in reader.said
    reader.push("draw again")
    assert reader.said == "Move the six points: which validation loss do you expect?"


def test_a_curve_is_drawn_with_the_pointer(reader):
    drawing = reader.element.locator(".chart__drawing")
    box = drawing.bounding_box()
    reader.page.mouse.click(box["x"] + box["width"] * 0.97, box["y"] + 0.5 * box["height"])
    assert reader.said.startswith("Your validation loss is lowest at epoch 60")
