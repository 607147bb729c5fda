"""One training run: settings in, history out."""

from dataclasses import dataclass

import torch
from torch.nn import functional as F

from answers_lib.batches import epoch_batches
from answers_lib.data import Data
from answers_lib.history import History, as_columns, measure
from answers_lib.memo import remember
from answers_lib.networks import MLP
from answers_lib.optimizers import Optimizer


@dataclass(frozen=True)
class Run:
    """Everything that decides a training run; `seed` draws the weights and the batch order."""

    data: Data
    network: MLP
    optimizer: Optimizer
    batch_size: int
    epochs: int
    seed: int = 0

    def __post_init__(self) -> None:
        n, inputs = self.data.train.x.shape
        if not 1 <= self.batch_size <= n:
            raise ValueError(f"batch_size={self.batch_size}: choose 1 to {n}, the training set")
        if self.network.sizes[0] != inputs:
            raise ValueError(
                f"the data have {inputs} inputs, the network {self.network.sizes[0]}: "
                "make the first size of the network equal"
            )


@remember
def train(run: Run) -> History:
    """Train one network with plain PyTorch and measure it after every epoch.

    Returns:
        A history whose columns have shape [epochs + 1].
    """
    network = run.network.build(seed=run.seed).to(run.data.train.x.dtype)
    optimizer = run.optimizer.build(network.parameters())
    order = torch.Generator().manual_seed(run.seed)
    x, y = run.data.train
    rows = [measure(network, run.data)]
    for _ in range(run.epochs):
        for batch in epoch_batches(len(y), run.batch_size, order):
            loss = F.cross_entropy(network(x[batch]), y[batch])
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        rows.append(measure(network, run.data))
    return History(**as_columns(rows), weights=network.state_dict())
