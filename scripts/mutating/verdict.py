"""What became of a mutant: killed, equivalent, or a survivor that a person has to judge."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from mutating.differences import differences
from mutating.forking import Ran
from mutating.mutant import Mutant
from runner.errors import PageError

State = Literal["killed", "equivalent", "survivor"]
CLAIM = re.compile(r"ClaimError: the claim '(.*)' held in")


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
    survivors = [verdict for verdict in found if verdict.state == "survivor"]
    lines = [f"## {title}: {counted(found)}"]
    for verdict in survivors:
        changed = "\n".join(verdict.lines)
        lines.append(f"{verdict.mutant}\n\n```text\n{changed}\n```")
    return "\n\n".join(lines)


def counted(found: Sequence[Verdict]) -> str:
    """"30 tried, 20 killed, 6 equivalent, 4 survived"."""
    numbers = {state: sum(verdict.state == state for verdict in found) for state in State.__args__}  # type: ignore[attr-defined]
    return (
        f"{len(found)} tried, {numbers['killed']} killed, "
        f"{numbers['equivalent']} change nothing that is said, {numbers['survivor']} survive"
    )
