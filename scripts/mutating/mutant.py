"""A mutant: a page with one change in its code, and the committed list of such changes."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sybil import Example

from runner.page import Page
from runner.parsing import Fence, examples


class ListError(ValueError):
    """What is wrong with an entry of the list of mutants, and where."""


@dataclass(frozen=True)
class Mutant:
    """A page and one change in a block of it.

    Attributes:
        page: the page as it is.
        start: where the change begins in the page's source.
        old: what stands there.
        new: what shall stand there.
        why: what the change is, in words.
    """

    page: Page
    start: int
    old: str
    new: str
    why: str

    @property
    def line(self) -> int:
        """The line of the page in which the change begins."""
        return self.page.line_at(self.start)

    @property
    def changed_page(self) -> Page:
        """The page with the change."""
        source = self.page.source
        end = self.start + len(self.old)
        return replace(self.page, source=source[: self.start] + self.new + source[end:])

    @property
    def block(self) -> int:
        """Which of the page's blocks of Python is changed, from 0.

        Raises:
            ValueError: when the change is in none of them.
        """
        for number, fence in enumerate(blocks(self.page)):
            if fence.start <= self.start < fence.end:
                return number
        raise ValueError(f"{self.page.shown_path}:{self.line}: {self.old!r} stands in no block")

    @property
    def changed_block(self) -> str:
        """The block's code with the change, below as many empty lines as the page has above it."""
        fence = blocks(self.changed_page)[self.block]
        return "\n" * fence.line + str(fence.parsed.source)

    @property
    def place(self) -> str:
        """Where it is and what it is: "docs/training/05-batch-size.md:42: another number"."""
        return f"{self.page.shown_path}:{self.line}: {self.why}"

    @property
    def change(self) -> str:
        """The lines that change, as they are and as they shall be."""
        end = self.start + len(self.old)
        first = self.page.source.rfind("\n", 0, self.start) + 1
        last = self.page.source.find("\n", end)
        before = self.page.source[first:last]
        after = self.page.source[first : self.start] + self.new + self.page.source[end:last]
        return f"{_signed('-', before)}\n{_signed('+', after)}"


def blocks(page: Page) -> list[Example]:
    """The page's blocks of Python, in their order."""
    return [example for example in examples(page) if isinstance(example.parsed, Fence)]


def listed(path: Path, pages: Sequence[Page]) -> list[Mutant]:
    """The mutants that a TOML file lists.

    Args:
        path: the file.
        pages: all that it can name.

    Raises:
        ListError: for an entry whose `old` stands in no block of its page, or more than once, and
            for a page that is none.
    """
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["mutant"]
    named = {page.place: page for page in pages}
    return [
        _found(f"{path.name}: mutant {number}", entry, named)
        for number, entry in enumerate(entries, 1)
    ]


def _found(where: str, entry: dict[str, str], named: dict[str, Page]) -> Mutant:
    if entry["page"] not in named:
        raise ListError(f"{where}: {entry['page']} is no answer")
    page, old = named[entry["page"]], entry["old"]
    places = [place for fence in blocks(page) for place in _places(page, fence, old)]
    if len(places) != 1:
        message = f"{old!r} stands {len(places)} times in the blocks of {page.shown_path}"
        raise ListError(f"{where}: {message}: write what stands there once")
    return Mutant(page, places[0], old, entry["new"], entry["why"])


def _places(page: Page, fence: Example, text: str) -> Iterator[int]:
    place = page.source.find(text, fence.start, fence.end)
    while place >= 0:
        yield place
        place = page.source.find(text, place + 1, fence.end)


def _signed(sign: str, text: str) -> str:
    return "\n".join(f"{sign} {line}" for line in text.split("\n"))
