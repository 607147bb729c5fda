"""Which claims and which values moved between two builds of the same pages, as Markdown.

python scripts/moved.py BEFORE AFTER

Both are directories of stored results, as `.cache/pages`. AFTER must have been empty before its
build, since a page that fails keeps the result it had. Values may move: the exit status is 1 only
when a claim of BEFORE is not shown to hold any more, because it failed or its page stopped earlier.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from runner.keys import PAGE_CODE, dependencies, reasons
from runner.page import Page, find_pages
from runner.parsing import Inline, showing
from runner.result import PageResult
from runner.store import Store, Stored

DOCS = Path(__file__).resolve().parent.parent / "docs"


@dataclass(frozen=True)
class Moves:
    """What became of one page.

    Attributes:
        page: its path as messages show it.
        versions: what differs between the builds, as "torch 2.13.0 → 2.14.1".
        stopped: whether AFTER has no result of it.
        failed: sentences of claims that are no longer shown to hold.
        claims: claims held otherwise, new or gone, each with what it was and what it is.
        values: inline values likewise, without measured times.
    """

    page: str
    versions: tuple[str, ...] = ()
    stopped: bool = False
    failed: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


def moves_of(page: Page, before: Stored, after: Stored | None) -> Moves:
    """Compare two stored results of a page.

    Raises:
        ValueError: when a result is of other code than the page's; lines would not fit.
    """
    code = dependencies(page)[PAGE_CODE]
    if any(stored.depends[PAGE_CODE] != code for stored in (before, after) if stored):
        raise ValueError(f"{page.shown_path}: a result is not of the page's code: build both again")
    if after is None:
        return Moves(page.shown_path, stopped=True, failed=tuple(_claims(before.result)))
    return Moves(
        page.shown_path,
        tuple(reasons(before.depends, after.depends)),
        claims=tuple(_changes(_claims(before.result), _claims(after.result))),
        values=tuple(_changes(_values(page, before.result), _values(page, after.result))),
    )


def report(moves: Sequence[Moves]) -> str:
    """What moved on all pages, as Markdown: failures first, then claims, then values."""
    counts = [
        _count(sum(len(page.failed) for page in moves), "claim", "failed"),
        _count(sum(len(page.claims) for page in moves), "claim", "moved"),
        _count(sum(len(page.values) for page in moves), "value", "moved"),
    ]
    versions = dict.fromkeys(version for page in moves for version in page.versions)
    lines = [
        f"# {', '.join(counts)}",
        *([", ".join(versions)] if versions else []),
        *section(
            "Pages that stopped; their claims failed",
            {m.page: m.failed for m in moves if m.stopped},
        ),
        *section("Claims that moved", {m.page: m.claims for m in moves if m.claims}),
        *section("Values that moved", {m.page: m.values for m in moves if m.values}),
    ]
    return "\n\n".join(lines)


def main(arguments: Sequence[str] | None = None, docs: Path = DOCS) -> int:
    """Print the report; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("before", metavar="BEFORE", type=Path)
    parser.add_argument("after", metavar="AFTER", type=Path)
    options = parser.parse_args(arguments)
    try:
        moves = list(_moves(docs, Store(options.before), Store(options.after)))
    except ValueError as error:
        parser.error(str(error))
    if not moves:
        parser.error(f"{options.before} holds no stored result")
    print(report(moves))
    return int(any(page.failed for page in moves))


def _moves(docs: Path, before: Store, after: Store) -> Iterator[Moves]:
    for page in find_pages(docs):
        if stored := _load(before, page):
            yield moves_of(page, stored, _load(after, page))


def _load(store: Store, page: Page) -> Stored | None:
    stored = store.last(page)
    directory = store.directory / page.name
    if stored is None and any(directory.glob("*.json")):
        raise ValueError(f"{directory}: the stored result is damaged")
    return stored


def _claims(result: PageResult) -> dict[str, str]:
    return {claim.sentence: claim.evidence for claim in result.claims}


def _values(page: Page, result: PageResult) -> dict[str, str]:
    if page.is_lab:
        return {}
    shows = showing(page)
    return {
        f"line {example.line}, `{example.parsed.expression}`": shown.text
        for example, shown in zip(shows, result.shown, strict=True)
        if isinstance(example.parsed, Inline) and not example.parsed.timing
    }


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name, "new"), after.get(name, "gone")
        if old != new:
            yield f"{name} ({old} → {new})"


def section(title: str, pages: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """A heading and a list for each page; nothing when there are no pages."""
    if pages:
        yield f"## {title}"
    for page, lines in pages.items():
        yield "\n".join([f"**{page}**", "", *(f"- {line}" for line in lines)]).rstrip()


def _count(number: int, noun: str, verb: str) -> str:
    return f"{number or 'no'} {noun}{'s' * (number != 1)} {verb}"


if __name__ == "__main__":
    sys.exit(main())
