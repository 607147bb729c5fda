"""Run the pages that are stale, keep what they yield, and tell what happened."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed, wait
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from runner.checking import check
from runner.errors import PageError, error_from, page_error, refuse_lost_characters, why_not
from runner.isolation import end_all, run_isolated, set_environment
from runner.keys import PAGE_CODE, dependencies, reasons
from runner.lock import alone
from runner.page import Page, find_pages
from runner.result import PageResult
from runner.running import Report, runs
from runner.store import Store, Stored

# Runs a page and waits for it.
Run = Callable[[Page, Report], PageResult]


@dataclass(frozen=True)
class Outcome:
    """What became of one page.

    Attributes:
        page: the page.
        result: its result, None when it did not run to its end.
        errors: what stopped it, or what is wrong with its prose.
        why: why it ran, in words; empty when its stored result was kept.
    """

    page: Page
    result: PageResult | None
    errors: tuple[PageError, ...] = ()
    why: tuple[str, ...] = ()


class Watcher:
    """Who is told while pages run; this one is not interested, others override what they need."""

    def started(self, page: Page, why: Sequence[str], estimate: float | None) -> None:
        """A page begins to run, which took `estimate` seconds the last time."""

    def at_line(self, page: Page, line: int) -> None:
        """The block at `line` begins."""

    def finished(self, outcome: Outcome) -> None:
        """A page has a result or failed."""


def build_pages(
    docs: Path,
    cache: Path,
    *,
    names: Sequence[str] = (),
    jobs: int | None = None,
    force: bool = False,
    watcher: Watcher | None = None,
    run: Run = run_isolated,
) -> list[Outcome]:
    """Bring every page below `docs` up to date; a failing page stops no other.

    Args:
        docs: the directory with the pages.
        cache: where results and remembered experiments are kept.
        names: pages that may run, as "training/05-batch-size.md"; all when empty. The others
            keep what is stored of them, even if the library has changed since.
        jobs: pages to run at once; as many as there are cores when left out.
        force: run pages whose stored result is fresh, too.
        watcher: told of every start and end.
        run: runs one page and waits for it.

    Returns:
        One outcome per page, in the order of the pages.
    """
    set_environment(cache)
    build = _Build(Store(cache / "pages"), watcher or Watcher(), run, frozenset(names), force)
    pages = list(find_pages(docs))
    with alone(cache / "pages.lock"), ThreadPoolExecutor(jobs or os.cpu_count()) as pool:
        outcomes = {outcome.page.name: outcome for outcome in build.outcomes(pages, pool)}
    return [outcomes[page.name] for page in pages]


@dataclass(frozen=True)
class _Build:
    store: Store
    watcher: Watcher
    run: Run
    names: frozenset[str]
    force: bool

    def outcomes(self, pages: Sequence[Page], pool: Executor) -> Iterator[Outcome]:
        running: list[Future[Outcome]] = []
        try:
            for page in pages:
                ready = self._look_up(page)
                if isinstance(ready, Outcome):
                    self.watcher.finished(ready)
                    yield ready
                else:
                    running.append(pool.submit(self._run, page, *ready))
            yield from (future.result() for future in as_completed(running))
        finally:
            for future in running:
                future.cancel()
            while wait(running, timeout=0.1).not_done:  # after an interrupt
                end_all()

    def _look_up(self, page: Page) -> Outcome | tuple[dict[str, str], list[str], float | None]:
        """An outcome when nothing must run, else dependencies, reasons and an estimate."""
        try:
            refuse_lost_characters(page)
            if not runs(page):
                return _checked(page, PageResult())
            depends = dependencies(page)
        except Exception as error:  # a library module that does not parse stops no other page
            return Outcome(page, None, (error_from(page, 1, error),))
        stored, why = self._stored(page, depends)
        if self.names and page.name not in self.names:
            return _kept(page, stored, depends)
        if stored and not why:
            return _checked(page, stored.result)
        return depends, why, stored.result.seconds if stored else None

    def _stored(self, page: Page, depends: dict[str, str]) -> tuple[Stored | None, list[str]]:
        """What is stored of a page, and why it cannot be kept."""
        try:
            stored = self.store.load(page)
        except ValueError as damaged:
            return None, [str(damaged)]
        if stored is None:
            return None, ["it has no stored result"]
        why = reasons(stored.depends, depends)
        return stored, why or (["it was asked for"] if self.force else [])

    def _run(
        self, page: Page, depends: dict[str, str], why: list[str], estimate: float | None
    ) -> Outcome:
        self.watcher.started(page, why, estimate)
        try:
            result = self.run(page, partial(self.watcher.at_line, page))
            self._keep(page, result, depends)
            outcome = _checked(page, result, tuple(why))
        except Exception as error:
            outcome = Outcome(page, None, (error_from(page, 1, error),), tuple(why))
        self.watcher.finished(outcome)
        return outcome

    def _keep(self, page: Page, result: PageResult, depends: dict[str, str]) -> None:
        try:
            self.store.save(page, result, depends)
        except OSError as error:
            message = f"what this page computed is not kept: {why_not(error)}"
            raise page_error(page, 1, message) from error


def _kept(page: Page, stored: Stored | None, depends: dict[str, str]) -> Outcome:
    """The stored result of a page that must not run; none if it does not fit the page's code."""
    if stored is None or stored.depends[PAGE_CODE] != depends[PAGE_CODE]:
        return Outcome(page, None)
    return _checked(page, stored.result)


def _checked(page: Page, result: PageResult, why: tuple[str, ...] = ()) -> Outcome:
    try:
        return Outcome(page, result, tuple(check(page, result)), why)
    except PageError as error:
        return Outcome(page, result, (error,), why)
