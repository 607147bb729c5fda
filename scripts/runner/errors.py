"""Errors that say where: file, line, what is wrong, and the lines around it."""

import traceback
from dataclasses import dataclass

from runner.page import LOST, Page


@dataclass
class PageError(Exception):
    """Something wrong on a page.

    Attributes:
        path: the page as messages show it, "docs/training/05-batch-size.md".
        line: the line's number, from 1.
        message: what is wrong and, where it is not plain, what to do.
        excerpt: the lines around it.
        fault: the traceback, when the fault is the runner's own and not the page's.
    """

    path: str
    line: int
    message: str
    excerpt: str = ""
    fault: str = ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"

    def __reduce__(self) -> tuple[type["PageError"], tuple[str, int, str, str, str]]:
        return PageError, (self.path, self.line, self.message, self.excerpt, self.fault)


class ClusterError(Exception):
    """Why a cluster cannot run pages, in words for who asked for it."""


def page_error(page: Page, line: int, message: str) -> PageError:
    """An error at a line of a page."""
    return PageError(page.shown_path, line, message, _excerpt(page.source, line))


def error_from(page: Page, line: int, error: BaseException) -> PageError:
    """An exception that the page's code raised, at the innermost line of the page.

    Args:
        page: the page.
        line: where the block starts; used when no line of the page is in the traceback.
        error: what was raised.
    """
    if isinstance(error, PageError):
        return error
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == str(page.path)]
    if isinstance(error, SyntaxError) and error.filename == str(page.path):
        lines = [error.lineno]
    where = next((n for n in reversed(lines) if n), line)
    words = error.msg if isinstance(error, SyntaxError) else str(error)
    found = page_error(page, where, f"{type(error).__name__}: {words}".removesuffix(": "))
    if not lines and not isinstance(error, OSError | SyntaxError):
        found.fault = "".join(traceback.format_exception(error))
    return found


def refuse_lost_characters(page: Page) -> None:
    """Raise at the first line of a page that could not be read as UTF-8."""
    if LOST in page.source:
        line = page.line_at(page.source.index(LOST))
        raise page_error(page, line, "this line is not UTF-8: save the page as UTF-8")


def why_not(error: OSError) -> str:
    """What the system refused, and why: ".cache/pages/a.json: No space left on device"."""
    path = error.filename2 or error.filename  # of two, what is copied and where to
    return f"{path}: {error.strerror}" if path else str(error)


def _excerpt(source: str, line: int, around: int = 2) -> str:
    lines = source.removesuffix("\n").split("\n")  # not splitlines(): a form feed ends no line here
    first, last = max(1, line - around), min(len(lines), line + around)
    return "\n".join(
        f"{'>' if n == line else ' '} {n:4d} | {lines[n - 1]}" for n in range(first, last + 1)
    )
