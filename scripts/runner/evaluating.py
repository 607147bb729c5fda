"""Evaluate one block or one inline expression, and keep what it shows."""

import ast
import io
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from typing import Any

import matplotlib.pyplot as plt

from answers_lib.claims import Claim
from runner.svg import figure_svg

LABEL = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class Shown:
    """What a block or an inline value shows.

    Attributes:
        printed: what it wrote to standard output.
        values: claims, and other values as Markdown, in the order in which they came.
        figures: SVG text by label.
        text: the value of an inline expression.
    """

    printed: str = ""
    values: tuple[Claim | str, ...] = ()
    figures: dict[str, str] = field(default_factory=dict)
    text: str = ""


def run_python(source: str, path: str, namespace: dict[str, Any]) -> Shown:
    """Run a block as Python's prompt would: expression statements show their values.

    Args:
        source: the code, padded with empty lines so that its line numbers are the page's.
        path: the page's file name, for tracebacks.
        namespace: the page's variables; changed.

    Raises:
        ValueError: for a figure without a label, or whose label is no file name.
    """
    namespace.setdefault("__name__", "__main__")
    tree = compile(source, path, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    assert isinstance(tree, ast.Module)
    code = compile(ast.Interactive(tree.body), path, "single", dont_inherit=True)
    values: list[Claim | str] = []
    with redirect_stdout(io.StringIO()) as printed, _display(values):
        exec(code, namespace)
        return Shown(printed.getvalue(), tuple(values), dict(_take_figures()))


def run_inline(source: str, path: str, namespace: dict[str, Any]) -> Shown:
    """Evaluate an inline expression, padded like a block; its value is shown with `str`."""
    code = compile(source.rstrip(), path, "eval", dont_inherit=True)
    return Shown(text=str(eval(code, namespace)))


def close_figures() -> None:
    """Close every open figure."""
    plt.close("all")


def _take_figures() -> Iterator[tuple[str, str]]:
    for number in plt.get_fignums():
        figure = plt.figure(number)
        label = str(figure.get_label())
        if not label:
            raise ValueError('a figure without a label: open it with plt.subplots(num="its-name")')
        if not LABEL.fullmatch(label):
            raise ValueError(f"the figure label {label!r} names a file: use letters, digits and -")
        yield label, figure_svg(figure)
    close_figures()


@contextmanager
def _display(values: list[Claim | str]) -> Iterator[None]:
    before, sys.displayhook = sys.displayhook, _keep_in(values)
    try:
        yield
    finally:
        sys.displayhook = before


def _keep_in(values: list[Claim | str]) -> Callable[[Any], None]:
    def keep(value: Any) -> None:
        if isinstance(value, Claim):
            values.append(value)
        elif hasattr(value, "_repr_markdown_"):
            values.append(str(value._repr_markdown_()))

    return keep
