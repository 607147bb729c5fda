"""What a training run leaves behind: one column per measurement, aligned by epoch."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from answers_lib.examples import Data

Column = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class History:
    """Loss and accuracy of a run, or of a grid of runs, after every epoch.

    Every column has shape [..., epochs + 1]: entry e of the last axis is measured after e
    epochs (entry 0 before training), in eval mode, over the whole set. Leading axes, if any,
    are those of the grid, in the order they were given to `compare`.
    Losses are mean cross-entropies in nats, accuracies lie in [0, 1].
    """

    train_loss: Column
    train_accuracy: Column
    validation_loss: Column
    validation_accuracy: Column
    test_loss: Column
    test_accuracy: Column
    weights: dict[str, Tensor]
    """Final weights and buffers under their state_dict names, with the grid's axes in front."""
    one_by_one: tuple[str, ...] = ()
    """Why networks of the grid were trained one after another; empty when all were together."""

    @property
    def epochs(self) -> int:
        """How many epochs were trained."""
        return int(self.train_loss.shape[-1]) - 1

    def load_into(self, network: nn.Module, *index: int) -> nn.Module:
        """Give `network` the final weights of the run at `index` in the grid; returns it."""
        network.load_state_dict({name: value[index] for name, value in self.weights.items()})
        return network


COLUMNS = tuple(
    f"{part}_{what}" for part in ("train", "validation", "test") for what in ("loss", "accuracy")
)


@torch.no_grad()
def measure(network: nn.Module, data: Data) -> list[float]:
    """Loss and accuracy on train, validation and test, in the order of `COLUMNS`."""
    row = []
    with eval_mode(network):
        for x, y in (data.train, data.validation, data.test):
            logits = network(x)
            right = logits.argmax(1) == y
            row += [F.cross_entropy(logits, y).item(), right.double().mean().item()]
    return row


@contextmanager
def eval_mode(network: nn.Module) -> Iterator[None]:
    """Eval mode inside; afterwards every layer is in its own mode again.

    A recipe may build a network some of whose layers stay in eval mode: frozen batch norm, say.
    """
    modes = [(module, module.training) for module in network.modules()]
    network.eval()
    try:
        yield
    finally:
        for module, mode in modes:
            module.training = mode


def as_columns(rows: Iterable[Iterable[float]]) -> dict[str, Any]:
    """Measurements [epochs + 1, 6] as named columns."""
    table = np.array(list(rows), dtype=np.float64)
    return dict(zip(COLUMNS, table.T, strict=True))
