"""Training too slowly: one run after the other, late or never."""

import json
import re
from math import ceil

import pytest
from playwright.sync_api import expect

from readers.trying import reading

PAGE = "generalization/03-training-too-slowly/"
POINTS = 640


@pytest.fixture
def reader(browser, site):
    with reading(browser, site, PAGE, "try-learning-rate") as reader:
        settle(reader)
        yield reader


def settle(reader):
    """Wait until the run has come to its end."""
    expect(reader.element.locator(".try__numbers")).to_contain_text(re.compile(r"\d epochs?$"))


def move(reader, label, *keys):
    value = reader.press(label, *keys)
    settle(reader)
    return value


def choose(reader, optimizer):
    reader.choose(optimizer)
    settle(reader)


def epochs(reader):
    text = reader.element.locator(".try__numbers").inner_text()
    assert "more than" not in text
    return int(re.search(r"(\d+) epochs?$", text)[1])


def test_with_the_numbers_of_the_question_it_is_not_done_in_600_epochs(reader):
    numbers = reader.element.locator(".try__numbers")
    assert numbers.inner_text() == "SGD, 0.0001, batches of 64: more than 600 epochs"
    assert re.fullmatch(
        r"After 600 epochs \(6,000 updates, [\d.]+ milliseconds on this device\) 90 % is not "
        r"reached\. The loss is 0\.\d\d and still falls: too slow\.",
        reader.said,
    )


def test_ten_times_the_learning_rate_takes_about_a_tenth_of_the_epochs(reader):
    assert move(reader, "learning rate", *["ArrowRight"] * 4) == "0.01"
    slow = epochs(reader)
    assert move(reader, "learning rate", "ArrowRight", "ArrowRight") == "0.1"
    assert slow / epochs(reader) == pytest.approx(10, rel=0.2)
    assert f"after {epochs(reader)} epochs: {epochs(reader) * ceil(POINTS / 64)} updates" in (
        reader.said
    )


FAST = "settings done in fewer than 10 epochs"
NEVER = "a learning rate with which it never is"


@pytest.mark.parametrize("optimizer", ["SGD", "Adam"])
def test_too_high_a_learning_rate_never_gets_there(reader, optimizer):
    if optimizer != "SGD":
        choose(reader, optimizer)
    assert move(reader, "learning rate", "End") == "10"
    assert re.match(
        r"After 600 epochs \(6,000 updates, [\d.]+ milliseconds on this device\) 90 % is not "
        r"reached\. The loss is \d\.\d\d and no longer falls; the highest was [\d.]+\. "
        r"At this learning rate training fails\.",
        reader.said,
    )
    assert reader.said.endswith(f" Found: {NEVER}. Still to be found: {FAST}.")


def test_both_tasks_are_confirmed(reader):
    assert "ound:" not in reader.said
    move(reader, "learning rate", *["ArrowRight"] * 8)
    assert epochs(reader) < 10
    assert reader.said.endswith(f" Found: {FAST}. Still to be found: {NEVER}.")
    move(reader, "learning rate", "End")
    assert reader.said.endswith(f" Both are found: {FAST}, and {NEVER}.")


def test_an_interrupted_run_is_not_said_to_be_complete(reader):
    finished = reader.said
    slider = reader.element.get_by_label("learning rate", exact=True)
    slider.focus()
    # In one task of the browser, so that no run comes to its end between two keys.
    said = slider.evaluate("""async (slider) => {
        const move = (by) => {
            slider.value = Number(slider.value) + by
            slider.dispatchEvent(new Event("input"))
            slider.dispatchEvent(new Event("change"))
            return slider.closest("try-learning-rate").querySelector("output").textContent
        }
        return [move(1), move(-1), move(1)]
    }""")
    assert said == [
        "SGD, 0.0003, batches of 64: training …",
        finished,  # what has run already is shown again, and not compared with itself
        "SGD, 0.0003, batches of 64: training …",
    ]
    settle(reader)
    assert "(6,000 updates," in reader.said


def heights(reader):
    """The heights of the drawn losses, and of the frame's upper end."""
    chart = reader.element.get_by_label("Training loss over the epochs")
    lines = chart.locator(".chart__drawing > .series").all()
    drawn = " ".join(line.get_attribute("d") for line in lines)
    frame = chart.locator(".chart__grid").first.get_attribute("d")
    top = re.fullmatch(r"M[\d.]+ ([\d.]+)V[\d.]+", frame)[1]
    return [float(y) for y in re.findall(r"[ML][\d.]+ (-?[\d.]+)", drawn)], float(top)


def test_no_loss_lies_above_the_axis(reader):
    choose(reader, "Adam")
    move(reader, "learning rate", "End")
    drawn, top = heights(reader)
    assert min(drawn) >= top
    assert max(drawn) > 2 * min(drawn), "they are not all held at the top"
    move(reader, "learning rate", "Home")  # the run before is drawn, too
    assert heights(reader)[0] != drawn
    assert min(heights(reader)[0]) >= top


def test_momentum_makes_updates_ten_times_as_long(reader):
    move(reader, "learning rate", *["ArrowRight"] * 4)
    plain = epochs(reader)
    choose(reader, "SGD with momentum 0.9")
    assert move(reader, "learning rate", "ArrowLeft", "ArrowLeft") == "0.001"
    assert epochs(reader) == pytest.approx(plain, rel=0.05)


def test_adam_needs_fewer_epochs_at_the_same_low_learning_rate(reader):
    choose(reader, "Adam")
    needed = epochs(reader)
    assert reader.said.endswith(
        "The run before (SGD, 0.0001, batches of 64) needed more than 600 epochs."
    )
    assert needed < 600


def test_a_batch_twice_as_large_takes_twice_the_epochs(reader):
    move(reader, "learning rate", *["ArrowRight"] * 6)
    before = epochs(reader)
    assert move(reader, "batch size", "ArrowRight") == "128"
    assert epochs(reader) == pytest.approx(2 * before, rel=0.2)
    assert f"{epochs(reader) * ceil(POINTS / 128)} updates" in reader.said


def test_what_torch_needed_on_the_digits_is_drawn_beside(reader, site):
    file = site.directory / PAGE / "epochs.json"
    (rate, needed), *_ = json.loads(file.read_text(encoding="utf-8"))
    chart = reader.element.get_by_label("Epochs to 90 % against the learning rate")
    reading = chart.locator(".chart__readout")
    move(reader, "learning rate", "End", "ArrowLeft", "ArrowLeft")
    chart.focus()
    reader.page.keyboard.press("Home")
    expect(reading).to_have_text(
        f"learning rate {rate}: SGD on the digits, by this build {needed:,}"
    )
