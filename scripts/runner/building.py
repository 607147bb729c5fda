"""Run the pages that are stale, keep what they yield, and tell what happened."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed, wait
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol

from pathspec.gitignore import GitIgnoreSpec

from runner.checking import check
from runner.errors import error_from, page_error, refuse_lost_characters, why_not
from runner.files import changed_files, relative_files
from runner.isolation import end_all, run_isolated
from runner.keys import PAGE_CODE, dependencies, reasons
from runner.lock import alone
from runner.outcome import Outcome
from runner.page import Page, find_pages
from runner.parsing import examples
from runner.result import PageResult
from runner.store import Store
from runner.surroundings import set_environment


class Run(Protocol):
    """Runs a page and waits for it, as `run_isolated` does."""

    def __call__(
        self, page: Page, report: Callable[[int], None], *, anew: bool = False
    ) -> PageResult:
        """The page's result; `anew`: remembered experiments run again, too."""


class Watcher:
    """Hears of what happens while pages run; this one ignores all of it."""

    def started(self, page: Page, why: Sequence[str], estimate: float | None) -> None:
        """A page begins to run, which took `estimate` seconds the last time."""

    def at_line(self, page: Page, line: int) -> None:
        """The block at `line` begins."""

    def finished(self, outcome: Outcome) -> None:
        """A page has a result or failed."""


@dataclass(frozen=True)
class Build:
    """How the pages are brought up to date.

    Attributes:
        docs: the directory with the pages.
        cache: where results and remembered experiments are kept.
        names: pages that may run, as "training/05-batch-size.md"; all when empty. The others
            keep what is stored of them, even if the library has changed since.
        jobs: pages to run at once; as many as there are cores when left out.
        force: run pages whose stored result is fresh, too.
        dry: run nothing; the outcomes say what would run.
        watcher: told of every start and end.
        run: runs one page and waits for it.
        exclude: files that are no pages, as `exclude_docs` in mkdocs.yml.
    """

    docs: Path
    cache: Path
    names: Sequence[str] = ()
    jobs: int | None = None
    force: bool = False
    dry: bool = False
    watcher: Watcher = field(default_factory=Watcher)
    run: Run = run_isolated
    exclude: GitIgnoreSpec | None = None

    @property
    def store(self) -> Store:
        """Where results are kept."""
        return Store(self.cache / "pages")


def build_pages(build: Build) -> list[Outcome]:
    """Bring every page up to date; a failing page stops no other.

    Returns:
        One outcome per page, in the order of the pages.
    """
    set_environment(build.cache)
    pages = list(find_pages(build.docs, build.exclude))
    with (
        alone(build.cache / "pages.lock"),
        ThreadPoolExecutor(build.jobs or os.cpu_count()) as pool,
    ):
        outcomes = {outcome.page.name: outcome for outcome in _outcomes(build, pages, pool)}
    return [outcomes[page.name] for page in pages]


@dataclass(frozen=True)
class _Stale:
    """A page that has to run."""

    page: Page
    depends: dict[str, str]
    why: tuple[str, ...]
    estimate: float | None


def _outcomes(build: Build, pages: Sequence[Page], pool: Executor) -> Iterator[Outcome]:
    stale: list[_Stale] = []
    for page in pages:
        found = _look_up(build, page)
        if isinstance(found, _Stale):
            stale.append(found)
        else:
            build.watcher.finished(found)
            yield found
    # The longest first: begun last, it would run alone while the other cores wait.
    stale.sort(key=lambda item: -(item.estimate or item.page.seconds))
    running: list[Future[Outcome]] = []
    try:
        running += [pool.submit(_run, build, item) for item in stale]
        yield from (future.result() for future in as_completed(running))
    finally:
        for future in running:
            future.cancel()
        while wait(running, timeout=0.1).not_done:  # after an interrupt
            end_all()


def _look_up(build: Build, page: Page) -> Outcome | _Stale:
    """An outcome when nothing must run."""
    try:
        refuse_lost_characters(page)
        if not page.is_lab and not examples(page):
            return _checked(page, PageResult())
        depends = dependencies(page)
    except Exception as error:  # a library module that does not parse stops no other page
        return Outcome(page, None, (error_from(page, 1, error),))
    result, why = _stored(build, page, depends)
    if result and not why:
        return _checked(page, result)
    last = build.store.last(page)
    if build.names and page.name not in build.names:
        fits = last and last.depends[PAGE_CODE] == depends[PAGE_CODE]
        return _checked(page, last.result) if last and fits else Outcome(page, None)
    why = why or (tuple(reasons(last.depends, depends)) if last else ())
    why = why or ("it has no stored result",)
    if build.dry:
        return Outcome(page, None, why=why)
    return _Stale(page, depends, why, last.result.seconds if last else None)


def _stored(
    build: Build, page: Page, depends: dict[str, str]
) -> tuple[PageResult | None, tuple[str, ...]]:
    """What is stored of a page with these dependencies, and why it cannot be kept."""
    try:
        result = build.store.find(page, depends)
    except ValueError as damaged:
        return None, (str(damaged),)
    if result is None:
        return None, ()
    why = tuple(f"{name} changed" for name in changed_files(result.files, page.docs.parent))
    if build.force and (not build.names or page.name in build.names):
        why = why or ("it was asked for",)
    return result, why


def _run(build: Build, item: _Stale) -> Outcome:
    page = item.page
    build.watcher.started(page, item.why, item.estimate)
    try:
        result = build.run(page, partial(build.watcher.at_line, page), anew=build.force)
        result = relative_files(result, page.docs.parent)
        _keep(build, item, result)
        outcome = _checked(page, result, item.why)
    except Exception as error:
        outcome = Outcome(page, None, (error_from(page, 1, error),), item.why)
    build.watcher.finished(outcome)
    return outcome


def _keep(build: Build, item: _Stale, result: PageResult) -> None:
    page = item.page
    ran = item.depends | {
        name: code for name, code in result.loaded.items() if name in item.depends
    }
    if changed := reasons(ran, dependencies(page)):
        message = (
            f"{', '.join(changed)} while this page ran, so its result is not kept: build again"
        )
        raise page_error(page, 1, message)
    try:
        build.store.save(page, result, item.depends)
    except OSError as error:
        message = f"what this page computed is not kept: {why_not(error)}"
        raise page_error(page, 1, message) from error


def _checked(page: Page, result: PageResult, why: tuple[str, ...] = ()) -> Outcome:
    try:
        return Outcome(page, result, tuple(check(page, result)), why)
    except Exception as error:
        return Outcome(page, result, (error_from(page, 1, error),), why)
