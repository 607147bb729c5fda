"""The one Sybil set-up: what on a page runs. The build and pytest both read pages with it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sybil import Document, Example, Region, Sybil
from sybil.evaluators.doctest import DocTestEvaluator
from sybil.parsers.abstract.doctest import DocTestStringParser
from sybil.parsers.markdown.lexers import RawFencedCodeBlockLexer

from runner.errors import page_error
from runner.evaluating import Shown, close_figures, run_inline, run_python
from runner.page import Page

Record = Callable[[Example, Shown], None]

# Labels of fences that are only shown. Anything else may be a misspelt `python`, which would
# then silently not run, so it is refused.
SHOWN_ONLY = {"text", "console", "bash", "markdown", "yaml", "json", "toml", "html", "css", "diff"}

INFO = re.compile(r"[ \t]*(?P<label>[^\s{`]*)(?P<options>[^\n]*)(?:\n|$)")
OPTION = re.compile(r"""(\w+)=(["'])(.*?)\2""")
CLOSING = re.compile(r"[ \t>]*(`{3,}|~{3,})[ \t]*")
INLINE = re.compile(r"(?<!`)`\{python( timing)?\}[ \t]+([^`\n]+?)[ \t]*`(?!`)")


@dataclass(frozen=True)
class Fence:
    """A fenced block of Python that runs."""

    source: str
    options: dict[str, str]


@dataclass(frozen=True)
class Inline:
    """An expression in prose whose value replaces it; `timing` marks a measured time."""

    expression: str
    timing: bool


class PageParser:
    """Sybil parser of a page: python and pycon fences, and inline values outside fences."""

    def __init__(self, record: Record) -> None:
        self.record = record

    def __call__(self, document: Document) -> Iterator[Region]:
        """Every region of a page that runs, those of fences first."""
        page = _page_of(document)
        if page.source.startswith("---\n") and not page.meta:
            raise page_error(page, 1, "the front matter is no YAML of the form `name: value`")
        fences = list(fences_of(page))
        for fence in fences:
            yield from self._fence(page, fence)
        for match in INLINE.finditer(page.body):
            if not any(fence.start <= match.start() < fence.end for fence in fences):
                parsed = Inline(match[2], timing=bool(match[1]))
                yield Region(match.start(), match.end(), parsed, self._evaluate_inline)

    def _fence(self, page: Page, fence: Region) -> Iterator[Region]:
        label, source = fence.lexemes["label"], fence.lexemes["source"]
        line = page.line_at(fence.start)
        if not CLOSING.fullmatch(page.source[fence.start : fence.end].rsplit("\n", 1)[-1]):
            raise page_error(page, line, "this fence is never closed: end it with a line of ```")
        if label == "python":
            options = {name: value for name, _, value in OPTION.findall(fence.lexemes["options"])}
            yield Region(fence.start, fence.end, Fence(source, options), self._evaluate_python)
        elif label == "pycon":
            yield from _doctests(page, fence, line)
        elif label not in SHOWN_ONLY:
            raise page_error(page, line, _unknown(label or fence.lexemes["options"].strip()))

    def _evaluate_python(self, example: Example) -> None:
        source = "\n" * example.line + example.parsed.source
        self.record(example, run_python(source, example.path, example.namespace))

    def _evaluate_inline(self, example: Example) -> None:
        source = "\n" * (example.line - 1) + example.parsed.expression
        self.record(example, run_inline(source, example.path, example.namespace))


def _forget(_example: Example, _shown: Shown) -> None:
    """For whoever reads the examples, or evaluates them only to see whether they pass."""


def parse(page: Page, record: Record) -> Document:
    """The page's examples, in order; evaluating one hands what it shows to `record`.

    Raises:
        PageError: for a fence that is not closed or whose label is unknown.
    """
    document = Document(page.source, str(page.path))
    for region in PageParser(record)(document):
        document.add(region)
    return document


@lru_cache(maxsize=256)  # several steps of a build read them, and a server builds again and again
def examples(page: Page) -> tuple[Example, ...]:
    """The page's examples, in order, to read; `parse` gives those to evaluate.

    Raises:
        PageError: for a fence that is not closed or whose label is unknown.
    """
    return tuple(parse(page, _forget))


def page_sybil(docs: Path) -> Sybil:
    """The set-up for pytest: every page below `docs`, figures closed after each page."""
    return Sybil(
        parsers=[PageParser(_forget)],
        patterns=["**/*.md", "*.md"],
        path=str(docs.resolve()),
        teardown=lambda _namespace: close_figures(),
    )


def fences_of(page: Page) -> Iterator[Region]:
    """The fences of the body that no other fence contains: one in a sample does not run."""
    end = 0
    regions = RawFencedCodeBlockLexer(INFO)(Document(page.body, str(page.path)))
    for region in sorted(regions, key=lambda r: (r.start, -r.end)):
        if region.start >= end:
            end = region.end
            yield region


def _unknown(label: str) -> str:
    known = ", ".join(sorted({"python", "pycon"} | SHOWN_ONLY))
    what = f"unknown fence label {label!r}" if label else "a fence without a label"
    return f"{what}: use one of {known}"


def _doctests(page: Page, fence: Region, line: int) -> Iterator[Region]:
    source = fence.lexemes["source"]
    regions = list(DocTestStringParser(DocTestEvaluator())(source, str(page.path)))
    if not regions:
        raise page_error(page, line, "a pycon fence without >>> tests nothing: add a prompt")
    # By lines: the source has lost its indentation, so its positions are not the page's.
    starts = [0, *(match.end() for match in re.finditer("\n", page.source))]
    for region in regions:
        first, last = (source.count("\n", 0, end) for end in (region.start, region.end - 1))
        region.start, region.end = starts[line + first], starts[line + last + 1]
        yield region


def _page_of(document: Document) -> Page:
    # Sybil hands over an absolute path and the text it read: enough for errors and lines.
    path = Path(document.path)
    docs = next((parent for parent in path.parents if parent.name == "docs"), path.parent)
    return Page(docs, path.relative_to(docs).as_posix(), document.text)
