"""What a mutant changed of what its page says, as lines that a person judges in seconds."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from answers_lib.claims import Claim
from answers_lib.exporting import Export
from runner.page import Page
from runner.parsing import Inline, showing
from runner.result import PageResult
from runner.shown import Item, Markdown, Printed, Shown

NOTHING = "nothing"


def differences(page: Page, before: PageResult, after: PageResult) -> list[str]:
    """Each value, table, text, claim and figure that differs, old → new, with its line.

    Args:
        page: the page as it is; a mutant shows as many blocks and values.
        before: what the page shows.
        after: what the mutant shows.
    """
    shows = zip(showing(page), before.shown, after.shown, strict=True)
    found: list[str] = []
    for example, one, other in shows:
        if not (isinstance(example.parsed, Inline) and example.parsed.timing):
            found += [f"  {example.line}: {line}" for line in _between(one, other)]
            if one.text != other.text:
                found.append(f"        {_around(page, example.start, example.end)}")
    return found


def _between(before: Shown, after: Shown) -> Iterator[str]:
    if before.text != after.text:
        yield f"{before.text} → {after.text}"
    for one, other in zip_longest(before.items, after.items):
        if one != other:
            yield from _changed_item(one, other)
    labels = dict.fromkeys([*before.figures, *after.figures])
    changed = [name for name in labels if before.figures.get(name) != after.figures.get(name)]
    if changed:
        yield f"figure {', '.join(changed)}"


def _changed_item(before: Item | None, after: Item | None) -> Iterator[str]:
    if isinstance(before, Claim) and isinstance(after, Claim):
        yield from _changed_claim(before, after)
    elif isinstance(before, Export):
        yield f"export {before.name}"
    else:
        lines = zip_longest(_lines(before), _lines(after), fillvalue=NOTHING)
        yield from (f"{one} → {other}" for one, other in lines if one != other)


def _changed_claim(before: Claim, after: Claim) -> Iterator[str]:
    if before.sentence != after.sentence:
        yield f"claim: {before.sentence} → {after.sentence}"
    else:
        yield f"claim: {before.sentence} ({before.evidence} → {after.evidence})"


def _lines(item: Item | None) -> Sequence[str]:
    if isinstance(item, Claim):
        return [item.sentence]
    return item.text.strip().split("\n") if isinstance(item, Markdown | Printed) else []


def _around(page: Page, start: int, end: int) -> str:
    """The line or lines of the source in which a value stands."""
    first = page.source.rfind("\n", 0, start) + 1
    last = page.source.find("\n", end)
    return " ".join(page.source[first:last].split())
