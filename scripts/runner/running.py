"""Run a page as a script of its own: a pure function from its source to its result."""

import linecache
import os
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import chdir, contextmanager
from types import ModuleType
from typing import Any

import torch
from sybil import Example
from sybil.example import SybilFailure

from runner.errors import error_from, page_error
from runner.evaluating import Recorder, close_figures, recording, run_inline, run_python
from runner.markup import sections
from runner.page import Page
from runner.parsing import Fence, Inline, examples, parse
from runner.result import PageResult
from runner.shown import Shown

Report = Callable[[int], None]
RunBlock = Callable[[str, str, dict[str, Any], Recorder], Shown]


def run_page(
    page: Page, report: Report = lambda line: None, run_block: RunBlock = run_python
) -> PageResult:
    """Run a page's blocks and inline values from top to bottom.

    Args:
        page: the page; nothing but its source, the library and the versions decides the result.
        report: called with the line of each block before it runs.
        run_block: runs a block of Python, as `run_python` does.

    Raises:
        PageError: when anything on the page fails.
    """
    torch.set_num_threads(1)  # the count changes last digits, and two threads collapse under load
    started = time.perf_counter()
    with _as_a_script(page) as script, recording() as recorder:
        shown = dict(_run_all(page, script, recorder, report, run_block))
    outputs = tuple(shown[start] for start in sorted(shown))
    return PageResult(outputs, seconds=time.perf_counter() - started)


def in_order(page: Page, examples: Iterable[Example]) -> list[Example]:
    """The examples as they run: values above the evidence come last, when all is measured.

    The lesson at the top of a page can so say what the experiments below it have found.
    """
    evidence = sections(page).get("Evidence", 0)
    return sorted(
        examples, key=lambda e: (isinstance(e.parsed, Inline) and e.start < evidence, e.start)
    )


@contextmanager
def _as_a_script(page: Page) -> Iterator[ModuleType]:
    """The page's module, which is `__main__`, in the page's directory; warnings are errors.

    As in a script, its classes can be pickled, `inspect` finds their source, and a filter of
    warnings lasts until the end.
    """
    script, before = ModuleType("__main__"), sys.modules["__main__"]
    path = str(page.path)
    script.__file__ = path
    lines = _code_in_place(page)
    linecache.cache[path] = (sum(map(len, lines)), None, lines, path)
    sys.modules["__main__"] = script
    directory = page.path.parent if page.path.parent.is_dir() else os.curdir
    try:
        with chdir(directory), warnings.catch_warnings(action="error"):
            # Python 3.12 warns of every fork beside a thread; a page's workers are forks.
            warnings.filterwarnings("ignore", r"This process .* is multi-threaded")
            yield script
    finally:
        close_figures()
        sys.modules["__main__"] = before
        linecache.cache.pop(path, None)


def _code_in_place(page: Page) -> list[str]:
    """The page's lines of Python where they stand on the page, all others empty."""
    lines = ["\n"] * (page.source.count("\n") + 1)
    for example in examples(page):
        if isinstance(example.parsed, Fence):
            code = example.parsed.source.splitlines(keepends=True)
            lines[example.line : example.line + len(code)] = code
    return lines


def _run_all(
    page: Page, script: ModuleType, recorder: Recorder, report: Report, run_block: RunBlock
) -> Iterator[tuple[int, Shown]]:
    """Where each block and value begins in the source, and what it shows."""
    shown: dict[int, Shown] = {}

    def evaluate(example: Example) -> None:
        shown[example.start] = _evaluate(example, recorder, run_block)

    document = parse(page, evaluate)
    document.namespace = vars(script)
    drawn: dict[str, int] = {}
    for example in in_order(page, document):
        report(example.line)
        with _errors_at(page, example):
            example.evaluate()
        for label in shown.get(example.start, Shown()).figures:
            _refuse_second(page, example, label, drawn)
    yield from shown.items()


def _evaluate(example: Example, recorder: Recorder, run_block: RunBlock) -> Shown:
    if isinstance(example.parsed, Fence):
        source = "\n" * example.line + example.parsed.source
        return run_block(source, example.path, example.namespace, recorder)
    source = "\n" * (example.line - 1) + example.parsed.expression
    value = run_inline(source, example.path, example.namespace)
    if printed := Shown(recorder.take()).printed:
        raise ValueError(f"a value prints {printed!r}, which is not shown: print in a block")
    return value


@contextmanager
def _errors_at(page: Page, example: Example) -> Iterator[None]:
    try:
        yield
    except SybilFailure as failure:
        raise page_error(page, example.line, _difference(failure.result.strip())) from None
    except Exception as error:
        raise error_from(page, example.line, error) from error


def _difference(text: str) -> str:
    # Of an exception the last line says it all; the frames are those of the doctest module.
    return text.splitlines()[-1].strip() if text.startswith("Exception") else f"doctest: {text}"


def _refuse_second(page: Page, example: Example, label: str, drawn: dict[str, int]) -> None:
    if label in drawn:
        message = f"the figure label {label!r} is taken: line {drawn[label]} draws it too"
        raise page_error(page, example.line, message)
    drawn[label] = example.line


def runs(page: Page) -> bool:
    """Whether anything on the page runs: a page of text needs no process."""
    return page.is_lab or bool(examples(page))
