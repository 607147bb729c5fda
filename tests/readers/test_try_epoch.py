"""Iterations per epoch: examples, batch size and the short last batch to move."""

from math import ceil

import pytest

from readers.trying import reading

DONE = "Done: that is what the task asks for ({} of 3 tasks)."
TO_DO = "Task: not done yet."


@pytest.fixture
def reader(browser, site):
    path = "generalization/02-iterations-per-epoch/"
    with reading(browser, site, path, "try-epoch") as reader:
        yield reader


def numbers(reader):
    return reader.element.locator(".try__numbers").inner_text()


def tiles(reader):
    """The name of the drawing, and how many lines part its tiles."""
    drawing = reader.element.locator(".tiles")
    lines = drawing.locator(".tiles__lines").get_attribute("d")
    return drawing.get_attribute("aria-label"), lines.count("M")


def is_drawn(reader, tile):
    return bool(reader.element.locator(f".tiles {tile}").get_attribute("d"))


def note(reader):
    return reader.element.locator(".chart__readout").inner_text()


def with_ten_thousand(reader, size, *keys):
    """Set 10,000 examples, and go from a batch size of 30 to `size`."""
    assert reader.press("training examples", "ArrowRight", "ArrowRight") == "10,000"
    assert reader.press("batch size", *keys) == size


def test_it_begins_with_other_numbers_than_the_question(reader):
    assert numbers(reader) == "34 iterations in an epoch"
    assert tiles(reader) == ("The epoch in 34 tiles", 32)
    assert reader.said == (
        f"1,000 / 30 ≈ 33.33, rounded up: 34. The last batch has 10 examples. {TO_DO}"
    )


def test_the_two_batch_sizes_of_the_question(reader):
    with_ten_thousand(reader, "50", *["ArrowRight"] * 20)
    assert numbers(reader) == "200 iterations in an epoch"
    assert tiles(reader) == ("The epoch in 200 tiles", 199)
    assert reader.said == f"10,000 / 50 = 200. Every batch is full. {TO_DO}"
    assert reader.press("batch size", *["ArrowRight"] * 50) == "100"
    assert numbers(reader) == "100 iterations in an epoch"


def test_a_short_last_batch_kept_and_dropped(reader):
    with_ten_thousand(reader, "64", *["ArrowRight"] * 34)
    assert numbers(reader) == f"{ceil(10_000 / 64)} iterations in an epoch"
    assert reader.said == (
        "10,000 / 64 = 156.25, rounded up: 157. The last batch has 16 examples. " + DONE.format(1)
    )
    assert is_drawn(reader, ".dot--1")
    assert not is_drawn(reader, ".tiles__dropped")
    reader.choose("drop it (drop_last=True)")
    assert numbers(reader) == "156 iterations in an epoch"
    assert reader.said == (
        "10,000 / 64 = 156.25, rounded down: 156. 16 examples of this epoch are left out. " + TO_DO
    )
    assert is_drawn(reader, ".tiles__dropped")
    assert not is_drawn(reader, ".dot--1")


def test_a_last_batch_of_one(reader):
    reader.choose("a last batch of one single example")
    with_ten_thousand(reader, "33", *["ArrowRight"] * 3)
    assert reader.said == (
        "10,000 / 33 ≈ 303.03, rounded up: 304. The last batch has 1 example. "
        "Layers with batch norm fail there: one example has no spread. " + DONE.format(1)
    )


def test_a_quotient_near_a_whole_number_has_more_digits(reader):
    with_ten_thousand(reader, "9,999", "End", "ArrowLeft", "ArrowLeft", "ArrowLeft")
    assert reader.said.startswith("10,000 / 9,999 ≈ 1.0001, rounded up: 2. ")
    assert reader.press("batch size", "End") == "60,000"
    assert reader.press("training examples", "Home") == "10"
    assert reader.said.startswith("10 / 60,000 ≈ 0.0002, rounded up: 1. ")
    reader.choose("drop it (drop_last=True)")
    assert reader.said.startswith("10 / 60,000 ≈ 0.0002, rounded down: 0. ")


WIDENED = "This part is drawn wider than it is, to be seen."


@pytest.mark.parametrize("tile", [".dot--1", ".tiles__dropped"])
def test_what_the_caption_names_is_wide_enough_to_be_seen(reader, tile):
    if tile == ".tiles__dropped":
        reader.choose("drop it (drop_last=True)")
    assert WIDENED not in note(reader)
    with_ten_thousand(reader, "9,999", "End", "ArrowLeft", "ArrowLeft", "ArrowLeft")
    assert reader.element.locator(f".tiles {tile}").bounding_box()["width"] >= 4
    assert WIDENED in note(reader)
    assert reader.press("batch size", *["ArrowLeft"] * 106) == "33"
    assert reader.element.locator(f".tiles {tile}").bounding_box()["width"] >= 4
    assert WIDENED in note(reader)


def test_few_tiles_are_in_one_row_none_of_them_cut_in_two(reader):
    rows = "Read it as lines of text: a tile that does not fit goes on in the next row."
    assert rows in note(reader)
    assert reader.press("batch size", *["ArrowRight"] * 33) == "63"
    assert numbers(reader) == "16 iterations in an epoch"
    drawing = reader.element.locator(".tiles")
    assert drawing.get_attribute("viewBox") == "0 0 1 1"
    assert drawing.locator(".dot--0").get_attribute("d").count("M") == 1
    assert rows not in note(reader)


def test_no_iteration_at_all(reader):
    reader.choose("an epoch without any iteration")
    assert reader.press("batch size", "End") == "60,000"
    assert "One batch holds all examples." in reader.said
    assert reader.said.endswith(TO_DO)
    reader.choose("drop it (drop_last=True)")
    assert numbers(reader) == "0 iterations in an epoch"
    assert "makes no update, and raises no error." in reader.said
    assert reader.said.endswith(DONE.format(1))


def test_tasks_that_were_done_are_counted(reader):
    with_ten_thousand(reader, "64", *["ArrowRight"] * 34)
    assert reader.said.endswith(DONE.format(1))
    reader.choose("an epoch without any iteration")
    assert reader.said.endswith(TO_DO)
    reader.press("batch size", "End")
    reader.choose("drop it (drop_last=True)")
    assert reader.said.endswith(DONE.format(2))


def test_tiles_too_narrow_are_not_drawn_apart(reader):
    assert reader.press("batch size", "Home") == "1"
    assert reader.press("training examples", "End") == "60,000"
    assert tiles(reader) == ("The epoch in 60,000 tiles", 0)
    assert "These tiles are too narrow to be drawn apart." in note(reader)
