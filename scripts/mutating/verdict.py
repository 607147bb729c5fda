"""What became of a mutant: killed, equivalent, or a survivor that a person has to judge."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from mutating.differences import differences
from mutating.forking import Ran
from mutating.mutant import Mutant
from runner.errors import PageError

State = Literal["killed", "equivalent", "survivor"]


@dataclass(frozen=True)
class Verdict:
    """A mutant, what became of it, and the lines that say why.

    Attributes:
        mutant: the mutant.
        state: killed when its page fails, equivalent when the page says the same.
        lines: the error that killed it, or what changed.
    """

    mutant: Mutant
    state: State
    lines: tuple[str, ...]


def verdicts(ran: Ran) -> Iterator[Verdict]:
    """One verdict for each mutant of a page."""
    for mutant, outcome in ran.mutants:
        if isinstance(outcome, PageError):
            yield Verdict(mutant, "killed", (str(outcome),))
            continue
        changed = differences(ran.page, ran.result, outcome)
        yield Verdict(mutant, "survivor" if changed else "equivalent", tuple(changed))


def report(title: str, found: Sequence[Verdict]) -> str:
    """How many of each, and what every survivor changed, as Markdown."""
    survivors = (verdict for verdict in found if verdict.state == "survivor")
    return "\n\n".join([f"## {title}: {counted(found)}", *map(_entry, survivors)])


def _entry(verdict: Verdict) -> str:
    changed = "\n".join(verdict.lines)
    return f"**{verdict.mutant.place}**\n\n```text\n{verdict.mutant.change}\n\n{changed}\n```"


def counted(found: Sequence[Verdict]) -> str:
    """How many of each: "3 tried, 1 killed, 1 without any effect on the page, 1 survived"."""
    number = Counter(verdict.state for verdict in found)
    return (
        f"{len(found)} tried, {number['killed']} killed, "
        f"{number['equivalent']} without any effect on the page, {number['survivor']} survived"
    )
