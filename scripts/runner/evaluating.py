"""Evaluate one block or one inline expression, and keep what it shows."""

import ast
import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from answers_lib.claims import Claim
from answers_lib.exporting import Export
from runner.png import figure_png
from runner.shown import Item, Markdown, Printed, Shown
from runner.svg import figure_svg

LABEL = re.compile(r"[\w-]+")


class Recorder(io.TextIOBase):
    """Standard output and displayed values of a page, in one list, in the order they come.

    It is the page's `sys.stdout` from its first block to its last one, so that a logger that one
    block sets up is heard in the next.
    """

    def __init__(self) -> None:
        self._items: list[Item] = []

    def write(self, text: str) -> int:
        """Note text that is printed; what follows on printed text joins it."""
        if self._items and isinstance(self._items[-1], Printed):
            text = self._items.pop().text + text  # type: ignore[union-attr]
        if text:
            self._items.append(Printed(text))
        return len(text)

    def display(self, value: Any) -> None:
        """Note the value of an expression statement, if it can show itself."""
        if isinstance(value, Claim | Export):
            self._items.append(value)
        elif hasattr(value, "_repr_markdown_"):
            self._items.append(Markdown(str(value._repr_markdown_())))

    def take(self) -> tuple[Item, ...]:
        """What came since the last time."""
        items, self._items = tuple(self._items), []
        return items


@contextmanager
def recording() -> Iterator[Recorder]:
    """Record what is printed and displayed until the block ends."""
    recorder, before = Recorder(), sys.displayhook
    sys.displayhook = recorder.display
    try:
        with redirect_stdout(recorder):
            yield recorder
    finally:
        sys.displayhook = before


def run_python(source: str, path: str, namespace: dict[str, Any], recorder: Recorder) -> Shown:
    """Run a block as Python's prompt would: expression statements show their values.

    Args:
        source: the code, padded with empty lines so that its line numbers are the page's.
        path: the page's file name, for tracebacks.
        namespace: the page's variables; changed.
        recorder: what hears of prints and values.

    Raises:
        ValueError: for a figure without a label, or whose label is no file name.
    """
    tree = compile(source, path, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    assert isinstance(tree, ast.Module)
    code = compile(ast.Interactive(tree.body), path, "single", dont_inherit=True)
    exec(code, namespace)
    drawn = dict(_open_figures())
    figures = {label: figure_svg(figure) for label, figure in drawn.items()}
    pictures = {label: figure_png(figure) for label, figure in drawn.items()}
    close_figures()
    return Shown(recorder.take(), figures, pictures)


def run_inline(source: str, path: str, namespace: dict[str, Any]) -> Shown:
    """Evaluate an inline expression, padded like a block; its value is shown with `str`."""
    try:
        code = compile(source.rstrip(), path, "eval", dont_inherit=True)
    except SyntaxError as error:
        raise _with_hint(error, source.strip()) from None
    return Shown(text=str(eval(code, namespace)))


def close_figures() -> None:
    """Close every open figure."""
    plt.close("all")


def _with_hint(error: SyntaxError, expression: str) -> SyntaxError:
    """Of `x:.2f`, which is half an f-string, say how to write it whole."""
    name, colon, spec = expression.rpartition(":")
    if colon and re.fullmatch(r"[^\s'\"]*\d*[a-z%]", spec):
        error.msg += f': to format a value write f"{{{name}:{spec}}}"'
    return error


def _open_figures() -> Iterator[tuple[str, Figure]]:
    for number in plt.get_fignums():
        figure = plt.figure(number)
        label = str(figure.get_label())
        if not label:
            raise ValueError('a figure without a label: open it with plt.subplots(num="its-name")')
        if not LABEL.fullmatch(label):
            raise ValueError(f"the figure label {label!r} names a file: use letters, digits and -")
        yield label, figure
