"""What the tests of the page runner share: pages written for one test, and short ways to run."""

from pathlib import Path

import pytest

from runner.building import Build, Watcher, build_pages
from runner.errors import PageError
from runner.labs import run_lab
from runner.page import Page, read_page
from runner.running import run_page

SAMPLES = Path(__file__).parent / "samples"
NAME = "training/05-x.md"


@pytest.fixture
def docs(tmp_path):
    return tmp_path / "docs"


@pytest.fixture
def page(docs):
    """A function that writes a page below docs/ and reads it."""

    def write(source: str, name: str = NAME) -> Page:
        path = docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8", newline="\n")
        return read_page(docs, name)

    return write


@pytest.fixture
def run(page):
    """A function that runs a page's source in this process."""
    return lambda source: run_page(page(source))


@pytest.fixture
def error_of(run):
    """A function that runs a page's source, which must fail, and gives the message."""

    def fail(source: str) -> str:
        with pytest.raises(PageError) as caught:
            run(source)
        return str(caught.value)

    return fail


@pytest.fixture
def isolated(docs):
    """Builds with a process for every page."""
    return Builder(docs)


@pytest.fixture
def build(docs):
    """Builds in this process, which is quick."""

    def here(page, report, anew=False):
        return (run_lab if page.is_lab else run_page)(page, report)

    return Builder(docs, run=here)


class Recorder(Watcher):
    """A watcher that writes down what it is told."""

    def __init__(self):
        self.ran: dict[str, list[str]] = {}
        self.estimates: list[float | None] = []
        self.lines: list[int] = []
        self.done: list[str] = []

    def started(self, page, why, estimate):
        self.ran[page.name] = list(why)
        self.estimates.append(estimate)

    def at_line(self, page, line):
        self.lines.append(line)

    def finished(self, outcome):
        self.done.append(outcome.page.name)


class Builder:
    """Builds the pages of a test again and again."""

    def __init__(self, docs, **options):
        self.docs, self.cache, self.options = docs, docs.parent / ".cache", options

    def __call__(self, **options) -> dict[str, list[str]]:
        """The pages that ran, and why."""
        self.watcher = Recorder()
        options = {"jobs": 1, "watcher": self.watcher, **self.options, **options}
        self.outcomes = build_pages(Build(self.docs, self.cache, **options))
        return self.watcher.ran

    @property
    def errors(self) -> list[str]:
        return [str(error) for outcome in self.outcomes for error in outcome.errors]

    def stored(self, name=NAME):
        """The one file with a result of the page."""
        (path,) = (self.cache / "pages" / name).glob("*.json")
        return path


def sample(name: str) -> str:
    """The text of a sample page."""
    return (SAMPLES / name).read_text(encoding="utf-8")


def python(code: str, options: str = "") -> str:
    """A page's fence that runs `code`."""
    return f"```python{options}\n{code}\n```\n"
