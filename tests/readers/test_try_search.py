"""Tuning: twelve trials on a grid that the build trained, and a test set that is used once."""

import json
import re

import pytest

from readers.trying import reading

SPENT = (
    "Whoever reports the lowest lets the test set choose. It is then a second validation set, "
    "and its lowest loss is on average too good."
)


@pytest.fixture
def reader(browser, site):
    with reading(browser, site, "training/08-tuning/", "try-search") as reader:
        yield reader


@pytest.fixture
def grid(site):
    return json.loads((site.directory / "training/08-tuning/search.json").read_text())


def train(reader, *, left):
    reader.push(f"train this trial ({left} left)")


def written(loss):
    return "10 or more" if loss == 10 else f"{loss:.2f}"


def enabled(reader, name):
    return reader.element.get_by_role("button", name=name).is_enabled()


def read(reader, *keys):
    return reader.press(
        "Your trials: validation loss against the learning rate: read its points", *keys
    )


def test_a_trial_tells_its_validation_loss(reader, grid):
    assert not enabled(reader, "test the winner")
    assert reader.press("learning rate", *["ArrowRight"] * 6) == "0.01"
    assert reader.press("hidden units", "End") == "64"
    train(reader, left=12)
    loss = grid["splits"][0][0][6][-1]
    assert reader.said == (
        f"Trial 1 of 12: learning rate 0.01 with 64 hidden units, validation loss {loss:.2f}. "
        "The best so far."
    )


def test_a_learning_rate_that_is_too_high(reader, grid):
    reader.press("learning rate", "Home")
    train(reader, left=12)
    reader.press("learning rate", "End")
    train(reader, left=11)
    assert grid["splits"][0][0][-1][0] == 10
    best = grid["splits"][0][0][0][0]
    assert reader.said == (
        "Trial 2 of 12: learning rate 1 with 4 hidden units, validation loss 10 or more. "
        f"The best so far: trial 1, {best:.2f}."
    )


def test_the_same_trial_costs_nothing(reader):
    train(reader, left=12)
    train(reader, left=11)
    assert reader.said.startswith("Trial 1 was the same: learning rate 0.0001 with 4 hidden units.")
    assert enabled(reader, "train this trial (11 left)")


def test_the_test_set_is_used_once_for_the_winner(reader, grid):
    validation, test = ([row[0] for row in grid["splits"][0][part]][:12] for part in (0, 1))
    for left in range(12, 0, -1):
        train(reader, left=left)
        reader.press("learning rate", "ArrowRight")
    winner = validation.index(min(validation))
    rate = grid["rates"][winner]
    reader.push("test the winner")
    assert reader.said.startswith(
        f"The winner, learning rate {rate} with 4 hidden units, has a validation loss of "
        f"{written(validation[winner])} and a test loss of {written(test[winner])}. "
        "Report the test loss: the validation loss chose the winner, so it is on average too good. "
        "Of 1000 random searches with 12 trials each, drawn in your browser, "
    )
    assert reader.said.endswith("The test set is spent now: no trial may follow.")
    assert not enabled(reader, "train this trial (0 left)")
    assert not enabled(reader, "test the winner")


def test_one_trial_has_chosen_nothing(reader, grid):
    train(reader, left=12)
    reader.push("test the winner")
    validation, test = (written(grid["splits"][0][part][0][0]) for part in (0, 1))
    assert reader.said.startswith(
        "The winner, learning rate 0.0001 with 4 hidden units, has a validation loss of "
        f"{validation} and a test loss of {test}. Of 1000 random searches with 1 trial each, "
    )
    assert reader.element.get_by_role("button", name="test all").count() == 0
    anew = reader.element.get_by_role("button", name="another split")
    assert anew.evaluate("button => button === document.activeElement")


def test_a_poor_winner_is_beaten_by_as_many_searches_as_it_says(reader, grid):
    train(reader, left=12)
    reader.push("test the winner")
    mine = grid["splits"][0][1][0][0]
    cells = [loss for row in grid["splits"][0][1] for loss in row]
    expected = 100 * sum(loss < mine for loss in cells) / len(cells)
    share = re.search(r"your browser, (\d+) % find a lower test loss", reader.said)
    assert abs(int(share[1]) - expected) < 6


def test_choosing_by_all_test_losses_makes_another_validation_set(reader, grid):
    train(reader, left=12)
    reader.press("hidden units", "End")
    train(reader, left=11)
    reader.push("test the winner")
    reader.push("test all 2")
    losses = [grid["splits"][0][1][0][width] for width in (0, -1)]
    assert grid["splits"][0][0][0][0] > grid["splits"][0][0][0][-1]
    assert losses[0] > losses[1]
    assert reader.said == (
        f"The lowest of 2 test losses, {written(losses[1])}, is the winner's, so nothing changes "
        f"here. {SPENT}"
    )


def test_another_trial_may_have_the_lowest_test_loss(reader, grid):
    validation, test = grid["splits"][0]
    small, rate = 0, grid["rates"].index(0.046)
    assert validation[rate][small] < validation[rate - 1][small]
    assert test[rate][small] > test[rate - 1][small]
    reader.press("learning rate", *["ArrowRight"] * rate)
    train(reader, left=12)
    reader.press("learning rate", "ArrowLeft")
    train(reader, left=11)
    reader.push("test the winner")
    reader.push("test all 2")
    assert reader.said == (
        f"The lowest of 2 test losses, {written(test[rate - 1][small])}, is that of another trial, "
        f"learning rate {grid['rates'][rate - 1]} with 4 hidden units. {SPENT}"
    )


def test_the_chart_is_read_along_its_axis_with_the_hidden_units(reader, grid):
    losses = grid["splits"][0][0]
    reader.press("learning rate", "End")
    train(reader, left=12)
    reader.press("learning rate", "Home")
    train(reader, left=11)
    reader.press("hidden units", "End")
    train(reader, left=10)
    first, last = losses[0][0], losses[0][-1]
    assert read(reader, "Home") == (
        f"learning rate 0.0001: 4 hidden units {first:g}, 64 hidden units {last:g}"
    )
    assert read(reader, "ArrowRight") == "learning rate 1: 4 hidden units ≥ 10"


def test_the_legend_names_the_widths_and_the_ring(reader):
    legend = reader.element.locator(".chart__legend li").all_inner_texts()
    names = ["4 hidden units", "16 hidden units", "64 hidden units", "the lowest"]
    assert [name.strip() for name in legend] == names


def test_another_split_has_other_losses_and_all_trials_again(reader, grid):
    assert reader.said.startswith("Split 1 of 3 of the images. Choose a learning rate")
    train(reader, left=12)
    reader.push("another split")
    assert reader.said.startswith("Split 2 of 3 of the images.")
    train(reader, left=12)
    assert f"validation loss {grid['splits'][1][0][0][0]:.2f}" in reader.said
    reader.push("another split")
    assert reader.said.startswith("Split 3 of 3 of the images.")
