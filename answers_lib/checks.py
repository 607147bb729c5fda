"""Numbers that are what they should be: errors name the argument, what was given, what to do."""

import math
import operator
from numbers import Real
from typing import Any

import numpy as np


def whole_number(name: str, value: Any, *, at_least: int) -> int:
    """`value` as an int; NumPy's integers count, `True` and `3.0` do not.

    Raises:
        ValueError: when it is no whole number, or too small.
    """
    if _is_whole(value) and value >= at_least:
        return operator.index(value)
    raise ValueError(f"{name}={value!r}: give a whole number of at least {at_least}")


def positive(name: str, value: Any) -> float:
    """`value` as a finite number above 0.

    Raises:
        ValueError: when it is none.
    """
    return _number(name, value, value_fits=lambda number: number > 0, wanted="above 0")


def not_negative(name: str, value: Any) -> float:
    """`value` as a finite number, 0 or more.

    Raises:
        ValueError: when it is none.
    """
    return _number(name, value, value_fits=lambda number: number >= 0, wanted="of at least 0")


def _number(name: str, value: Any, *, value_fits: Any, wanted: str) -> float:
    if not isinstance(value, Real) or isinstance(value, bool):
        raise ValueError(f"{name}={value!r}: give a number, not a value of type {_kind(value)}")
    if not math.isfinite(value) or not value_fits(value):
        raise ValueError(f"{name}={value!r}: give a finite number {wanted}")
    # A plain int or float stays the object it is; NumPy's become plain ones.
    return value.item() if isinstance(value, np.generic) else value  # type: ignore[return-value]


def _is_whole(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    try:
        operator.index(value)
    except TypeError:
        return False
    return True


def _kind(value: Any) -> str:
    return type(value).__name__
