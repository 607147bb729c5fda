"""Try every claim with random numbers that nobody has looked at, and print those that do not hold.

python scripts/other_seeds.py SHIFT [PAGE …]

Runs the pages with SHIFT added to every random seed; nothing is kept of it. The limit of a claim is
set after looking at some seeds: others tell whether it fits the claim or only these seeds. The exit
status is 1 when a claim does not hold or a page stops.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console

from answers_lib.memo import DIRECTORY_VARIABLE
from build import ROOT, page_name
from moved import section
from runner.building import Build, build_pages
from runner.outcome import Outcome
from runner.page import find_pages
from runner.progress import Display

SHIFTED = Path(__file__).resolve().parent / "shifted"


def main(arguments: Sequence[str] | None = None, docs: Path = ROOT / "docs") -> int:
    """Run and report; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("shift", metavar="SHIFT", type=int, help="added to every seed")
    parser.add_argument("pages", nargs="*", metavar="PAGE", type=page_name)
    options = parser.parse_args(arguments)
    with (
        tempfile.TemporaryDirectory() as cache,
        Display(Console(stderr=True)) as display,
    ):
        # What every process inherits that starts from here on.
        os.environ |= {"SEED_SHIFT": str(options.shift), "PYTHONPATH": str(SHIFTED)}
        os.environ[DIRECTORY_VARIABLE] = f"{cache}/experiments"
        names = options.pages or list(_answers(docs))
        outcomes = build_pages(Build(docs, Path(cache), names=names, watcher=display))
    print(report(outcomes, options.shift))
    return int(any(outcome.errors or _failed(outcome) for outcome in outcomes))


def _answers(docs: Path) -> Iterator[str]:
    """Not the labs: their solutions fit the seeds that a reader has there."""
    return (page.name for page in find_pages(docs) if not page.is_lab)


def report(outcomes: Sequence[Outcome], shift: int) -> str:
    """Which pages stopped and which claims did not hold, as Markdown."""
    claims = sum(len(outcome.result.claims) for outcome in outcomes if outcome.result)
    failed = {o.page.shown_path: _failed(o) for o in outcomes if _failed(o)}
    stopped = {o.page.shown_path: list(map(str, o.errors)) for o in outcomes if o.errors}
    count = sum(map(len, failed.values()))
    lines = [
        f"# Seeds + {shift}: {claims - count} of {claims} claims held",
        *section("Pages that stopped", stopped),
        *section("Claims that did not hold", failed),
    ]
    return "\n\n".join(lines)


def _failed(outcome: Outcome) -> list[str]:
    claims = outcome.result.claims if outcome.result else []
    return [f"{c.sentence} ({c.evidence})" for c in claims if c.held < c.needed]


if __name__ == "__main__":
    sys.exit(main())
