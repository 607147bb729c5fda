"""Results as a reader sees them: tables, and a mean with its spread."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from answers_lib.literal import literal

NUMBER = re.compile(r"[^\w\s]?\d|$")  # 0.93, −2, <1, or nothing at all


# In a notebook MathJax looks for formulas in what is shown, not in the Markdown: apart from the
# text around them, $5 and $6 are none.
_APART = {"&#36;": "<span>&#36;</span>", "&#92;": "<span>&#92;</span>"}


@dataclass(frozen=True)
class Table:
    """A table that shows itself as Markdown.

    Attributes:
        header: the columns' names, as Markdown.
        rows: the cells, as Markdown.
        numeric: which columns mostly hold numbers.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]

    def _repr_markdown_(self) -> str:
        align = ["---:" if numeric else "---" for numeric in self.numeric]
        return "\n".join(f"| {' | '.join(row)} |" for row in (self.header, align, *self.rows))


def table(columns: Mapping[Any, Iterable[Any]]) -> Table:
    """A table from its columns: `table({"batch size": sizes, "accuracy": texts})`.

    Cells and names are shown literally, as `str` gives them: `"a*b*c"` stays `a*b*c`. What shows
    itself as Markdown is taken as Markdown: `literal.Markdown("`step()`")`, as a cell or a name.
    The first column is aligned left, of the others those that mostly hold numbers are aligned
    right.

    Raises:
        ValueError: when `columns` is no mapping, a column is one text, or the columns have
            different lengths.
    """
    if not isinstance(columns, Mapping):
        kind = type(columns).__name__
        raise ValueError(f"columns is of type {kind}: give a dict of names and columns")
    values = {name: _values(name, column) for name, column in columns.items()}
    if len({len(column) for column in values.values()}) > 1:
        lengths = ", ".join(f"{name!r}: {len(column)}" for name, column in values.items())
        raise ValueError(f"columns of different lengths: {lengths}")
    cells = [[_cell(value) for value in column] for column in values.values()]
    numeric = [_is_numeric([str(value) for value in column]) for column in values.values()]
    rows = tuple(zip(*cells, strict=True))
    return Table(tuple(map(_cell, values)), rows, (False, *numeric[1:]))


def _values(name: Any, column: Any) -> list[Any]:
    if isinstance(column, str) or not isinstance(column, Iterable):
        raise ValueError(f"column {name!r} is {column!r}: give a list of its cells")
    return list(column)


def _cell(value: Any) -> str:
    if hasattr(value, "_repr_markdown_"):
        return str(value._repr_markdown_()).replace("\n", " ")
    text = literal(str(value))
    for entity, apart in _APART.items():
        text = text.replace(entity, apart)
    return text


def _is_numeric(column: Sequence[str]) -> bool:
    numbers = sum(NUMBER.match(cell) is not None for cell in column)
    return 2 * numbers >= len(column)


def spread(values: Iterable[float], spec: str = ".3f") -> str:
    """Mean ± standard deviation over seeds: `0.971 ± 0.004`, with spaces that do not break.

    Args:
        values: one value per seed, at least two; the sd is the sample's (n − 1).
        spec: format of both numbers.
    """
    array = _several(values)
    return f"{array.mean():{spec}}\N{NO-BREAK SPACE}±\N{NO-BREAK SPACE}{array.std(ddof=1):{spec}}"


def extent(values: Iterable[float], spec: str = ".3f") -> str:
    """Mean and the whole range over seeds: `0.971 [0.962, 0.978]`."""
    array = _several(values)
    return f"{array.mean():{spec}} [{array.min():{spec}}, {array.max():{spec}}]"


def _several(values: Iterable[float]) -> "np.typing.NDArray[np.float64]":
    array = np.asarray(values if isinstance(values, np.ndarray) else list(values), dtype=float)
    if array.size < 2:
        raise ValueError(f"a spread needs at least two values, not {array.size}")
    return array
