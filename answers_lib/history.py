"""What a training run leaves behind: one column per measurement, aligned by epoch."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from answers_lib.data import Data

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
    """Final weights under their state_dict names, with the grid's axes in front."""

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
    network.eval()
    row = []
    for x, y in (data.train, data.validation, data.test):
        logits = network(x)
        row += [F.cross_entropy(logits, y).item(), (logits.argmax(1) == y).double().mean().item()]
    network.train()
    return row


def as_columns(rows: Iterable[Iterable[float]]) -> dict[str, Column]:
    """Measurements [epochs + 1, 6] as named columns."""
    table = np.array(list(rows), dtype=np.float64)
    return dict(zip(COLUMNS, table.T, strict=True))
