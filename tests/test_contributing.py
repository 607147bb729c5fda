"""The page that CONTRIBUTING gives to copy runs, keeps to the rules, and shows itself."""

import re

import pytest

from runner.checking import check
from runner.running import run_page

NAME = "training/11-label-noise.md"


@pytest.fixture(scope="module")
def contributing(request):
    return (request.config.rootpath / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_page_to_copy_runs(contributing, page):
    (source,) = re.findall(r"^````markdown\n(.*?)^````$", contributing, re.MULTILINE | re.DOTALL)
    written = page(source, NAME)
    result = run_page(written)
    assert check(written, result) == []
    assert list(result.figures) == ["wrong-labels"]
    assert [claim.held for claim in result.claims] == [4]
    assert re.fullmatch(r"\d\d\.\d.±.\d\.\d", result.shown[3].text)


def test_every_option_of_the_front_matter_is_explained(contributing):
    for name in ("list_question", "timeout", "memory", "seconds", "visible_lines"):
        assert f"`{name}`" in contributing
