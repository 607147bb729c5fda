"""Change one thing at a time in the pages' experiments, and see whether the pages notice.

python scripts/mutants.py [PAGE …] [--fresh N] [--seed S]

A changed page is a mutant. Those that tests/mutants.toml lists must make their page fail: the exit
status is 1 when one does not. --fresh N draws N more at random; what they change of what the pages
say is printed, for a person to judge. PAGE is the beginning of a page's name, as training/02. A run
of all pages with fresh mutants writes its numbers to tests/mutants-last-run.json.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from build import ROOT
from mutating import last_run
from mutating.drawing import draw
from mutating.forking import run_mutants
from mutating.mutant import ListError, Mutant, listed
from mutating.verdict import Verdict, counted, report, verdicts
from runner.errors import PageError
from runner.page import Page, find_pages

LIST = "tests/mutants.toml"


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Run and report; returns the exit status."""
    options = _options(arguments)
    pages = find_answers(root / "docs")
    wanted = [page for page in pages if page.name.startswith(tuple(options.pages or [""]))]
    try:
        known = [mutant for mutant in listed(root / LIST, pages) if mutant.page in wanted]
        fresh = draw(wanted, options.fresh, options.seed)
        found = list(_tried([*known, *fresh], root / ".cache"))
    except (ListError, PageError) as error:
        print(error, file=sys.stderr)
        return 1
    of_list = [verdict for verdict in found if verdict.mutant in known]
    of_fresh = [verdict for verdict in found if verdict.mutant not in known]
    print(report("Listed mutants, which must not survive", of_list))
    if options.fresh:
        print("\n" + report(f"Fresh mutants, seed {options.seed}", of_fresh))
    if options.fresh and not options.pages:
        last_run.write(root, of_list, of_fresh, options.seed)
    return int(any(verdict.state != "killed" for verdict in of_list))


def _tried(mutants: Sequence[Mutant], cache: Path) -> Iterator[Verdict]:
    jobs = os.cpu_count() or 1
    for ran in run_mutants(mutants, cache, jobs):
        found = list(verdicts(ran))
        print(f"{ran.page.shown_path}: {counted(found)}", file=sys.stderr)
        yield from found


def find_answers(docs: Path) -> list[Page]:
    """The pages that answer a question."""
    return [page for page in find_pages(docs) if page.is_answer]


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="as training/02; all if left out")
    parser.add_argument("--fresh", type=int, default=0, metavar="N", help="mutants to draw")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="of the draw")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
