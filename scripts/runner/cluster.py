"""Run pages on a Dask cluster: each on a worker that has a slot free, isolated as here."""

import logging
import os
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing import current_process
from pathlib import Path
from typing import Any

from distributed import Client, Worker, get_worker, worker_client

from answers_lib.fingerprint import PACKAGE, digest, environment, library_sources
from runner.errors import ClusterError
from runner.isolation import run_isolated, run_piece
from runner.keys import dependencies
from runner.page import Page
from runner.result import PageResult
from runner.running import Report
from runner.store import write_whole
from runner.surroundings import DIRECTORY_VARIABLE, set_environment

PATIENCE = "10s"
CACHE = Path(__file__).resolve().parents[2] / ".cache"


@dataclass(frozen=True)
class Cluster:
    """Workers that can run this build's pages.

    Attributes:
        client: the connection to the scheduler.
        versions: what a worker must have, as here.
        reports: whom to tell of a page's lines, for the pages that run.
    """

    client: Client
    versions: dict[str, str]
    reports: dict[str, Report] = field(default_factory=dict)

    @property
    def topic(self) -> str:
        """Under which the workers tell of lines; the client's bare id is Dask's own."""
        return f"lines for {self.client.id}"

    @property
    def slots(self) -> int:
        """How many pages can run at once."""
        return sum(self.client.nthreads().values())

    def run(self, page: Page, report: Report, *, anew: bool = False) -> PageResult:
        """Run a page on a worker and wait for it; as `run_isolated`, and with its errors."""
        self.reports[page.name] = report
        pages = self.client.get_executor(pure=False)
        task = _run, page, self.topic, self.versions, dependencies(page), anew
        try:
            result: PageResult = pages.submit(*task).result()
        except CancelledError:
            raise ClusterError("the scheduler is gone; build again: what has run is kept") from None
        return result

    def tell(self, event: tuple[float, Any]) -> None:
        """Pass on what a worker tells of a page: the line of the block that begins."""
        name, line = event[1]
        self.reports[name](line)


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """The cluster whose scheduler listens at `address`, as tcp://HOST:8786.

    Raises:
        ClusterError: when nobody answers there, no worker has joined, or a worker differs from
            this machine in what decides a page's result.
    """
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # we say it in a line
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except OSError as error:
        raise ClusterError(f"no scheduler answers at {address}: {error}") from None
    with client:
        cluster = Cluster(client, versions())
        _refuse_unfit(cluster, address)
        client.subscribe_topic(cluster.topic, cluster.tell)
        yield cluster


def versions() -> dict[str, str]:
    """What this machine decides results with: library, runner, packages and processor."""
    runner = sorted(Path(__file__).parent.glob("*.py"))
    sources = {f"scripts/runner/{path.name}": digest(path.read_bytes()) for path in runner}
    return {**library_sources([PACKAGE]), **sources, **environment()}


def _refuse_unfit(cluster: Cluster, address: str) -> None:
    try:
        cluster.client.run_on_scheduler(versions)  # what passes through it, it unpickles
        reasons = cluster.client.run(unfit, cluster.versions)
    except Exception as error:
        start = "start scheduler and workers in a checkout, with PYTHONPATH=scripts"
        raise ClusterError(f"the cluster cannot run pages: {error}; {start}") from None
    if not reasons:
        start = f"start one with `dask worker {address} --no-nanny`"
        raise ClusterError(f"no worker has joined {address}: {start}")
    if found := [f"worker {worker}: {reason}" for worker, reason in reasons.items() if reason]:
        raise ClusterError("\n".join(found))


def unfit(here: dict[str, str]) -> str:
    """What keeps this worker from running the pages of a build with the versions `here`, or ""."""
    if current_process().daemon:
        return "its nanny forbids it processes of its own: start it with --no-nanny"
    return _differences(versions(), here)


def _differences(there: dict[str, str], here: dict[str, str]) -> str:
    return "; ".join(
        f"{name} is {_short(there.get(name))}, not {_short(here.get(name))} as here"
        for name in dict.fromkeys([*here, *there])
        if here.get(name) != there.get(name)
    )


def _short(version: str | None) -> str:
    """A version as it is, the first digits of a source's digest."""
    return "missing" if version is None else version[:10] if len(version) == 64 else version


def _run(
    page: Page, topic: str, expected: dict[str, str], depends: dict[str, str], anew: bool
) -> PageResult:
    """On a worker: run a page like a local build."""
    worker = _fit_worker(expected)
    if other := _differences(dependencies(page), depends):  # a package that only this page imports
        raise ClusterError(f"worker {worker.address}: {other}")
    # Remembered functions are read from the page's file, which this checkout may have otherwise.
    page = replace(page, docs=Path(os.environ[DIRECTORY_VARIABLE], "pages", page.docs.name))
    write_whole(page.path, page.source)
    return run_isolated(
        page,
        lambda line: worker.log_event(topic, (page.name, line)),
        partial(_distribute, expected),
        anew=anew,
    )


def _distribute(
    expected: dict[str, str], calls: list[bytes], limit: float
) -> list[bytes] | Exception:
    """On a worker: have the cluster do pieces; the page leaves its slot to them meanwhile."""
    try:
        with worker_client() as client:
            pieces = client.get_executor(pure=False)
            piece = partial(_run_piece, limit=limit, expected=expected)
            return list(pieces.map(piece, calls, timeout=limit))
    except Exception as error:
        return error


def _run_piece(call: bytes, limit: float, expected: dict[str, str]) -> bytes:
    _fit_worker(expected)
    return run_piece(call, limit)


def _fit_worker(expected: dict[str, str]) -> Worker:
    """The worker this runs on, ready for pages; it may have joined, or changed, after the start."""
    worker = get_worker()
    if reason := unfit(expected):
        raise ClusterError(f"worker {worker.address}: {reason}")
    set_environment(CACHE)
    return worker
