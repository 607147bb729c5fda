"""A claim: one sentence, and in how many repeats of the experiment it held."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Context
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Claim:
    """A claim, and in how many repeats it held.

    Attributes:
        sentence: what is claimed, in Markdown.
        held: repeats in which it held.
        repeats: repeats in all.
        per: what a repeat is, in the plural.
        margin: the smallest distance from the limit over the repeats, with its unit, or "".
        at_least: repeats in which it must hold, when not in all.
    """

    sentence: str
    held: int
    repeats: int
    per: str
    margin: str
    at_least: int | None = None

    @property
    def needed(self) -> int:
        """Repeats in which the claim must hold."""
        return self.repeats if self.at_least is None else self.at_least

    @property
    def held_in(self) -> str:
        """In how many repeats it held: "in 10 of 10 seeds"."""
        return f"in {self.held} of {self.repeats} {self.per}" if self.repeats > 1 else "once"

    @property
    def evidence(self) -> str:
        """How often the claim held and by how much, in words."""
        words = [f"held {self.held_in}" if self.repeats > 1 else "checked once, in this build"]
        if self.at_least is not None:
            words.append(f"{self.at_least} needed")
        if self.margin.startswith("−"):
            words.append(f"missed by at most {self.margin[1:]}")
        elif self.margin:
            words.append(f"with at least {self.margin} to spare")
        return ", ".join(words)

    def _repr_markdown_(self) -> str:
        return f"**Claim.** {self.sentence} *({self.evidence})*"


class ClaimError(AssertionError):
    """A claim did not hold in enough repeats.

    Attributes:
        claim: what was claimed, and in how many repeats it held.
    """

    def __init__(self, claim: Claim) -> None:
        super().__init__(claim)
        self.claim = claim

    def __str__(self) -> str:
        held = f"held in {self.claim.held} of {self.claim.repeats} {self.claim.per}"
        return f"the claim {self.claim.sentence!r} {held}, {self.claim.needed} needed"


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
    held_in, smallest = int(flags.sum()), _smallest(margin, unit)
    checked = Claim(sentence, held_in, flags.size, per, smallest, at_least)
    if not 1 <= checked.needed <= flags.size:
        raise ValueError(f"claim {sentence!r}: at_least={at_least} of {flags.size} repeats")
    if checked.held < checked.needed:
        raise ClaimError(checked)
    return checked


def _smallest(
    margin: "float | Iterable[float] | np.typing.NDArray[np.floating] | None", unit: str
) -> str:
    if margin is None:
        return ""
    number = _rounded_down(float(_array(margin).min()))
    one = number.removeprefix("−") == "1"
    return f"{number} {unit.removesuffix('s') if one else unit}".strip()


def _rounded_down(value: float) -> str:
    """Two digits, or the integer part of more: what is shown is never better than what was."""
    digits = max(2, len(f"{abs(value):.0f}"))
    exact = f"{value:.9g}"  # 0.3, not the 0.29999… that the computer holds
    rounded = Context(prec=digits, rounding=ROUND_FLOOR).create_decimal(exact)
    return f"{rounded:f}".replace("-", "−")


def _array(values: Any) -> "np.typing.NDArray[Any]":
    """Numbers or booleans as an array: one of them, an array, a tensor, or what iterates."""
    if isinstance(values, Iterable) and not hasattr(values, "__array__"):
        values = list(values)
    return np.asarray(values)
