"""Initial weights: the scale at which twenty networks learn, and what the best seed is worth."""

import re

import pytest
from playwright.sync_api import expect

from readers.trying import reading

LAYERS = 5


@pytest.fixture
def reader(browser, site):
    path = "generalization/04-initial-values/"
    with reading(browser, site, path, "try-initial-weights") as reader:
        settle(reader)
        yield reader


def settle(reader):
    """Wait until all twenty networks are trained."""
    expect(reader.element.locator(".try__numbers")).to_contain_text("validation: mean")


def move(reader, label, *keys):
    value = reader.press(label, *keys)
    settle(reader)
    return value


def numbers(reader):
    return reader.element.locator(".try__numbers").inner_text().split("\n")


def factor(reader):
    return float(numbers(reader)[0].rpartition(" ")[2].replace(",", ""))


def means(reader):
    return [float(mean) for mean in re.findall(r"mean ([\d.]+) ±", "\n".join(numbers(reader)))]


def test_a_tenth_of_hes_scale_learns_nothing(reader):
    assert means(reader) == [50.0]
    assert reader.said == (
        "0 of 20 networks have learned: 80 % or more on the validation points, where chance is "
        "50 %. Move the scale or the learning rate."
    )


def test_signals_grow_by_the_scale_in_every_layer(reader):
    label = "initial scale"
    assert move(reader, label, *["ArrowRight"] * 6) == "1 × He"
    of_he = factor(reader)
    assert move(reader, label, "ArrowRight", "ArrowRight") == "2 × He"
    assert factor(reader) == pytest.approx(of_he * 2**LAYERS, rel=0.06)  # two digits are shown
    assert move(reader, label, "Home") == "0 × He (zeros)"
    assert factor(reader) == 0


def test_at_hes_scale_all_learn_and_at_three_times_that_none_does(reader):
    label = "initial scale"
    move(reader, label, *["ArrowRight"] * 6)
    assert reader.said.startswith("All 20 networks have learned.")
    assert move(reader, label, "ArrowRight", "ArrowRight", "ArrowRight") == "3 × He"
    assert means(reader)[0] < 60
    assert move(reader, "learning rate", "ArrowLeft", "ArrowLeft", "ArrowLeft") == "0.001"
    assert means(reader)[0] > 70  # a lower rate helps, not as far as He's scale


def test_the_lead_of_a_seed_on_validation_and_on_test_points(reader):
    move(reader, "initial scale", *["ArrowRight"] * 6)
    assert "test" not in "".join(numbers(reader))
    drawn = reader.element.locator(".chart__drawing circle")
    assert drawn.count() == 20 + 1  # and a ring for the seed that is kept
    reader.choose("show the test accuracies")
    assert drawn.count() == 40 + 2
    assert reader.element.locator(".chart__drawing circle.series--1").count() == 20
    leads = []
    for line, mean in zip(numbers(reader)[1:], means(reader), strict=True):
        leads.append(float(re.search(r"seed 1 has ([\d.]+) %", line)[1]) - mean)
    said = re.findall(r"([\d.]+) points (better|worse)", reader.said)
    signs = {"better": 1, "worse": -1}
    shown = [signs[word] * float(points) for points, word in said[:2]]
    assert shown == pytest.approx(leads, abs=0.11)
