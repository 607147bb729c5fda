"""A claim: one sentence, and in how many repeats of the experiment it held."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Context
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROUNDING = 1e-9  # a margin this far below 0 is one that a computer could not make 0
SHOWN = 10  # failed repeats that an error lists


@dataclass(frozen=True)
class Claim:
    """A claim, and in how many repeats it held.

    Attributes:
        sentence: what is claimed, in Markdown.
        held: repeats in which it held.
        repeats: repeats in all.
        per: what a repeat is, in the plural.
        margin: the smallest distance from the limit over the repeats; below 0 where it was
            missed, None when none was given.
        unit: unit of the margin, in the plural.
        at_least: repeats in which it must hold, when not in all.
    """

    sentence: str
    held: int
    repeats: int
    per: str
    margin: float | None = None
    unit: str = ""
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
    def margin_text(self) -> str:
        """The margin rounded down, with its unit: "0.25 points", "−1 nat", or ""."""
        return "" if self.margin is None else _with_unit(self.margin, self.unit)

    @property
    def evidence(self) -> str:
        """How often the claim held and by how much, in words."""
        words = [f"held {self.held_in}" if self.repeats > 1 else "checked once, in this build"]
        if self.at_least is not None:
            words.append(f"{self.at_least} needed")
        if self.margin_text.startswith("−"):
            words.append(f"missed by at most {self.margin_text[1:]}")
        elif self.margin_text:
            words.append(f"with at least {self.margin_text} to spare")
        return ", ".join(words)

    def _repr_markdown_(self) -> str:
        return f"**Claim.** {self.sentence} *({self.evidence})*"


class ClaimError(AssertionError):
    """A claim did not hold in enough repeats.

    Attributes:
        claim: what was claimed, and in how many repeats it held.
        failed: the repeats that failed, by index from 0, and by how much, in words.
    """

    def __init__(self, claim: Claim, failed: str = "") -> None:
        super().__init__(claim, failed)
        self.claim = claim
        self.failed = failed

    def __str__(self) -> str:
        held = f"held in {self.claim.held} of {self.claim.repeats} {self.claim.per}"
        needed = f"{self.claim.needed} needed"
        failed = f"; {self.failed}" if self.failed else ""
        return f"the claim {self.claim.sentence!r} {held}, {needed}{failed}"


def claim(
    sentence: str,
    held: bool | np.bool_ | Iterable[bool] | NDArray[np.bool_],
    *,
    margin: float | Iterable[float] | NDArray[np.floating] | None = None,
    unit: str = "",
    at_least: int | None = None,
    per: str = "repeats",
) -> Claim:
    """Check a claim over the repeats of an experiment.

    Args:
        sentence: what is claimed, in Markdown.
        held: a boolean per repeat (any shape), or one boolean.
        margin: how far each repeat is on the right side of the limit: 0 or more where the claim
            held, below 0 where the limit was missed. In the shape of `held`, or any where
            `held` is one boolean; the smallest of all is shown.
        unit: unit of the margin, in the plural.
        at_least: repeats in which the claim must hold; all of them when left out.
        per: what a repeat is, in the plural: "seeds", "repeats", "steps".

    Raises:
        ClaimError: when the claim held in too few repeats; it names those that failed.
        ValueError: when there is no repeat, `at_least` is not between 1 and their number, or the
            margin is NaN, of another length, or below 0 where the claim held.
    """
    if not isinstance(sentence, str):
        raise ValueError(f"the sentence is of type {type(sentence).__name__}: give it first, a str")
    flags = _array(held)
    if flags.dtype != np.bool_ or flags.size == 0:
        raise ValueError(
            f"claim {sentence!r}: held must be one boolean per repeat, not {flags.tolist()}"
        )
    margins = None if margin is None else _margins(sentence, flags, _array(margin))
    smallest = None if margins is None else float(margins.min())
    checked = Claim(sentence, int(flags.sum()), flags.size, per, smallest, unit, at_least)
    if not 1 <= checked.needed <= flags.size:
        raise ValueError(f"claim {sentence!r}: at_least={at_least} of {flags.size} repeats")
    if checked.held < checked.needed:
        raise ClaimError(checked, _failures(flags, margins, unit))
    return checked


def _margins(sentence: str, flags: NDArray[np.bool_], margin: NDArray[Any]) -> NDArray[np.float64]:
    """The margin of each repeat, in the shape of `flags`."""
    of_one = flags.ndim == 0 and margin.size > 0  # a claim checked once may have many margins
    if margin.shape != flags.shape and not of_one:
        raise ValueError(
            f"claim {sentence!r}: margin has shape {list(margin.shape)}, held "
            f"{list(flags.shape)}: give one margin for every repeat"
        )
    if margin.dtype.kind not in "iuf" or np.isnan(margin).any():
        raise ValueError(f"claim {sentence!r}: margin has values that are no numbers: {margin}")
    margins = margin.astype(float)
    margins = np.asarray(margins.min()) if of_one else margins
    wrong = np.argwhere(flags & (margins < -ROUNDING))
    if len(wrong):
        where = tuple(wrong[0])
        raise ValueError(
            f"claim {sentence!r}: held is True{_at(where)}, but the margin is "
            f"{margins[where]:.3g}: a margin is 0 or more where the claim held"
        )
    return margins


def _failures(flags: NDArray[np.bool_], margins: NDArray[np.float64] | None, unit: str) -> str:
    """Which repeats failed and by how much: "failed at 1 (by 0.2 points), 3"."""
    failed = [tuple(index) for index in np.argwhere(~flags)]
    if margins is None:
        words = ["" for _ in failed]
    else:
        words = [_missed(margins[index], unit) for index in failed]
    if flags.ndim == 0:
        return f"failed{words[0]}" if words[0] else ""
    named = [f"{_index(index)}{word}" for index, word in zip(failed, words, strict=True)]
    more = f" and {len(named) - SHOWN} more" if len(named) > SHOWN else ""
    return f"failed at index {', '.join(named[:SHOWN])}{more}"


def _missed(margin: float, unit: str) -> str:
    if margin < 0:
        return f" (by {_with_unit(margin, unit).removeprefix('−')})"
    # Another condition than the one that the margin measures was not met.
    return f" (margin {_with_unit(margin, unit)})"


def _at(index: tuple[Any, ...]) -> str:
    return f" at index {_index(index)}" if index else ""


def _index(index: tuple[Any, ...]) -> str:
    return str(int(index[0])) if len(index) == 1 else str([int(i) for i in index])


def _with_unit(margin: float, unit: str) -> str:
    number = _rounded_down(margin)
    one = number.removeprefix("−") == "1"
    return f"{number} {unit.removesuffix('s') if one else unit}".strip()


def _rounded_down(value: float) -> str:
    """Two digits, or the integer part of more: what is shown is never better than what was."""
    digits = max(2, len(f"{abs(value):.0f}"))
    exact = f"{value:.9g}"  # 0.3, not the 0.29999… that the computer holds
    rounded = Context(prec=digits, rounding=ROUND_FLOOR).create_decimal(exact)
    return f"{rounded:f}".replace("-", "−")


def _array(values: Any) -> NDArray[Any]:
    """Numbers or booleans as an array: one of them, an array, a tensor, or what iterates."""
    if isinstance(values, Iterable) and not hasattr(values, "__array__"):
        values = list(values)
    return np.asarray(values)
