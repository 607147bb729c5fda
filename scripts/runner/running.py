"""Run a page: a pure function from its source to its result."""

import time
import warnings
from collections.abc import Callable, Iterable

import torch
from sybil import Example
from sybil.example import SybilFailure

from runner.errors import error_from, page_error
from runner.evaluating import Shown, close_figures
from runner.page import Page
from runner.parsing import Fence, Inline, examples, parse
from runner.result import PageResult

Report = Callable[[int], None]


def run_page(page: Page, report: Report = lambda line: None) -> PageResult:
    """Run a page's blocks and inline values from top to bottom.

    Args:
        page: the page; nothing but its source, the library and the versions decides the result.
        report: called with the line of each block before it runs.

    Raises:
        PageError: when anything on the page fails.
    """
    torch.set_num_threads(1)  # the count changes last digits, and two threads collapse under load
    started, shown = time.perf_counter(), dict[int, Shown]()
    document = parse(page, lambda example, what: shown.__setitem__(example.start, what))
    try:
        for example in in_order(page, document):
            report(example.line)
            _evaluate(page, example)
    finally:
        close_figures()
    _refuse_duplicates(page, list(document), shown)
    outputs = tuple(shown[start] for start in sorted(shown))
    return PageResult(outputs, seconds=time.perf_counter() - started)


def in_order(page: Page, examples: Iterable[Example]) -> list[Example]:
    """The examples as they run: values above the evidence come last, when all is measured.

    The lesson at the top of a page can so say what the experiments below it have found.
    """
    evidence = page.body.find("\n## Evidence\n")
    return sorted(
        examples, key=lambda e: (isinstance(e.parsed, Inline) and e.start < evidence, e.start)
    )


def _evaluate(page: Page, example: Example) -> None:
    try:
        with warnings.catch_warnings(action="error"):
            example.evaluate()
    except SybilFailure as failure:
        raise page_error(page, example.line, _difference(failure.result.strip())) from None
    except Exception as error:
        raise error_from(page, example.line, error) from error


def _difference(text: str) -> str:
    # Of an exception the last line says it all; the frames are those of the doctest module.
    return text.splitlines()[-1].strip() if text.startswith("Exception") else f"doctest: {text}"


def _refuse_duplicates(page: Page, examples: list[Example], shown: dict[int, Shown]) -> None:
    first: dict[str, int] = {}
    for example in examples:
        for label in shown.get(example.start, Shown()).figures:
            if label in first:
                message = f"the figure label {label!r} is taken: line {first[label]} draws it too"
                raise page_error(page, example.line, message)
            first[label] = example.line


def runs(page: Page) -> bool:
    """Whether anything on the page runs: a page of text needs no process."""
    if page.is_lab:
        return True
    return bool(examples(page))


def code_of(page: Page) -> list[object]:
    """What decides a page's result: blocks with their options and inline values, no prose."""
    parts: list[object] = []
    for example in examples(page):
        parsed = example.parsed
        if isinstance(parsed, Fence):
            parts.append(["python", parsed.source, sorted(parsed.options.items())])
        elif isinstance(parsed, Inline):
            parts.append(["inline", parsed.expression, parsed.timing])
        else:
            parts.append(["pycon", parsed.source, parsed.want])
    return parts
