"""Multilayer perceptrons as settings: frozen, comparable, built when they are needed."""

from collections.abc import Iterable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from answers_lib.checks import whole_number


class Minimum(nn.Module):
    """min(x, 0), the mirror image of ReLU: min(x, 0) = −relu(−x)."""

    def forward(self, x: Tensor) -> Tensor:
        """Negative part of x, any shape."""
        return -torch.relu(-x)


ACTIVATIONS: dict[str, type[nn.Module]] = {
    "relu": nn.ReLU,
    "tanh": nn.Tanh,
    "sigmoid": nn.Sigmoid,
    "minimum": Minimum,
    "identity": nn.Identity,
}


@dataclass(frozen=True)
class MLP:
    """A multilayer perceptron: layer widths from input to output, and one activation.

    `sizes=(64, 32, 10)` has 64 inputs, one hidden layer of 32 units and 10 outputs; a list is
    kept as a tuple.

    Raises:
        ValueError: when there are fewer than two sizes, a size is no whole number of at least 1,
            or the activation is none of `ACTIVATIONS`.
    """

    sizes: tuple[int, ...]
    activation: str = "relu"

    def __post_init__(self) -> None:
        if not isinstance(self.sizes, Iterable) or isinstance(self.sizes, str):
            raise ValueError(f"sizes={self.sizes!r}: give the widths, as in mlp(64, 32, 10)")
        given = tuple(self.sizes)
        if len(given) < 2:
            raise ValueError(f"a network needs an input and an output size, not {given}")
        sizes = tuple(whole_number(f"sizes[{i}]", n, at_least=1) for i, n in enumerate(given))
        object.__setattr__(self, "sizes", sizes)
        if self.activation not in ACTIVATIONS:
            known = ", ".join(ACTIVATIONS)
            raise ValueError(f"unknown activation {self.activation!r}: choose one of {known}")

    def build(self, *, seed: int) -> nn.Sequential:
        """A network with PyTorch's default initial weights, drawn from `seed` alone."""
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            return nn.Sequential(*self._layers())

    def _layers(self) -> list[nn.Module]:
        layers: list[nn.Module] = []
        for inputs, outputs in zip(self.sizes, self.sizes[1:], strict=False):
            layers += [nn.Linear(inputs, outputs), ACTIVATIONS[self.activation]()]
        return layers[:-1]


def mlp(*sizes: int, activation: str = "relu") -> MLP:
    """`mlp(64, 32, 10)`: 64 inputs, one hidden layer of 32 units, 10 outputs."""
    return MLP(sizes, activation)
