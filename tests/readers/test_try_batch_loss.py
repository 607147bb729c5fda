"""What the optimizer optimizes: one network on a line, and the losses of its batches."""

import json
import re

import numpy as np
import pytest

from readers.trying import reading

PATH = "training/04-what-the-optimizer-optimizes/"
FULL = "all 800 images in one batch"


@pytest.fixture
def reader(browser, site):
    with reading(browser, site, PATH, "try-batch-loss") as reader:
        yield reader


@pytest.fixture
def scan(site):
    """The exported losses, and the smooth curves through them: polynomials."""
    data = json.loads((site.directory / PATH / "scan.json").read_text(encoding="utf-8"))
    return data | {
        "polynomials": [
            np.polynomial.Polynomial.fit(data["positions"], losses, 9)
            for losses in [*data["batches"], data["all"]]
        ]
    }


def numbers(reader):
    return reader.element.locator(".try__numbers").inner_text()


def lowest(polynomial):
    places = np.round(np.arange(-10, 91) / 10, 1)
    return places[polynomial(places).argmin()]


def go(reader, place):
    steps = round(10 * place)
    assert reader.press("place of the weights", *["ArrowRight"] * steps) == f"{place:.1f}"


def test_the_same_weights_have_another_loss_with_the_next_batch(reader, scan):
    go(reader, 2.5)
    at = scan["positions"].index(2.5)
    first, second = scan["batches"][0], scan["batches"][1]
    together = scan["all"][at]
    assert numbers(reader) == f"batch 1: {first[at]:.3f} · training loss: {together:.3f}"
    reader.push("next batch")
    assert numbers(reader) == f"batch 2: {second[at]:.3f} · training loss: {together:.3f}"
    was, now = (lowest(polynomial) for polynomial in scan["polynomials"][:2])
    assert reader.said == (
        f"The weights have not moved, and the loss is another: {first[at]:.3f} with batch 1, "
        f"{second[at]:.3f} with batch 2. The lowest loss was at {was}, now it is at {now}."
    )


def test_where_the_loss_falls(reader, scan):
    assert reader.said.count("lower further to the right") == 2
    place = lowest(scan["polynomials"][0])
    go(reader, place)
    assert f"At {place} the loss of batch 1 is" in reader.said
    assert "the lowest on the line. The training loss" in reader.said


def test_good_for_the_batch_and_bad_for_all_images(reader, scan):
    *batches, together = scan["polynomials"]
    place = lowest(together)
    apart = [abs(lowest(batch) - place) for batch in batches]
    go(reader, place)
    for _ in range(int(np.argmax(apart))):
        reader.push("next batch")
    reader.push("update with this batch")
    assert reader.said.endswith("It is good for this batch, and bad for all images together.")


def test_the_rate_is_in_units_of_the_full_gradient(reader):
    reader.choose(FULL)
    reader.push("update with this batch")
    assert reader.said.startswith(
        "The update led from 0.00 to 1.00. The loss of the whole batch fell"
    )
    reader.push("next batch")
    assert reader.said == "The next batch is all images again: the same function, the same loss."


def test_a_batch_update_goes_against_the_slope_of_its_curve(reader, scan):
    first, together = scan["polynomials"][0], scan["polynomials"][-1]
    wanted = first.deriv()(0) / together.deriv()(0)
    reader.push("update with this batch")
    (found,) = re.findall(r"from 0\.00 to (\d\.\d\d)", reader.said)
    assert float(found) == pytest.approx(wanted, abs=0.03)


def test_batches_never_come_to_rest_and_all_images_do(reader, scan):
    stops = {}
    pushed = {"mini-batches": "an epoch: 25 updates", "all": "25 epochs: 25 updates"}
    for batch, button in pushed.items():
        if batch == "all":
            reader.choose(FULL)
        for _ in range(3):
            reader.push(button)
        last = re.search(r"The last five stopped at ([\d., ]+)\. The", reader.said)[1].split(", ")
        stops[batch] = {float(stop) for stop in last}
    assert len(stops["mini-batches"]) > 1
    assert reader.said.startswith(
        "With all images in one batch an epoch is one update. 25 updates led from"
    )
    assert "; 0 of them raised" in reader.said
    (rest,) = stops["all"]
    assert rest == pytest.approx(lowest(scan["polynomials"][-1]), abs=0.1)


def test_an_epoch_of_all_images_is_one_update(reader):
    epoch = reader.element.get_by_role("button", name="25 updates")
    assert epoch.inner_text() == "an epoch: 25 updates"
    reader.choose(FULL)
    assert epoch.inner_text() == "25 epochs: 25 updates"
    reader.push("25 epochs: 25 updates")
    reader.choose(FULL)
    assert epoch.inner_text() == "an epoch: 25 updates"
    assert numbers(reader).startswith("batch 1: ")  # no batch was used up


def test_the_loss_of_all_images_in_one_batch_is_the_training_loss(reader, scan):
    at_start = scan["all"][scan["positions"].index(0)]
    reader.choose(FULL)
    assert reader.said == (
        f"At 0.0 the loss of the whole batch is the training loss, {at_start:.3f}; it is lower "
        "further to the right. The two curves are one."
    )


def test_the_ring_lies_where_the_update_leads(reader):
    drawing = reader.element.locator(".chart__drawing")
    assert "where an update with this batch would lead" in reader.element.inner_text()
    ring = drawing.locator("circle.series--3").get_attribute("cx")
    assert drawing.locator("circle.dot--3").get_attribute("cx") != ring
    reader.push("update with this batch")
    assert drawing.locator("circle.dot--3").get_attribute("cx") == ring


def test_the_learning_rate_says_where_the_update_would_lead(reader, scan):
    first, together = scan["polynomials"][0], scan["polynomials"][-1]
    downhill = first.deriv()(0) / together.deriv()(0)
    led = r"rate (\S+) an update with batch 1 would lead from 0\.00 to the ring at (.{4})"
    reader.press("learning rate", "Home")
    rate, target = re.search(led, reader.said).groups()
    assert rate == "0.1"
    assert float(target) == pytest.approx(0.1 * downhill, abs=0.01)
    reader.press("learning rate", "End")
    rate, target = re.search(led, reader.said).groups()
    assert rate == "5"
    assert float(target) == pytest.approx(5 * downhill, abs=0.15)
    best = lowest(scan["polynomials"][0])
    assert reader.said.endswith(f", beyond the lowest loss of batch 1 at {best}.")
    reader.push("update with this batch")
    assert f"The update led from 0.00 to {target}." in reader.said
