"""A sixteenth answer, on dropout, written with the library and nothing by hand."""

import re

import pytest

from runner.checking import check
from runner.evaluating import Markdown
from runner.running import run_page
from runner_fixtures import sample


@pytest.fixture(scope="module")
def answer():
    return sample("dropout.md")


def test_it_runs_and_shows_what_it_found(page, answer):
    written = page(answer)
    result = run_page(written)
    assert check(written, result) == []
    assert list(result.figures) == ["dropout-rate"]
    assert [claim.held for claim in result.claims] == [4, 4]
    tables = [v.text for shown in result.shown for v in shown.items if isinstance(v, Markdown)]
    assert [len(text.splitlines()) for text in tables] == [6]
    assert tables[0].splitlines()[2].startswith("| 0.0 | 0.0")


def test_it_has_no_loop_by_hand(answer):
    assert not re.search(r"^\s*(for|while) ", answer, re.MULTILINE)
    assert "backward" not in answer
