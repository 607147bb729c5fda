"""Run a page, or a piece of one, in a process of its own, so that it harms no other."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from threading import Thread
from typing import Any

from answers_lib.memo import DIRECTORY_VARIABLE
from answers_lib.spreading import executor_map
from runner.errors import PageError, error_from, page_error
from runner.memory import lift_limit, limit_memory, told_plainly
from runner.page import DEFAULT_MEMORY, Page
from runner.pieces import Pieces, Spread, asking, do
from runner.result import PageResult

# Third-party imports take seconds: the fork server pays them once. The library and the runner
# are left out on purpose: `mkdocs serve` must see their newest code, and they import quickly.
PRELOADED = ["matplotlib.pyplot", "sklearn.datasets", "torch._dynamo", "torch.func", "sybil"]

_running: set[ForkServerProcess] = set()


def run_isolated(
    page: Page,
    report: Callable[[int], None] = lambda line: None,
    spread: Spread | None = None,
) -> PageResult:
    """Run a page in a fresh process and wait for it.

    Args:
        page: what to run.
        report: called with the line of the block that begins.
        spread: does the independent pieces of work that the page asks for, elsewhere; without
            it, the page does them itself.

    Raises:
        PageError: when the page fails, runs longer than its limit, or its process dies.
    """
    line = 1
    with _fresh_process(page.memory, _work, page, spread is not None) as (process, connection):
        try:
            connection.poll(None)  # until the first block: a busy machine's start is not its time
            deadline = time.monotonic() + page.timeout
            while connection.poll(max(0.0, deadline - time.monotonic())):
                message = connection.recv()
                if isinstance(message, PageError):
                    raise message
                if isinstance(message, PageResult):
                    return message
                if isinstance(message, Pieces):
                    assert spread
                    answers = spread(message.calls, deadline - time.monotonic())
                    if time.monotonic() < deadline:
                        connection.send(answers)
                else:
                    report(line := message)
            message = f"the block here was still running after {page.timeout:g} s: the page's limit"
            raise page_error(page, line, message + " (front matter `timeout:` raises it)")
        except (EOFError, OSError):  # OSError: it died while it sent its result
            process.join()
            message = f"the process died in the block here (exit status {process.exitcode})"
            raise page_error(page, line, message) from None


def run_piece(call: bytes, limit: float) -> bytes:
    """Do one piece of a page's work in a fresh process; what it returns or raises, pickled.

    Raises:
        TimeoutError: when it takes longer than `limit` seconds.
        ChildProcessError: when its process dies.
    """
    with _fresh_process(DEFAULT_MEMORY, _work_piece, call) as (process, connection):
        try:
            if not connection.poll(limit):
                raise TimeoutError(f"a piece of the work was still running after {limit:.0f} s")
            return connection.recv_bytes()
        except EOFError:
            process.join()
            message = f"the process of a piece of the work died (exit status {process.exitcode})"
            raise ChildProcessError(message) from None


@contextmanager
def _fresh_process(
    gigabytes: float, target: Callable[..., None], *args: Any
) -> Iterator[tuple[ForkServerProcess, Connection]]:
    """A process that runs target(*args, connection), and our end; killed at the end."""
    ours, theirs = _context().Pipe()
    confined = (gigabytes, target, *args, theirs)
    process = _context().Process(target=_confined, args=confined, daemon=True)
    process.start()
    _running.add(process)
    theirs.close()
    try:
        yield process, ours
    finally:
        _end(process)
        _running.discard(process)
        ours.close()


def end_all() -> None:
    """End every page that is running; whoever waits for one is told that its process died."""
    for process in tuple(_running):
        _end(process)


def _end(process: ForkServerProcess) -> None:
    with suppress(ProcessLookupError):  # it has not come to start its group
        os.killpg(process.pid or 0, signal.SIGKILL)  # with what the page has started
    process.kill()
    process.join()


def _confined(gigabytes: float, target: Callable[..., None], *args: Any) -> None:
    """Do the work within a limit of memory, and in a group of processes that ends with it."""
    os.setpgrp()
    Thread(target=_end_with_the_build, daemon=True).start()
    limit_memory(gigabytes)
    target(*args)


def _end_with_the_build() -> None:
    """End this process and what it started when the build is killed: nobody waits for it."""
    build = multiprocessing.parent_process()
    assert build
    build.join()
    os.killpg(0, signal.SIGKILL)


def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


def _work(page: Page, spreads: bool, connection: Connection) -> None:
    if spreads:
        executor_map.set(asking(connection))
    line = 1

    def report(at: int) -> None:
        nonlocal line
        connection.send(line := at)

    try:
        if page.is_lab:
            from runner.labs import run_lab as run  # imports what notebooks need, half a second
        else:
            from runner.running import run_page as run
        connection.send(run(page, report))
    except BaseException as error:  # sys.exit() and an interrupt on the page, too
        lift_limit()  # or there may be no memory left to tell of the error
        connection.send(told_plainly(page, error_from(page, line, error)))


def _work_piece(call: bytes, connection: Connection) -> None:
    connection.send_bytes(do(call))


def set_environment(cache: Path) -> None:
    """Set what every process started from now on inherits.

    Each computes with one thread, draws without a screen, remembers experiments below `cache`,
    and writes no byte code beside the sources, where `mkdocs serve` would take it for an edit.
    """
    os.environ.update(OMP_NUM_THREADS="1", MKL_NUM_THREADS="1", MPLBACKEND="agg")
    # Not PYTHONPYCACHEPREFIX: with it, all of torch would be compiled anew, which takes a minute.
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    os.environ.setdefault(DIRECTORY_VARIABLE, str((cache / "experiments").resolve()))
