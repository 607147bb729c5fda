"""Results as a reader sees them: tables, and a mean with its spread."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from answers_lib.literal import literal

NUMBER = re.compile(r"(?:&#\d+;|[^\w\s])?\d|$")  # 0.93, −2, <1, or nothing at all


@dataclass(frozen=True)
class Table:
    """A table of formatted cells that shows itself as Markdown."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def _repr_markdown_(self) -> str:
        columns = list(zip(*self.rows, strict=True))[1:]
        align = ["---", *("---:" if _is_numeric(column) else "---" for column in columns)]
        return "\n".join(f"| {' | '.join(row)} |" for row in (self.header, align, *self.rows))


def table(columns: Mapping[str, Iterable[Any]]) -> Table:
    """A table from its columns: `table({"batch size": sizes, "accuracy": texts})`.

    The first column is aligned left, of the others those that mostly hold numbers are aligned
    right. Every cell and every name is shown letter for letter, as `str` gives it; an object
    that has `_repr_markdown_` is shown as that.

    Raises:
        ValueError: when the columns have different lengths.
    """
    cells = {_cell(name): [_cell(value) for value in column] for name, column in columns.items()}
    if len({len(column) for column in cells.values()}) > 1:
        lengths = ", ".join(f"{name!r}: {len(column)}" for name, column in cells.items())
        raise ValueError(f"columns of different lengths: {lengths}")
    return Table(tuple(cells), tuple(zip(*cells.values(), strict=True)))


def _cell(value: Any) -> str:
    if hasattr(value, "_repr_markdown_"):
        return str(value._repr_markdown_())
    return literal(str(value))


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
