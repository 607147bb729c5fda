"""Every page of docs/ is a test as well: pytest runs it as the build does, and in its cache."""

import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from mkdocs.config import load_config

from runner.building import build_pages
from runner.errors import PageError
from runner.outcome import Outcome
from runner.page import read_page
from runner.parsing import examples
from runner.surroundings import set_environment
from weaving.project import build_of

ROOT = Path(__file__).parent
DOCS = ROOT / "docs"
# Tests that share what takes long to start: one site and one browser, one build of all pages.
TOGETHER = ("tests/readers/", "docs/")
# Tests of more than a unit: `make check` leaves them to `make test`.
WHOLE = (
    *TOGETHER,
    "tests/faults/",
    "tests/cluster/",
    "tests/test_notebooks_at_home.py",
    "tests/test_other_seeds.py",
    "tests/test_unseeded.py",
    "tests/test_dropout_answer.py",
    "tests/test_plain_tree.py",
    "tests/test_runner_labs.py",
    "tests/test_lab_answers.py",
)
OUTCOMES = pytest.StashKey[dict[str, Outcome]]()

# As in the build: one thread, or the last digits differ, and no screen.
set_environment(ROOT / ".cache")

# A shell script starts what it puts in the background (`make test &`) deaf to interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)

pytest_plugins = ["memo_fixtures", "runner_fixtures", "site_fixtures", "weaving_fixtures"]


class PageFile(pytest.File):
    """A page, with one test: that it runs, and that its prose keeps to the rules."""

    def collect(self) -> Iterator[pytest.Item]:
        """The page's test, if anything on it runs."""
        page = read_page(DOCS, self.path.relative_to(DOCS).as_posix())
        if examples(page):
            yield PageItem.from_parent(self, name="runs")


class PageItem(pytest.Item):
    """Runs with all other pages that are tested: together, and only what is stale."""

    def runtest(self) -> None:
        """Fail with what is wrong with the page."""
        for error in self._outcomes()[self.path.relative_to(DOCS).as_posix()].errors:
            raise error

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style=None) -> str:
        """The error as the build tells it."""
        error = excinfo.value
        known = isinstance(error, PageError)
        return f"{error}\n{error.excerpt}\n{error.fault}" if known else str(excinfo.getrepr())

    def _outcomes(self) -> dict[str, Outcome]:
        if OUTCOMES not in self.session.stash:
            names = [
                item.path.relative_to(DOCS).as_posix()
                for item in self.session.items
                if isinstance(item, PageItem)
            ]
            build = replace(build_of(load_config(str(ROOT / "mkdocs.yml"))), names=names)
            self.session.stash[OUTCOMES] = {o.page.name: o for o in build_pages(build)}
        return self.session.stash[OUTCOMES]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say which tests are more than a unit, and which belong to one worker; the longest first."""
    places = {item: item.path.relative_to(ROOT).as_posix() for item in items}
    # Whoever begins the readers' tests last waits for them alone.
    items.sort(key=lambda item: not places[item].startswith("tests/readers/"))
    for item, place in places.items():
        if place.startswith(WHOLE):
            item.add_marker("whole")
        together = (group for group in TOGETHER if place.startswith(group))
        item.add_marker(pytest.mark.xdist_group(next(together, place)))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> PageFile | None:
    """Pages below docs/, and nothing else that ends in .md."""
    is_page = file_path.suffix == ".md" and file_path.is_relative_to(DOCS)
    return PageFile.from_parent(parent, path=file_path) if is_page else None
