"""A claim: one sentence, and in how many repeats of the experiment it held."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np


class ClaimError(AssertionError):
    """A claim did not hold in enough repeats."""


@dataclass(frozen=True)
class Claim:
    """A claim that held.

    Attributes:
        sentence: what is claimed, in Markdown.
        held: repeats in which it held.
        repeats: repeats in all.
        per: what a repeat is, in the plural.
        margin: the smallest distance from the limit over the repeats, with its unit, or "".
    """

    sentence: str
    held: int
    repeats: int
    per: str
    margin: str

    @property
    def evidence(self) -> str:
        """How often the claim held and by how much, in words."""
        if self.repeats == 1:
            held = "holds in this build"
        else:
            held = f"held in {self.held} of {self.repeats} {self.per}"
        return held + (f" · smallest margin {self.margin}" if self.margin else "")

    def _repr_markdown_(self) -> str:
        return f"**Claim.** {self.sentence} *({self.evidence})*"


def claim(
    sentence: str,
    held: "bool | np.bool_ | Iterable[bool] | np.typing.NDArray[np.bool_]",
    *,
    margin: "float | Iterable[float] | np.typing.NDArray[np.floating] | None" = None,
    unit: str = "",
    at_least: int | None = None,
    per: str = "repeats",
) -> Claim:
    """Check a claim over the repeats of an experiment.

    Args:
        sentence: what is claimed, in Markdown.
        held: a boolean per repeat (any shape), or one boolean.
        margin: how far each repeat is on the right side of the limit; the smallest is shown.
        unit: unit of the margin.
        at_least: repeats in which the claim must hold; all of them when left out.
        per: what a repeat is, in the plural: "seeds", "repeats", "steps".

    Raises:
        ClaimError: when the claim held in too few repeats.
        ValueError: when there is no repeat, or `at_least` is not between 1 and their number.
    """
    flags = _array(held)
    if flags.dtype != np.bool_ or flags.size == 0:
        raise ValueError(
            f"claim {sentence!r}: held must be one boolean per repeat, not {flags.tolist()}"
        )
    needed = flags.size if at_least is None else at_least
    if not 1 <= needed <= flags.size:
        raise ValueError(f"claim {sentence!r}: at_least={needed} of {flags.size} repeats")
    count = int(flags.sum())
    if count < needed:
        raise ClaimError(
            f"the claim {sentence!r} held in {count} of {flags.size} {per}, {needed} needed"
        )
    return Claim(sentence, count, flags.size, per, _smallest(margin, unit))


def _smallest(
    margin: "float | Iterable[float] | np.typing.NDArray[np.floating] | None", unit: str
) -> str:
    if margin is None:
        return ""
    return f"{_array(margin).min():.3g} {unit}".strip()


def _array(values: Any) -> "np.typing.NDArray[Any]":
    """Numbers or booleans as an array: one of them, an array, a tensor, or what iterates."""
    if isinstance(values, Iterable) and not hasattr(values, "__array__"):
        values = list(values)
    return np.asarray(values)
