"""Bob's min(x, 0): which signs to flip."""

import re

import pytest

from readers.trying import reading

MINUS = "minus that of ReLU, for every point"
RIGHT = {"1": ["W₁", "b₁", "W₂"], "2": ["W₁", "b₁", "b₂", "W₃"]}


@pytest.fixture
def reader(browser, site):
    with reading(browser, site, "generalization/01-bobs-activation/", "try-mirror") as reader:
        yield reader


def numbers(reader):
    return reader.element.locator(".try__numbers").inner_text()


def curves(reader):
    """What is drawn of the two loss curves."""
    lines = reader.element.locator(".chart__drawing > .series").all()
    return [line.get_attribute("d") for line in lines]


def fitting(reader):
    return reader.element.locator(".try__list .is-right").all_inner_texts()


@pytest.mark.parametrize("depth", RIGHT)
def test_the_right_flips_make_the_networks_one(reader, depth):
    if depth != "2":  # which is chosen when the page opens
        reader.choose(depth)
    for group in RIGHT[depth]:
        relu, minimum = curves(reader)
        assert relu != minimum
        assert not reader.said.startswith("Difference 0")
        reader.choose(group)
    assert numbers(reader) == "output difference 0 at the start · 0 after 80 updates"
    assert reader.said.startswith(
        "Difference 0, before training and after it: min computes what ReLU computes, "
        "and the two curves are one. Both losses end at 0."
    )
    relu, minimum = curves(reader)
    assert relu == minimum
    hidden = [f"hidden layer {i + 1}: {MINUS}" for i in range(int(depth))]
    assert fitting(reader) == [*hidden, "output: the same as ReLU's, for every point"]


def test_all_flipped_is_wrong_and_says_where(reader):
    for group in ("W₁", "b₁", "W₂", "b₂", "W₃", "b₃"):
        reader.choose(group)
    assert fitting(reader) == [f"hidden layer 1: {MINUS}"]
    assert reader.said == (
        "Not the same yet, and the curves part. "
        "The first part that does not fit is hidden layer 2. Trained here, in your browser."
    )


def test_from_equal_weights_now_one_is_ahead_and_now_the_other(reader):
    ahead = []
    for _ in range(4):
        assert reader.said.startswith("Nothing is flipped: from the same weights")
        ahead.append(ahead_in(reader))
        reader.push("other initial weights")
    assert set(ahead) == {"ReLU", "min"}


def ahead_in(reader):
    return reader.said.partition("Here ")[2].split()[0]


def test_the_draws_are_counted_for_each_depth(reader):
    assert "Are other initial weights in favor of the same one?" in reader.said
    ahead = [ahead_in(reader)]
    for _ in range(3):
        reader.push("other initial weights")
        ahead.append(ahead_in(reader))
    tally = f"So far: min lower in {ahead.count('min')}, ReLU lower in {ahead.count('ReLU')} of 4."
    word = "Few draws show no side: what this build measured, below, averages many."
    assert reader.said.endswith(f"{tally} {word} Trained here, in your browser.")
    reader.choose("W₁")
    assert "So far" not in reader.said
    reader.choose("W₁")  # back again: this draw is counted already
    assert tally in reader.said
    reader.choose("1")
    assert "So far" not in reader.said


def test_no_loss_lies_above_the_axis(reader):
    reader.choose("1")  # its first draw starts above 0.8
    heights = [
        float(y) for line in curves(reader) for y in re.findall(r"[ML][\d.]+ (-?[\d.]+)", line)
    ]
    frame = reader.element.locator(".chart__grid").last.get_attribute("d")
    assert min(heights) >= float(frame.split()[1].partition("H")[0])
    assert min(heights) < 30, "the highest loss is near the top"


def test_flips_stay_when_the_weights_are_others(reader):
    for group in RIGHT["2"]:
        reader.choose(group)
    first = curves(reader)
    reader.push("other initial weights")
    assert curves(reader) != first
    assert numbers(reader) == "output difference 0 at the start · 0 after 80 updates"
