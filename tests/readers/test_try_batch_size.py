"""Batch size: gradients that scatter about the full one, and accuracies at seven rates."""

import json
import re

import numpy as np
import pytest

from readers.trying import reading

PATH = "training/05-batch-size/"


@pytest.fixture
def reader(browser, site):
    with reading(browser, site, PATH, "try-batch-size") as reader:
        yield reader


@pytest.fixture
def exported(site):
    def read(name):
        return json.loads((site.directory / PATH / f"{name}.json").read_text(encoding="utf-8"))

    return read


def numbers(reader):
    return reader.element.locator(".try__numbers").inner_text()


def opposing(reader):
    """Of the 40 gradients, how many oppose the full one."""
    return int(re.search(r"; (\d+) of these 40 oppose it\.", reader.said)[1])


def tips(reader):
    """How many arrows each kind has, and how many of all lie at another place."""
    arrows = [
        re.findall(r"M\S+ \S+L(\S+ [\d.]+)", path.get_attribute("d"))
        for path in reader.element.locator(".chart__drawing").first.locator("path.series").all()
        if "M" in path.get_attribute("d")
    ]
    return [len(kind) for kind in arrows], len({tip for kind in arrows for tip in kind})


def result(grid, size, rate):
    return round(grid["accuracy"][grid["sizes"].index(size)][grid["rates"].index(rate)])


def test_what_this_build_reached_with_a_pair(reader, exported):
    grid = exported("rates")
    right = result(grid, 8, 0.25)
    assert numbers(reader) == f"64 updates an epoch · {right} % right after ten epochs"
    assert reader.said.endswith(
        f"After ten epochs with batches of 8 at learning rate 0.25, {right} % of the validation "
        "digits are right. This pair works."
    )


def test_single_examples_need_a_low_rate(reader, exported):
    grid = exported("rates")
    assert reader.press("batch size", "Home") == "1"
    assert numbers(reader).startswith(f"512 updates an epoch · {result(grid, 1, 0.25)} %")
    assert reader.said.endswith("A lower rate does better with this batch size.")
    assert reader.press("learning rate", "ArrowLeft", "ArrowLeft") == "0.0625"
    assert reader.said.endswith("This pair works.")


def test_no_rate_mends_the_full_batch(reader, exported):
    grid = exported("rates")
    assert reader.press("batch size", "End") == "512"
    assert reader.said.startswith(
        "A batch of all 512 examples has the full gradient itself, and one update an epoch."
    )
    reader.press("learning rate", "Home")
    said = []
    for _ in grid["rates"]:
        said.append(reader.said)
        reader.press("learning rate", "ArrowRight")
    assert not any("This pair works." in sentence for sentence in said)
    unbeaten = "None of the 7 rates does better"
    (best,) = [i for i, sentence in enumerate(said) if unbeaten in sentence]
    accuracy = grid["accuracy"][-1]
    assert accuracy[best] == max(accuracy)
    found = reader.element.locator(".chart__drawing").nth(1).locator(".dot--2")
    assert found.count() == 2  # for the batch size at the beginning, and for this one


def test_the_arrows_oppose_less_the_larger_the_batch(reader):
    assert reader.press("batch size", "Home") == "1"
    alone = opposing(reader)
    kinds, places = tips(reader)
    assert kinds == [40 - alone, alone]
    assert alone > 0
    assert places > 20
    assert reader.press("batch size", *["ArrowRight"] * 4) == "128"
    assert opposing(reader) == 0


def test_the_typical_error_follows_the_formula(reader, exported):
    gradients = exported("gradients")
    off = np.array(gradients["tips"]) - [1, 0]  # from the full gradient
    pictured = (off**2).sum(axis=1).mean()
    for size in (1, 2, 8, 32, 128):
        reader.press("batch size", "Home", *["ArrowRight"] * [1, 2, 8, 32, 128].index(size))
        share = (512 - size) / 511 / size
        far = np.sqrt(gradients["variance"] * share)
        assert f" is typically {far:.1f} times the length of the full gradient" in reader.said
        near = np.sqrt(pictured * share)
        assert f", {near:.1f} times in the two directions of the picture; " in reader.said


def test_the_arrows_are_as_long_as_the_sentence_says(reader):
    """Of 40 distances, the root mean square is within a third of the one expected."""
    reader.press("batch size", "Home")
    said = float(re.search(r", ([\d.]+) times in the two directions", reader.said)[1])
    drawing = reader.element.locator(".chart__drawing").first
    ring = drawing.locator("circle.series")
    assert ring.count() == 1
    full = np.array([float(ring.get_attribute(name)) for name in ("cx", "cy")])
    lines = [path.get_attribute("d") or "" for path in drawing.locator("path.series").all()]
    ends = re.findall(r"M(\S+) ([\d.]+)L(\S+) ([\d.]+)", " ".join(lines))
    assert len(ends) == 40
    ends = np.array(ends, dtype=float)
    across = drawing.locator("text").filter(has_text=re.compile(r"^(−8|8)$"))
    low, high = (float(across.nth(i).get_attribute("y")) for i in range(2))
    scales = np.array([full[0] - ends[0, 0], (low - high) / 16])  # pixels to one full gradient
    distances = np.linalg.norm((ends[:, 2:] - full) / scales, axis=1)
    assert np.sqrt((distances**2).mean()) == pytest.approx(said, rel=1 / 3)


def test_the_rings_are_named(reader):
    legends = reader.element.locator(".chart__legend")
    assert legends.nth(0).locator("li").all_inner_texts() == [
        "gradients of 40 batches",
        "those that oppose the full gradient",
        "the full gradient",
    ]
    assert legends.nth(1).locator("li").all_inner_texts()[-1] == "the pair chosen now"
    assert reader.element.locator(".chart__ring").count() == 0


def test_the_accuracies_are_read_in_percent(reader, exported):
    grid = exported("rates")
    right = result(grid, 1, 0.25)
    assert reader.press("batch size", "Home") == "1"
    chart = "Validation accuracy after ten epochs against batch size: read its points"
    assert reader.press(chart, "Home") == (
        f"batch size 1: at this learning rate {right} %, the best that you have found {right} %, "
        f"the pair chosen now {right} %"
    )


def test_a_new_rate_is_said_without_the_gradients(reader):
    reader.press("learning rate", "ArrowLeft")
    assert reader.said.startswith("After ten epochs with batches of 8 at learning rate 0.125, ")


def test_how_many_oppose_differs_by_chance(reader):
    reader.press("batch size", "Home")
    before = tips(reader)[0][1]
    reader.push("40 other batches")
    now = tips(reader)[0][1]
    assert reader.said == (
        f"Of 40 other batches of the same size, {now} oppose the full gradient; of the 40 before, "
        f"{before} did. Which examples are drawn is chance."
    )


def test_other_batches_of_all_examples_are_the_same_batch(reader):
    reader.press("batch size", "Home")
    before = tips(reader)
    reader.push("40 other batches")
    assert tips(reader) != before
    reader.press("batch size", "End")
    assert tips(reader) == ([40], 1)
    reader.push("40 other batches")
    assert tips(reader) == ([40], 1)
    assert reader.said == (
        "Each of the 40 other batches has all 512 examples, too: the gradient is the same."
    )
