"""Run one page in a process of its own, so that nothing it does harms the others."""

import multiprocessing
import os
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path

from answers_lib.memo import DIRECTORY_VARIABLE
from runner.errors import PageError, error_from, page_error
from runner.page import Page
from runner.result import PageResult

# Third-party imports take seconds: the fork server pays them once. The library and the runner
# are left out on purpose: `mkdocs serve` must see their newest code, and they import quickly.
PRELOADED = ["matplotlib.pyplot", "sklearn.datasets", "torch._dynamo", "torch.func", "sybil"]


def run_isolated(page: Page, report: Callable[[int], None] = lambda line: None) -> PageResult:
    """Run a page in a fresh process and wait for it.

    Args:
        page: what to run.
        report: called with the line of the block that begins.

    Raises:
        PageError: when the page fails, runs longer than its limit, or its process dies.
    """
    receiver, sender = _context().Pipe(duplex=False)
    process = _context().Process(target=_work, args=(page, sender), daemon=True)
    process.start()
    sender.close()
    line = 1
    try:
        receiver.poll(None)  # until the first block: a busy machine's start is not the page's time
        deadline = time.monotonic() + page.timeout
        while receiver.poll(max(0.0, deadline - time.monotonic())):
            message = receiver.recv()
            if isinstance(message, PageError):
                raise message
            if isinstance(message, PageResult):
                return message
            report(line := message)
        message = f"the block here was still running after {page.timeout:g} s: the page's limit"
        raise page_error(page, line, message + " (front matter `timeout:` raises it)")
    except (EOFError, OSError):  # OSError: it died while it sent its result
        process.join()
        message = f"the process died in the block here (exit status {process.exitcode})"
        raise page_error(page, line, message) from None
    finally:
        process.kill()
        process.join()
        receiver.close()


def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


def _work(page: Page, sender: Connection) -> None:
    try:
        if page.is_lab:
            from runner.labs import run_lab as run  # imports what notebooks need, half a second
        else:
            from runner.running import run_page as run
        sender.send(run(page, sender.send))
    except PageError as error:
        sender.send(error)
    except BaseException as error:  # sys.exit() and an interrupt on the page, too
        sender.send(error_from(page, 1, error))


def set_environment(cache: Path) -> None:
    """Set what every process started from now on inherits.

    Each computes with one thread, draws without a screen, remembers experiments below `cache`,
    and writes no byte code beside the sources, where `mkdocs serve` would take it for an edit.
    """
    os.environ.update(OMP_NUM_THREADS="1", MKL_NUM_THREADS="1", MPLBACKEND="agg")
    # Not PYTHONPYCACHEPREFIX: with it, all of torch would be compiled anew, which takes a minute.
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    os.environ.setdefault(DIRECTORY_VARIABLE, str((cache / "experiments").resolve()))
