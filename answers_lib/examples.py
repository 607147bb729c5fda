"""Examples and data sets: what they must be is checked where they are made."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

Array = NDArray[Any]


@dataclass(frozen=True, eq=False, init=False, repr=False)
class Examples:
    """Inputs x [n, …] and class labels y [n] (int64); unpacks as `x, y = examples`.

    x holds floating-point numbers, of any shape behind n: features [n, features], images
    [n, channels, height, width]. y holds class numbers 0, 1, …, of any integer type.
    Both may be NumPy arrays: they are copied, and float64 becomes PyTorch's default dtype.

    Raises:
        ValueError: when there are no examples, x or y is of another kind or length, or x
            has values that are not finite.
    """

    x: Tensor
    y: Tensor

    def __init__(self, x: "Tensor | ArrayLike", y: "Tensor | ArrayLike") -> None:
        object.__setattr__(self, "x", _inputs(x))
        object.__setattr__(self, "y", _labels(y))
        if len(self.x) != len(self.y):
            raise ValueError(f"x has {len(self.x)} examples, y {len(self.y)} labels: give as many")

    def __len__(self) -> int:
        return len(self.y)

    def __iter__(self) -> Iterator[Tensor]:
        return iter((self.x, self.y))

    def __repr__(self) -> str:
        # Not the values: a `Run` is shown with its data in messages and logs.
        return f"Examples({len(self)} × {' × '.join(map(str, self.x.shape[1:]))})"

    def __reduce__(self) -> tuple[Any, ...]:
        # A tensor's own pickle differs from process to process, an array's does not:
        # memoised experiments are found again by the hash of this pickle.
        return _restored, (self.x.numpy(), self.y.numpy())


@dataclass(frozen=True, eq=False)
class Data:
    """One data set: train to fit, validation to choose, test to report once.

    Raises:
        ValueError: when a part is no Examples, or its inputs differ in shape or dtype.
    """

    train: Examples
    validation: Examples
    test: Examples

    def __post_init__(self) -> None:
        for name, part in vars(self).items():
            if not isinstance(part, Examples):
                raise ValueError(f"{name} is of type {type(part).__name__}: give Examples(x, y)")
            here, wanted = _kind(part), _kind(self.train)
            if here != wanted:
                raise ValueError(
                    f"{name} has inputs {here}, train {wanted}: give all parts the same"
                )

    def double(self) -> "Data":
        """The same data in float64, for claims that are exact."""
        parts = {n: Examples(p.x.double(), p.y) for n, p in vars(self).items()}
        return replace(self, **parts)


def _kind(part: Examples) -> str:
    """`[n, 64] float32`: what must be the same in all parts."""
    shape = ", ".join(["n", *map(str, part.x.shape[1:])])
    return f"[{shape}] {str(part.x.dtype).removeprefix('torch.')}"


def _inputs(given: Any) -> Tensor:
    x = _tensor("x", given)
    if not x.is_floating_point():
        raise ValueError(
            f"x holds {_dtype(x)}: give floating-point numbers, as in x / 255 for images"
        )
    if x.dim() < 2 or not x.numel():
        raise ValueError(f"x has shape {list(x.shape)}: give inputs [n, …], at least one")
    wrong = (~x.flatten(1).isfinite().all(1)).nonzero().flatten().tolist()
    if wrong:
        raise ValueError(
            f"x has values that are not finite, in {len(wrong)} of {len(x)} examples "
            f"(first: {wrong[0]}): leave them out or replace the values"
        )
    return x


def _labels(given: Any) -> Tensor:
    y = _tensor("y", given)
    if y.dim() != 1:
        raise ValueError(
            f"y has shape {list(y.shape)}: give one class number per example, [n]; "
            "several outputs per example cannot be trained here"
        )
    if y.is_floating_point() or y.is_complex():
        raise ValueError(
            f"y holds {_dtype(y)}: give class numbers 0, 1, … of an integer type; "
            "regression cannot be trained here"
        )
    y = y.to(torch.int64)
    if len(y) and y.min() < 0:
        raise ValueError(f"y has the label {int(y.min())}: number the classes from 0")
    return y


def _tensor(name: str, values: Any) -> Tensor:
    if isinstance(values, Tensor):
        return values
    array = np.array(values)
    if array.dtype.kind not in "biuf":
        raise ValueError(
            f"{name} is of type {type(values).__name__}: give a tensor or an array of numbers"
        )
    dtype = torch.get_default_dtype() if array.dtype == np.float64 else None
    return torch.tensor(array, dtype=dtype)


def _dtype(values: Tensor) -> str:
    return str(values.dtype).removeprefix("torch.")


def _restored(x: Array, y: Array) -> Examples:
    return Examples(torch.from_numpy(x), torch.from_numpy(y))
