"""Iterations per epoch: examples, batch size and the short last batch to move."""

from math import ceil

import pytest

from readers.trying import reading

DONE = "Done: that is what the task asks for."
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


def test_the_two_batch_sizes_of_the_question(reader):
    assert numbers(reader) == "200 iterations in an epoch"
    assert tiles(reader) == ("The epoch in 200 tiles", 199)
    assert reader.said == (
        f"10,000 / 50 = 200. Every batch is full. With a batch size of 100 it would be 100. {TO_DO}"
    )
    assert reader.press("batch size", *["ArrowRight"] * 50) == "100"
    assert numbers(reader) == "100 iterations in an epoch"


def test_a_short_last_batch_kept_and_dropped(reader):
    assert reader.press("batch size", *["ArrowRight"] * 14) == "64"
    assert numbers(reader) == f"{ceil(10_000 / 64)} iterations in an epoch"
    assert reader.said == (
        "10,000 / 64 = 156.25, rounded up: 157. The last batch has 16 examples. "
        f"With a batch size of 128 it would be 79. {DONE}"
    )
    assert is_drawn(reader, ".dot--1")
    assert not is_drawn(reader, ".tiles__dropped")
    reader.choose("drop it (drop_last=True)")
    assert numbers(reader) == "156 iterations in an epoch"
    assert reader.said == (
        "10,000 / 64 = 156.25, rounded down: 156. 16 examples of this epoch are left out. "
        f"With a batch size of 128 it would be 78. {TO_DO}"
    )
    assert is_drawn(reader, ".tiles__dropped")
    assert not is_drawn(reader, ".dot--1")


def test_a_last_batch_of_one(reader):
    reader.choose("a last batch of one single example")
    assert reader.press("batch size", *["ArrowLeft"] * 17) == "33"
    assert reader.said == (
        "10,000 / 33 ≈ 303.03, rounded up: 304. "
        "The last batch has 1 example, which batch norm refuses in training. "
        f"With a batch size of 66 it would be 152. {DONE}"
    )


def test_no_iteration_at_all(reader):
    reader.choose("an epoch without any iteration")
    assert reader.press("batch size", "End") == "60,000"
    assert "One batch holds all examples." in reader.said
    assert reader.said.endswith(TO_DO)
    reader.choose("drop it (drop_last=True)")
    assert numbers(reader) == "0 iterations in an epoch"
    assert "makes no update, and raises no error." in reader.said
    assert reader.said.endswith(DONE)


def test_tiles_too_narrow_are_not_drawn_apart(reader):
    assert reader.press("batch size", "Home") == "1"
    assert reader.press("training examples", "End") == "60,000"
    assert tiles(reader) == ("The epoch in 60,000 tiles", 0)
    note = reader.element.locator(".chart__readout").inner_text()
    assert "These tiles are too narrow to be drawn apart." in note
