"""Initial weights: the scale at which twenty networks learn, and what the best seed is worth."""

import re

import pytest
from playwright.sync_api import expect

from readers.trying import reading
from readers.visiting import WIDE

PATH = "generalization/04-initial-values/"
LAYERS = 5


@pytest.fixture
def reader(browser, site):
    with reading(browser, site, PATH, "try-initial-weights") as reader:
        settle(reader)
        yield reader


def settle(reader):
    """Wait until all twenty networks are trained."""
    expect(reader.element.locator(".try__numbers")).to_contain_text(
        "validation: mean ± standard", timeout=30_000
    )


def move(reader, label, *keys):
    value = reader.press(label, *keys)
    settle(reader)
    return value


def numbers(reader):
    return reader.element.locator(".try__numbers").inner_text().split("\n")


def factor(reader):
    return float(numbers(reader)[0].rpartition(" ")[2].replace(",", ""))


def means(reader):
    text = "\n".join(numbers(reader))
    return [float(mean) for mean in re.findall(r"standard deviation ([\d.]+) ±", text)]


def test_a_tenth_of_hes_scale_learns_nothing(reader):
    assert means(reader) == [50.0]
    assert reader.said == (
        "0 of 20 networks have learned: 80 % or more on the validation points, where chance is "
        "50 %. Move the scale."
    )
    reader.choose("show the test accuracies")
    seeds = re.search(r"test: mean .* seed 1 has ([\d.]+) %", "\n".join(numbers(reader)))
    assert reader.said.endswith(
        f" Seed 1 has {seeds[1]} % on the test points. Move the scale before you choose a seed."
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
    assert reader.said.startswith("All 20 networks have learned; the axis starts at 80 %.")
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


def axis(reader):
    return reader.element.locator(".chart__drawing text[transform]").text_content()


def keep_the_best(reader):
    """Go through the seeds until none is better on the validation points."""
    reader.press("the seed you keep", "Home")
    for _ in range(20):
        if "No seed is better there" in reader.said:
            return
        reader.press("the seed you keep", "ArrowRight")
    pytest.fail("none of twenty seeds is best")


def points(reader):
    """What the sentence says: the seed on validation and test points, the ensemble on test."""
    said = re.findall(r"(?:as good|([\d.]+) points (better|worse)) on the", reader.said)
    signs = {"better": 1, "worse": -1, "": 0}
    return [signs[word] * float(number or 0) for number, word in said]


def test_the_axis_says_where_it_starts(reader):
    assert axis(reader) == "accuracy (%), from 40"
    move(reader, "initial scale", *["ArrowRight"] * 6)
    assert axis(reader) == "accuracy (%), from 80"


def test_usually_little_of_the_best_seeds_lead_is_left(reader):
    scales = ["0.5 × He", "0.71 × He (Xavier)", "1 × He", "1.4 × He"]
    move(reader, "initial scale", *["ArrowRight"] * 3)
    of_scales = []
    for scale in scales:
        assert move(reader, "initial scale", "ArrowRight") == scale
        keep_the_best(reader)
        reader.choose("show the test accuracies")
        of_scales.append(points(reader))
        reader.choose("show the test accuracies")
    on_validation, on_test, ensemble = map(sum, zip(*of_scales, strict=True))
    assert on_test < on_validation / 4
    assert ensemble > on_test


def test_a_draw_that_keeps_its_lead_is_said_to_be_one_draw(reader):
    assert move(reader, "learning rate", "ArrowLeft", "ArrowLeft") == "0.003"
    assert move(reader, "initial scale", *["ArrowRight"] * 6) == "1 × He"
    keep_the_best(reader)
    reader.choose("show the test accuracies")
    on_validation, on_test, ensemble = points(reader)
    assert on_test > on_validation / 2
    assert ensemble < on_test
    assert reader.said.endswith(
        " This is one draw of 60 validation points. With this page’s cats and dogs, on average "
        "over many draws, less than a quarter of the lead is left, and the ensemble is better."
    )


def test_a_draw_like_the_pages_is_said_to_be_like_it(reader):
    assert move(reader, "initial scale", *["ArrowRight"] * 7) == "1.4 × He"
    keep_the_best(reader)
    reader.choose("show the test accuracies")
    assert reader.said.endswith(
        " So it is on average, too, with this page’s cats and dogs: less than a quarter of the "
        "lead is left, and the ensemble is better."
    )
    reader.press("the seed you keep", "ArrowRight")
    assert reader.said.endswith(" Another seed is best on the validation points: keep that one.")


def test_on_a_wide_screen_no_scale_moves_what_is_below_it(reader):
    reader.page.set_viewport_size({"width": WIDE, "height": 900})
    heights = set()
    for key in ["Home", *["ArrowRight"] * 11]:
        reader.press("initial scale", key)
        heights.add(reader.element.locator(".controls").bounding_box()["height"])
    assert len(heights) == 1


def test_while_the_networks_train_nothing_is_said_of_them(reader):
    before = reader.said
    reader.page.evaluate(
        """() => {
            const [scale, , seed] = document.querySelectorAll("try-initial-weights input")
            scale.value = 7
            scale.dispatchEvent(new Event("change"))
            seed.value = 19
            seed.dispatchEvent(new Event("change"))
        }"""
    )
    assert "training:" in numbers(reader)[0]
    assert reader.said == before
    settle(reader)
    assert "seed 20 is " in reader.said
