"""Hyperparameters: which numbers does each call of a training step change?"""

import json

import pytest

from readers.trying import reading

WEIGHT, SCALE, SLOPE = "a weight", "batch norm's scale", "PReLU's slope"
GRADIENT, VELOCITY = "the weight's gradient", "the weight's velocity"
MEAN = "batch norm's running mean"
CALLS = ("the forward pass", "backward()", "step()", "zero_grad()")
SUMMARY = (
    "In this iteration the parameters (a weight, batch norm's scale, PReLU's slope) changed in "
    "step(), the optimizer state (the weight's velocity) in {state}, the buffer (batch norm's "
    "running mean) in {buffer}, and the hyperparameters (learning rate, batch size) in no call: "
    "you choose them."
)
TEXT_BOX = """cell => {
    const range = document.createRange()
    range.selectNodeContents(cell)
    const { top, height } = range.getBoundingClientRect()
    return { middle: top + height / 2 }
}"""
TICKS = ((MEAN,), (GRADIENT,), (WEIGHT, SCALE, SLOPE, VELOCITY), (GRADIENT,))


@pytest.fixture
def reader(browser, site):
    with reading(browser, site, "training/07-hyperparameters/", "try-step") as reader:
        yield reader


def make_call(reader, call, *ticked):
    for row in ticked:
        reader.choose(row)
    reader.push(f"run {call}")


def cells(reader, row):
    cells = reader.element.get_by_role("row", name=row).get_by_role("cell")
    return cells.all_inner_texts()[1:]


def test_a_right_answer(reader):
    assert reader.said == (
        "Which of the numbers does the forward pass change? Tick them, then run it."
    )
    make_call(reader, "the forward pass", MEAN)
    assert reader.said == f"Changed by the forward pass: {MEAN}. You ticked just that."
    assert not reader.element.get_by_label(MEAN, exact=True).is_checked()


def test_a_wrong_answer_says_what_was_missed_and_what_was_ticked_in_vain(reader):
    make_call(reader, "the forward pass", WEIGHT, "learning rate")
    assert reader.said == (
        f"Changed by the forward pass: {MEAN}. You did not tick {MEAN}. "
        f"You ticked {WEIGHT}, learning rate, which did not change."
    )


def test_nothing_ticked_is_said_once(reader):
    make_call(reader, "the forward pass")
    assert reader.said == f"Changed by the forward pass: {MEAN}. You ticked nothing."


def test_the_table_asks_about_the_next_call(reader):
    make_call(reader, "the forward pass")
    heads = reader.element.get_by_role("columnheader").all_inner_texts()
    assert heads == ["changed by backward()?", "before", "now"]


def test_the_values_stand_at_the_height_of_their_names(reader):
    for row in reader.element.get_by_role("row").all()[1:]:
        name = row.locator("label").bounding_box()
        value = row.get_by_role("cell").last
        text = value.evaluate(TEXT_BOX)
        assert abs(text["middle"] - name["y"] - name["height"] / 2) <= 1


def test_after_an_iteration_each_kind_of_number_is_named(reader, site):
    for call in CALLS:
        make_call(reader, call)
    assert reader.said.endswith(SUMMARY.format(buffer="the forward pass", state="step()"))
    exported = json.loads((site.directory / "training/07-hyperparameters/step.json").read_text())
    assert all(row in SUMMARY for row in exported["rows"] if row != GRADIENT)


def test_in_evaluation_mode_no_call_changes_the_buffer(reader):
    reader.choose("evaluation mode, momentum 0.9")
    for call in CALLS:
        make_call(reader, call)
    assert reader.said.endswith(SUMMARY.format(buffer="no call", state="step()"))


def test_the_values_are_those_of_the_network_that_this_build_trained(reader, site):
    exported = json.loads((site.directory / "training/07-hyperparameters/step.json").read_text())
    times = exported["runs"]["training mode, momentum 0.9"]
    row = exported["rows"].index(MEAN)
    make_call(reader, "the forward pass")
    before, after = (str(times[at][row]).replace("-", "−") for at in (0, 1))
    assert cells(reader, MEAN) == [before, after]
    assert cells(reader, GRADIENT) == ["", "none"]


def test_all_calls_of_two_iterations_answered_right(reader):
    for _ in range(2):
        for call, ticked in zip(CALLS, TICKS, strict=True):
            make_call(reader, call, *ticked)
    assert reader.said.endswith(
        f"{SUMMARY.format(buffer='the forward pass', state='step()')} "
        "You were right about 8 of 8 calls."
    )
    reader.push("begin again")
    assert reader.said.startswith("Which of the numbers")


def test_in_evaluation_mode_the_forward_pass_changes_nothing(reader):
    reader.choose("evaluation mode, momentum 0.9")
    make_call(reader, "the forward pass")
    assert reader.said == "Changed by the forward pass: nothing. You ticked just that."


def test_without_momentum_there_is_no_velocity(reader):
    reader.choose("training mode, momentum 0")
    for call in CALLS[:3]:
        make_call(reader, call)
    assert reader.said.startswith(f"Changed by step(): {WEIGHT}, {SCALE}, {SLOPE}. ")
    assert cells(reader, VELOCITY) == ["", "none"]
    make_call(reader, CALLS[3])
    assert reader.said.endswith(SUMMARY.format(buffer="the forward pass", state="no call"))
