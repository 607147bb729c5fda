"""Tuning: twelve trials on a grid that the build trained, and a test set that is used once."""

import json

import pytest

from readers.trying import reading


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
        "Of 1000 random searches with 12 trials each, drawn in your browser, "
    )
    assert reader.said.endswith("The test set is spent now.")
    assert not enabled(reader, "train this trial (0 left)")
    assert not enabled(reader, "test the winner")


def test_choosing_by_all_test_losses_makes_another_validation_set(reader, grid):
    train(reader, left=12)
    reader.push("test the winner")
    reader.push("test all 1")
    assert reader.said == (
        f"The lowest of 1 test losses is {written(grid['splits'][0][1][0][0])}. "
        "It is the winner again. But now the test set has chosen: it is a second validation "
        "set, and its lowest loss is too good on average."
    )


def test_another_split_has_other_losses_and_all_trials_again(reader, grid):
    train(reader, left=12)
    reader.push("another split")
    train(reader, left=12)
    assert f"validation loss {grid['splits'][1][0][0][0]:.2f}" in reader.said
