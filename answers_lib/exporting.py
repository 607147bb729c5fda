"""Small data of an experiment, as JSON beside the page: what its interactive element shows."""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
DIGITS = 4


@dataclass(frozen=True)
class Export:
    """Data to publish.

    Attributes:
        name: the file's name without `.json`.
        json: the data as JSON text.
    """

    name: str
    json: str


def export(name: str, data: Any, digits: int = DIGITS) -> Export:
    """Data for the page's interactive element; a page publishes what stands as a statement.

    Args:
        name: lower-case letters, digits and dashes: "curves" becomes curves.json.
        data: mappings, sequences, numbers, texts, arrays and tensors, nested.
        digits: significant digits that every floating-point number is rounded to.

    Raises:
        ValueError: for a name that is no file name, or a number that is not finite.
        TypeError: for what JSON does not hold.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} names a file: use lower-case letters, digits and -")
    return Export(name, json.dumps(_plain(data, digits), separators=(",", ":"), allow_nan=False))


def _plain(data: Any, digits: int) -> Any:
    if hasattr(data, "tolist"):  # arrays, their scalars, and tensors
        data = data.tolist()
    if isinstance(data, Mapping):
        return {str(key): _plain(value, digits) for key, value in data.items()}
    if isinstance(data, list | tuple | range):
        return [_plain(value, digits) for value in data]
    if isinstance(data, float):
        return _rounded(data, digits)
    if data is None or isinstance(data, str | bool | int):
        return data
    raise TypeError(f"{type(data).__name__} is nothing that JSON holds: {data!r}")


def _rounded(number: float, digits: int) -> float | int:
    if not math.isfinite(number):
        raise ValueError(f"{number} is no number that a reader can be shown: leave it out")
    rounded = float(f"{number:.{digits}g}")
    return int(rounded) if rounded.is_integer() else rounded  # 3 is shorter than 3.0
