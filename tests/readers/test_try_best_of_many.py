"""Best of 20, best of 2000: choosing again from the networks that the build trained."""

import json
import re
from base64 import b64decode

import numpy as np
import pytest
from playwright.sync_api import expect

from readers.trying import reading

PAGE = "generalization/05-best-of-many/"
TEST = 200


@pytest.fixture
def reader(browser, site):
    with reading(browser, site, PAGE, "try-best-of-many") as reader:
        reader.push("load what the 2000 networks answered")
        reader.element.locator("input[type=range]").first.wait_for()
        yield reader


@pytest.fixture(scope="module")
def right(site):
    """Which network is right on which image [networks, images], as the page published it."""
    data = json.loads((site.directory / PAGE / "answers.json").read_text(encoding="utf-8"))
    packed = np.frombuffer(b64decode(data["right"]), dtype=np.uint8)
    packed = packed.reshape(data["images"], -1)
    return np.unpackbits(packed, axis=1, bitorder="little")[:, : data["networks"]].T


def numbers(reader):
    """The accuracies that are written, in their order: John's, then Sally's."""
    text = reader.element.locator(".try__numbers").inner_text()
    return [float(number) for number in re.findall(r"([\d.]+) %", text)]


def mean_of_many(reader):
    reader.choose("the mean of 200 experiments")
    expect(reader.element.locator(".try__said")).to_contain_text("Mean of 200 experiments")
    return numbers(reader)


def drawn(right, size, images, draws=400):
    """Mean validation and test accuracy of the best of `size` networks, by NumPy's own draws."""
    generator = np.random.default_rng(0)
    accuracies = []
    for _ in range(draws):
        of = right[generator.permutation(len(right))[:size]][
            :, generator.permutation(right.shape[1])
        ]
        validation = of[:, :images].mean(axis=1)
        best = validation.argmax()
        accuracies.append((validation[best], of[best, images : images + TEST].mean()))
    return 100 * np.mean(accuracies, axis=0)


def test_the_test_accuracy_is_not_shown_before_the_reader_asks(reader):
    assert len(numbers(reader)) == 2
    assert reader.said.endswith(
        "How accurate are the two winners on 200 other images? Guess, then show the test accuracy."
    )
    reader.choose("show the test accuracy")
    assert len(numbers(reader)) == 4
    assert "points less accurate" in reader.said


def test_the_best_of_2000_on_200_images_is_reported_above_what_it_is(reader, right):
    reader.choose("show the test accuracy")
    shown = mean_of_many(reader)
    johns, sallys = drawn(right, 20, 200), drawn(right, 2000, 200)
    assert shown == pytest.approx([*johns, *sallys], abs=0.4)
    validation, test = shown[2:]
    assert validation - test > 1.5 * (shown[0] - shown[1]) > 0
    assert f"Sally’s is {validation - test:.1f} points less accurate" in reader.said
    assert "the luck that it was chosen for, the selection gap." in reader.said


def test_a_larger_validation_set_makes_the_difference_smaller(reader):
    reader.choose("show the test accuracy")
    before = mean_of_many(reader)
    assert reader.press("validation images", "Home") == "25"
    expect(reader.element.locator(".try__said")).to_contain_text("25 validation images")
    fewest = numbers(reader)
    assert reader.press("validation images", "End") == "400"
    expect(reader.element.locator(".try__said")).to_contain_text("400 validation images")
    most = numbers(reader)
    gaps = [now[2] - now[3] for now in (fewest, before, most)]
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[0] > 3 * gaps[-1]


def test_a_network_that_was_not_chosen_has_no_gap(reader, right):
    reader.choose("show the test accuracy")
    assert reader.press("John keeps the", "Home") == "only one"
    validation, test = mean_of_many(reader)[:2]
    assert abs(validation - test) < 0.5
    assert (validation, test) == pytest.approx(drawn(right, 1, 200), abs=1.5)


def test_another_experiment_draws_anew(reader):
    first = numbers(reader)
    reader.push("another experiment")
    assert numbers(reader) != first
    assert reader.said.startswith("One experiment, 200 validation images.")


def test_before_loading_a_sentence_says_what_will_be_seen(browser, site):
    coming = "You will see a curve: the validation accuracy of the best of 1, 2, 5, … 2000 networks"
    with reading(browser, site, PAGE, "try-best-of-many") as reader:
        expect(reader.element.locator(".try__stage p")).to_contain_text(coming)
        reader.push("load what the 2000 networks answered")
        reader.element.locator("input[type=range]").first.wait_for()
        assert coming not in reader.element.inner_text()


def test_one_experiment_or_the_mean_is_a_choice_that_can_be_seen(reader):
    one = reader.element.get_by_label("one experiment", exact=True)
    many = reader.element.get_by_label("the mean of 200 experiments", exact=True)
    another = reader.element.get_by_role("button", name="another experiment")
    assert (one.is_checked(), many.is_checked(), another.is_enabled()) == (True, False, True)
    first = numbers(reader)
    mean_of_many(reader)
    assert (one.is_checked(), many.is_checked(), another.is_enabled()) == (False, True, False)
    reader.choose("one experiment")
    assert reader.said.startswith("One experiment, 200 validation images.")
    assert numbers(reader) == first


def test_no_part_of_the_prediction_gives_another_away(reader):
    second, third = (
        reader.page.locator("predict-first fieldset").nth(part).locator("label").all_inner_texts()
        for part in (1, 2)
    )
    assert [option.strip() for option in second] == [option.strip() for option in third]
