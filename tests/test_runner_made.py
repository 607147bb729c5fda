"""Files that are slow to make: made once of the same parts, and gone when nothing uses them."""

import os
import time

import pytest

from runner.made import UNUSED, made, prune


@pytest.fixture
def make():
    """A function that makes a text, and counts how often it did."""

    def make() -> str:
        make.calls += 1
        return f"made {make.calls}"

    make.calls = 0
    return make


def test_the_same_parts_are_made_once(tmp_path, make):
    first = made(tmp_path / "new", ".txt", ["a", b"b"], make)
    assert made(tmp_path / "new", ".txt", ["a", b"b"], make) == first
    assert (first.read_text(), first.suffix, make.calls) == ("made 1", ".txt", 1)


@pytest.mark.parametrize("parts", [["a", "c"], ["ab"], ["a", "b", ""], ["", "ab"], []])
def test_other_parts_are_another_file(tmp_path, make, parts):
    made(tmp_path, ".txt", ["a", "b"], make)
    assert made(tmp_path, ".txt", parts, make).read_text() == "made 2"


def test_what_cannot_be_made_leaves_nothing(tmp_path):
    with pytest.raises(ZeroDivisionError):
        made(tmp_path, ".txt", ["a"], lambda: str(1 / 0))
    assert list(tmp_path.iterdir()) == []


def test_what_no_build_has_used_for_long_is_deleted(tmp_path, make):
    old, new = (made(tmp_path, ".txt", [name], make) for name in ("old", "new"))
    again = made(tmp_path, ".txt", ["again"], make)
    long_ago = time.time() - UNUSED - 60
    for path in (old, again):
        os.utime(path, (long_ago, long_ago))
    made(tmp_path, ".txt", ["again"], make)  # used now
    prune(tmp_path)
    assert set(tmp_path.iterdir()) == {new, again}
    prune(tmp_path / "missing")
