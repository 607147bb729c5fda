"""An answer as cells: text, and code with what it showed, for a notebook or as Markdown."""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from answers_lib.claims import Claim
from answers_lib.exporting import Export
from runner.page import Page
from runner.parsing import Fence
from runner.result import PageResult
from runner.shown import Markdown, Printed, Shown
from weaving.answers import Output, weave
from weaving.edits import Edit
from weaving.glossary import Terms
from weaving.portable import PLACE, portable

Visible = Claim | Markdown | Printed
SHOW = ("claim", "table")


@dataclass(frozen=True)
class Text:
    """Plain Markdown."""

    markdown: str


@dataclass(frozen=True)
class Code:
    """Python, what it showed, and the figures that it drew.

    Attributes:
        source: the code of one block, or of the part of it that ends in a claim or a table: of
            a cell, notebooks show the last expression and no other.
        items: what it printed and showed; data that it exports is for the site alone.
        figures: labels of its figures.
    """

    source: str
    items: tuple[Visible, ...] = ()
    figures: tuple[str, ...] = ()


Cell = Text | Code


def cells(page: Page, result: PageResult, terms: Terms | None, here: str) -> list[Cell]:
    """A page that has run, as cells from top to bottom.

    Args:
        page: the source.
        result: what its run produced.
        terms: the glossary's terms, as `weave` takes them.
        here: the address of the page's source on the site.
    """
    blocks: list[tuple[Fence, Shown]] = []

    def marked(page: Page, outputs: Sequence[Output]) -> Iterator[Edit]:
        for example, shown in outputs:
            if isinstance(example.parsed, Fence):
                margin = page.source[example.start : example.end].partition("`")[0]
                yield Edit(example.start, example.end, f"{margin}\0{len(blocks)}\0")
                blocks.append((example.parsed, shown))

    found: list[Cell] = []
    parts = PLACE.split(portable(weave(page, result, terms, marked), here))
    showing = _showing(fence for fence, _ in blocks)
    for text, number in zip(parts[::2], [*parts[1::2], None], strict=True):
        found += _texts(text)
        if number:
            found += _of_block(*blocks[int(number)], showing)
    return found


def _texts(markdown: str) -> Iterator[Text]:
    """A cell for each section, so that a notebook can fold it."""
    for section in re.split(r"\n(?=##)", markdown):
        if section.strip():
            yield Text(section.strip())


def _showing(blocks: Iterable[Fence]) -> frozenset[str]:
    """Functions whose value is shown: `claim`, `table`, and those of the page that return one."""
    nodes = (node for block in blocks for node in ast.parse(block.source).body)
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    return frozenset(SHOW) | {f.name for f in functions if any(map(_returns_shown, f.body))}


def _returns_shown(node: ast.stmt) -> bool:
    return isinstance(node, ast.Return) and _called(node.value) in SHOW


def _called(node: ast.expr | None) -> str:
    """The name of the function that is called: "claim" of `claim(…)`."""
    called = node.func if isinstance(node, ast.Call) else None
    return called.id if isinstance(called, ast.Name) else ""


def _of_block(fence: Fence, shown: Shown, showing: frozenset[str]) -> Iterator[Cell]:
    if heading := fence.options.get("fold") or fence.options.get("title"):
        yield Text(f"**{heading}**")
    sources = _sources(fence.source, showing)
    visible = [item for item in shown.items if not isinstance(item, Export)]
    items = _items(visible, len(sources))
    for number, source in enumerate(sources):
        drawn = [label for label in shown.figures if _draws(sources, label) == number]
        yield Code(source, items[number], tuple(drawn))


def _sources(source: str, showing: frozenset[str]) -> list[str]:
    """The block, cut below every claim and every table."""
    lines = source.rstrip("\n").split("\n")
    statements = (node for node in ast.parse(source).body if isinstance(node, ast.Expr))
    ends = [node.end_lineno for node in statements if _called(node.value) in showing]
    spans = zip([0, *ends], [*ends, None], strict=True)
    parts = ["\n".join(lines[start:end]) for start, end in spans]
    return [part.strip("\n") for part in parts if part.strip()]


def _items(items: Sequence[Visible], count: int) -> list[tuple[Visible, ...]]:
    """What each part showed: all that was printed before its claim or table, and that."""
    found: list[list[Visible]] = [[]]
    for item in items:
        found[-1].append(item)
        if not isinstance(item, Printed) and len(found) < count:
            found.append([])
    return [tuple(part) for part in found] + [()] * (count - len(found))


def _draws(sources: Sequence[str], label: str) -> int:
    """Which part draws a figure: the one that opens it by its name, else the last one."""
    opened = re.compile(rf"""(?:num=|figure\()["']{label}["']""")
    opening = (n for n, source in enumerate(sources) if opened.search(source))
    return next(opening, len(sources) - 1)
