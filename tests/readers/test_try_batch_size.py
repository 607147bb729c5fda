"""Batch size: gradients that scatter about the full one, and accuracies at seven rates."""

import json
import re

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
    (best,) = [i for i, sentence in enumerate(said) if "No rate does better" in sentence]
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
    variance = exported("gradients")["variance"]
    for size in (1, 2, 8, 32, 128):
        reader.press("batch size", "Home", *["ArrowRight"] * [1, 2, 8, 32, 128].index(size))
        typical = float(re.search(r"is typically ([\d.]+) times", reader.said)[1])
        assert typical**2 == pytest.approx(variance / size * (512 - size) / 511, rel=0.01)


def test_other_batches_of_all_examples_are_the_same_batch(reader):
    reader.press("batch size", "Home")
    before = tips(reader)
    reader.push("40 other batches")
    assert tips(reader) != before
    reader.press("batch size", "End")
    assert tips(reader) == ([40], 1)
    reader.push("40 other batches")
    assert tips(reader) == ([40], 1)
