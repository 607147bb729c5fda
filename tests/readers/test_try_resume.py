"""Checkpointing: a run that is killed, and resumed with some parts of its checkpoint."""

import pytest

from readers.trying import reading

PARTS = (
    "weights", "optimizer state", "schedule of the learning rate", "random generator",
    "place in the epoch",
)  # fmt: skip
LAST = "iteration 200: "


@pytest.fixture
def reader(browser, site):
    with reading(browser, site, "training/09-checkpointing/", "try-resume") as reader:
        yield reader


def curves(reader):
    """The drawn paths of the two runs where both have points: from the save on."""
    chart = reader.element.locator(".chart")
    chart.focus()
    reader.page.keyboard.press("End")
    return chart.get_attribute("aria-valuetext")


def test_with_the_weights_only_the_curves_part(reader):
    assert reader.said == (
        "Resumed after iteration 90, in the middle of an epoch, with: weights. "
        "20 iterations are repeated, without a checkpoint 110. "
        "At the end the largest difference of a weight is 1.2 (the weights go up to ±1.8), "
        "and the loss is 0.131 instead of 0.180. "
        "Lower is no reason to leave parts out: it is another run, not a better one; "
        "its learning rate starts again at the highest value."
    )
    through, resumed = curves(reader).removeprefix(LAST).split(", ")
    assert through.removeprefix("without the kill ") != resumed.removeprefix("resumed ")


def test_with_everything_the_curves_agree(reader):
    for part in PARTS[1:]:
        reader.choose(part)
    assert reader.said == (
        f"Resumed after iteration 90, in the middle of an epoch, with: {', '.join(PARTS)}. "
        "20 iterations are repeated, without a checkpoint 110. "
        "The curves agree, and at the end all weights do: difference 0."
    )
    through, resumed = curves(reader).removeprefix(LAST).split(", ")
    assert through.removeprefix("without the kill ") == resumed.removeprefix("resumed ")


@pytest.mark.parametrize("left_out", PARTS)
def test_no_part_may_be_left_out_in_the_middle_of_an_epoch(reader, left_out):
    for part in PARTS[1:]:
        reader.choose(part)
    reader.choose(left_out)
    assert "At the end the largest difference of a weight is " in reader.said


@pytest.mark.parametrize("optimizer", ["SGD with momentum", "Adam"])
def test_an_optimizer_with_a_memory_needs_its_state(reader, optimizer):
    reader.choose(optimizer)
    for part in PARTS[2:]:
        reader.choose(part)
    assert "At the end the largest difference of a weight is " in reader.said
    reader.choose("optimizer state")
    assert reader.said.endswith("difference 0.")


def test_plain_sgd_has_no_state_to_save(reader):
    reader.choose("SGD without momentum")
    for part in PARTS[2:]:
        reader.choose(part)
    assert reader.said.endswith("difference 0. Not needed here: optimizer state.")


def test_at_the_end_of_an_epoch_there_is_no_place_to_save(reader):
    for part in PARTS[1:4]:
        reader.choose(part)
    assert reader.press("a save after every", "ArrowLeft") == "20 iterations"
    assert reader.said.startswith("Resumed after iteration 100, at the end of an epoch, with: ")
    assert reader.said.endswith("difference 0. Not needed here: place in the epoch.")


def test_the_last_save_bounds_what_is_repeated(reader):
    assert reader.press("killed after", "End") == "iteration 195 (in epoch 10)"
    assert "15 iterations are repeated, without a checkpoint 195." in reader.said
    reader.press("a save after every", "Home")
    assert " 0 iterations are repeated, without a checkpoint 195." in reader.said


def test_a_kill_before_the_first_save(reader):
    assert reader.press("killed after", "Home") == "iteration 5 (in epoch 1)"
    assert reader.said == (
        "Nothing was saved before iteration 5: the run starts again from its seeds. "
        "5 iterations are repeated."
    )
    assert dots(reader) == 1  # the kill: there is no save


def dots(reader):
    """How many places are marked on the curves."""
    return reader.element.locator(".chart__drawing circle").count()


def test_the_legend_names_the_save_and_the_kill(reader):
    names = reader.element.locator(".chart__legend li").all_inner_texts()
    assert [name.strip() for name in names] == ["without the kill", "resumed", "last save", "kill"]
    assert dots(reader) == 2
    chart = reader.element.locator(".chart")
    for name, key, steps in [("last save", "ArrowRight", 19), ("kill", "ArrowRight", 4)]:
        chart.focus()
        for _ in range(steps):
            reader.page.keyboard.press(key)
        assert f", {name} 0." in chart.get_attribute("aria-valuetext")


def test_the_end_of_an_epoch_is_told(reader):
    words = reader.press("killed after", "ArrowRight", "ArrowRight")
    assert words == "iteration 120 (the end of epoch 6)"


def test_losses_that_agree_are_not_told_as_different(reader):
    for part in PARTS[1:4]:
        reader.choose(part)
    reader.press("killed after", *["ArrowRight"] * 8)
    assert "Resumed after iteration 150, " in reader.said
    assert reader.said.endswith("; the losses agree to three decimals, 0.180.")


def test_a_lower_loss_is_no_reason_to_leave_parts_out(reader):
    for part in PARTS[2:]:
        reader.choose(part)
    reader.choose(PARTS[3])  # the generator is left out, and Adam's state
    reader.choose("Adam")
    assert reader.said.endswith("not a better one; after another kill it may end higher.")


def test_a_higher_loss_stands_alone(reader):
    reader.choose("weights")
    for part in PARTS[1:]:
        reader.choose(part)
    assert "Lower" not in reader.said
    assert reader.said.endswith(" instead of 0.180.")
