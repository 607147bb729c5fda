"""Find draws without a seed: run every page from two global states, and name what differs.

python scripts/unseeded.py [PAGE …]

Nothing is kept of it. The exit status is 1 when a value, a table, a claim or a figure differs,
except for what is marked as a measured time, or when a page stops.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from pathlib import Path

from build import ROOT, page_name
from runner.page import Page, find_pages
from runner.parsing import Inline, showing
from runner.result import PageResult
from runner.shown import Shown
from runner.store import Store

SHIFTED = Path(__file__).resolve().parent / "shifted"
STATES = (1, 2)
# A process for each state: the fork server of a process begins in one.
PROGRAM = """
import sys
from pathlib import Path
from rich.console import Console
from runner.building import Build, build_pages
from runner.progress import Display

docs, cache, *names = sys.argv[1:]
with Display(Console(stderr=True)) as display:
    outcomes = build_pages(Build(Path(docs), Path(cache), names=names, watcher=display))
errors = [error for outcome in outcomes for error in outcome.errors]
print(*errors, sep="\\n", file=sys.stderr)
sys.exit(bool(errors))
"""


def main(arguments: Sequence[str] | None = None, docs: Path = ROOT / "docs") -> int:
    """Run and report; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pages", nargs="*", metavar="PAGE", type=page_name)
    names = parser.parse_args(arguments).pages
    with tempfile.TemporaryDirectory() as directory:
        caches = [Path(directory, str(state)) for state in STATES]
        stopped = [
            _run(docs, cache, state, names) for state, cache in zip(STATES, caches, strict=True)
        ]
        stores = [Store(cache / "pages") for cache in caches]
        pages = [page for page in find_pages(docs) if not names or page.name in names]
        found = [line for page in pages for line in differences_of(page, *stores)]
    print(*(found or ["every draw has a seed"]), sep="\n")
    return int(any(stopped) or bool(found))


def differences_of(page: Page, first: Store, second: Store) -> list[str]:
    """What two stored results of a page do not have in common, each with file and line."""
    stored = [store.last(page) for store in (first, second)]
    results = [one.result for one in stored if one]
    if len(results) < 2:
        return []
    if page.is_lab:
        same = results[0].notebook == results[1].notebook
        return [] if same else [f"{page.shown_path}:1: a cell draws without a seed"]
    return list(_differences(page, *results))


def _differences(page: Page, first: PageResult, second: PageResult) -> Iterator[str]:
    shows = showing(page)
    for example, one, other in zip(shows, first.shown, second.shown, strict=True):
        where = f"{page.shown_path}:{example.line}"
        timed = isinstance(example.parsed, Inline) and example.parsed.timing
        if one.text != other.text and not timed:
            yield f"{where}: `{example.parsed.expression}` is {one.text} or {other.text}"
        if one.items != other.items:
            yield f"{where}: {_first_difference(one, other)}"
        for label in one.figures:
            if one.figures[label] != other.figures.get(label):
                yield f"{where}: the figure {label!r} differs"


def _first_difference(one: Shown, other: Shown) -> str:
    pairs = zip(map(astuple, one.items), map(astuple, other.items), strict=False)
    return next((f"{a} or {b}" for a, b in pairs if a != b), "more is shown in one run")


def _run(docs: Path, cache: Path, state: int, names: Sequence[str]) -> int:
    """Build from one global state; whether a page stopped."""
    paths = [str(SHIFTED), str(SHIFTED.parent), os.environ.get("PYTHONPATH", "")]
    environment = {
        **os.environ,
        "GLOBAL_STATE": str(state),
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "ANSWERS_CACHE": str(cache / "experiments"),
    }
    command = [sys.executable, "-c", PROGRAM, str(docs), str(cache), *names]
    return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
