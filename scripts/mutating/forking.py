"""Run a page once, and each of its mutants from the changed block on.

Before a block runs, the page's process forks for each mutant of that block. The child runs the
changed block and the rest of the page, hands over what came of it, and ends. So a mutant costs what
stands below its change, and experiments that the page remembers are shared.
"""

import multiprocessing
import os
import pickle
import re
import resource
import signal
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from mutating.mutant import Mutant
from runner.checking import check
from runner.errors import PageError, error_from, page_error
from runner.evaluating import Recorder, run_python
from runner.memory import limit_memory
from runner.page import Page
from runner.result import PageResult
from runner.running import run_page
from runner.shown import Shown
from runner.surroundings import reset_matplotlib, set_environment

LIMIT = 120  # seconds of the processor that a mutant may take: a loop may have no end
# A page whose blocks share files, or that reads its own source, must run from its beginning.
WHOLE = re.compile(r"^(?:import inspect|\w+ = tempfile\.TemporaryDirectory\(\))$", re.MULTILINE)

Outcome = PageResult | PageError


@dataclass(frozen=True)
class Ran:
    """A page's result, and what came of each of its mutants."""

    page: Page
    result: PageResult
    mutants: tuple[tuple[Mutant, Outcome], ...]


def run_mutants(mutants: Sequence[Mutant], cache: Path, jobs: int) -> Iterator[Ran]:
    """Run the mutants, pages side by side, and give each page as it is done; nothing is stored.

    Args:
        mutants: of any pages.
        cache: where remembered experiments are found and kept.
        jobs: pages to run at once.

    Raises:
        PageError: when a page fails as it is.
    """
    set_environment(cache)
    ordered = sorted(mutants, key=lambda mutant: mutant.page.name)
    by_page = [list(group) for _, group in groupby(ordered, key=lambda mutant: mutant.page.name)]
    by_page.sort(key=len, reverse=True)
    # A process for each page: what a page sets in its process meets no other.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, max_tasks_per_child=1) as pool:
        running = [pool.submit(_run, group) for group in by_page]
        yield from (future.result() for future in as_completed(running))


def _run(mutants: Sequence[Mutant]) -> Ran:
    """Run a page and its mutants in this process and forks of it."""
    page = mutants[0].page
    multiprocessing.set_start_method("fork", force=True)  # as for a page that runs by itself
    limit_memory(page.memory)
    reset_matplotlib()
    with tempfile.TemporaryDirectory() as directory:
        forks = _Forks(mutants, Path(directory))
        result = _outcome_of(page, forks)
        if isinstance(result, PageError):
            raise result
        for error in check(page, result):  # or every mutant of it would count as killed
            raise error
        return Ran(page, result, tuple((m, forks.outcome(m)) for m in mutants))


def _outcome_of(page: Page, forks: "_Forks") -> Outcome:
    """What came of the page, or, in a child, of the mutant: a child does not return from here."""
    if WHOLE.search(page.source):
        forks.whole()
    try:
        outcome: Outcome = run_page(page, run_block=forks.run_block)
    except PageError as error:
        outcome = error
    except BaseException as error:  # sys.exit() on a page, too
        outcome = error_from(page, 1, error)
    forks.end_child(outcome)
    return outcome


class _Forks:
    """The forks of a page's process, one after another."""

    def __init__(self, mutants: Sequence[Mutant], directory: Path) -> None:
        self._left = list(mutants)
        self._numbers = {id(mutant): number for number, mutant in enumerate(mutants)}
        self._directory = directory
        self._mine: Mutant | None = None  # in a child: the mutant that it runs
        self._block = -1

    def run_block(
        self, source: str, path: str, namespace: dict[str, Any], recorder: Recorder
    ) -> Shown:
        """Run the page's next block, after every mutant of it."""
        self._block += 1
        for mutant in self._of_block():
            if self._fork(mutant):
                source = mutant.changed_block
                break
        return run_python(source, path, namespace, recorder)

    def whole(self) -> None:
        """Run every mutant from the beginning of its page."""
        mutants, self._left = self._left, []
        for mutant in mutants:
            if self._fork(mutant):
                forks = _Forks([], self._directory)
                self.end_child(_outcome_of(mutant.changed_page, forks))

    def end_child(self, outcome: Outcome) -> None:
        """In a child: hand over what came of the mutant, and end."""
        if self._mine:
            self._file(self._mine).write_bytes(pickle.dumps(outcome))
            os._exit(0)

    def outcome(self, mutant: Mutant) -> Outcome:
        """What came of a mutant that has run."""
        path = self._file(mutant)
        if not path.exists():
            return page_error(mutant.page, mutant.line, f"the process died, or ran for {LIMIT} s")
        found: Outcome = pickle.loads(path.read_bytes())
        if isinstance(found, PageError):
            return found
        return next(iter(check(mutant.changed_page, found)), found)

    def _of_block(self) -> list[Mutant]:
        if self._mine:
            return []
        return [mutant for mutant in self._left if mutant.block == self._block]

    def _fork(self, mutant: Mutant) -> bool:
        """Fork; True in the child, False in the parent when the child has ended."""
        child = os.fork()
        if child:
            os.waitpid(child, 0)
            return False
        self._mine = mutant
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT))
        return True

    def _file(self, mutant: Mutant) -> Path:
        return self._directory / f"{self._numbers[id(mutant)]}.pickle"
