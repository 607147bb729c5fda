"""What the tests of the page runner share: pages written for one test, and short ways to run."""

from pathlib import Path

import pytest

from runner.errors import PageError
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


def sample(name: str) -> str:
    """The text of a sample page."""
    return (SAMPLES / name).read_text(encoding="utf-8")


def python(code: str, options: str = "") -> str:
    """A page's fence that runs `code`."""
    return f"```python{options}\n{code}\n```\n"
