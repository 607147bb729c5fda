"""One training run: settings in, history out."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat
from math import ceil
from typing import Any

import torch
from torch.nn import functional as F

from answers_lib.batches import epoch_batches
from answers_lib.checks import whole_number
from answers_lib.examples import Data
from answers_lib.fitting import check_fits
from answers_lib.history import History, as_columns, measure
from answers_lib.memo import remember
from answers_lib.optimizers import Optimizer
from answers_lib.recipes import Recipe, built, check_recipe
from answers_lib.schedules import learning_rates
from answers_lib.seeding import noise_seed, seeded


@dataclass(frozen=True)
class Run:
    """Everything that decides a training run of a classifier.

    Attributes:
        data: what it is fitted to and measured on.
        network: a recipe: `mlp(64, 32, 10)`, `recipe(make_net, width=32)`, or any object with
            `build(*, seed)` that returns an `nn.Module` (see `recipes.Recipe`): from inputs
            [n, …] to logits [n, classes]. Its loss is the mean cross-entropy of a batch.
        optimizer: `sgd`, `adam` or `adamw`, with their settings and a schedule.
        batch_size: examples in a batch, 1 to all of the training set.
        epochs: passes over the training set, 0 or more.
        seed: draws the initial weights, the order of the batches, and what the network itself
            draws while it trains (dropout).

    Raises:
        ValueError: when a setting is of the wrong kind or out of its range, or the network does
            not fit the data.
    """

    data: Data
    network: Recipe
    optimizer: Optimizer
    batch_size: int
    epochs: int
    seed: int = 0

    def __post_init__(self) -> None:
        _check_kind("data", self.data, Data)
        check_recipe(self.network)
        _check_kind("optimizer", self.optimizer, Optimizer)
        for name, least in (("batch_size", 0), ("epochs", 0), ("seed", 0)):
            value = whole_number(name, getattr(self, name), at_least=least)
            object.__setattr__(self, name, value)
        n = len(self.data.train)
        if not 1 <= self.batch_size <= n:
            raise ValueError(f"batch_size={self.batch_size}: choose 1 to {n}, the training set")
        check_fits(self.data, self.network)

    @property
    def updates_per_epoch(self) -> int:
        """Batches, and so updates, of one epoch."""
        return ceil(len(self.data.train) / self.batch_size)


@remember
def train(run: Run) -> History:
    """Train one network with plain PyTorch and measure it after every epoch.

    The network is trained as its recipe builds it: its modes, buffers and frozen weights are
    respected. The global generator is left as it was.

    Returns:
        A history whose columns have shape [epochs + 1].
    """
    x, y = run.data.train
    network = built(run.network, run.seed, x.dtype)
    optimizer = run.optimizer.build(network.parameters())
    rates = rates_of(run)
    order = torch.Generator().manual_seed(run.seed)
    rows = [measure(network, run.data)]
    with seeded(noise_seed(run.seed)):
        for _ in range(run.epochs):
            for batch in epoch_batches(len(y), run.batch_size, order):
                optimizer.param_groups[0]["lr"] = next(rates)
                loss = F.cross_entropy(network(x[batch]), y[batch])
                loss.backward()
                optimizer.step()
                optimizer.zero_grad()
            rows.append(measure(network, run.data))
    return History(**as_columns(rows), weights=network.state_dict())


def rates_of(run: Run) -> Iterator[float]:
    """The learning rate of each of the run's updates, one after another."""
    rule = run.optimizer
    if rule.schedule is None:
        return repeat(rule.lr)
    per_epoch = run.updates_per_epoch
    updates = run.epochs * per_epoch
    return iter(learning_rates(rule.schedule, rule.lr, updates=updates, per_epoch=per_epoch))


def _check_kind(name: str, value: Any, kind: type) -> None:
    if not isinstance(value, kind):
        raise ValueError(
            f"{name} is of type {type(value).__name__}: give {kind.__name__}, in the order "
            "Run(data, network, optimizer, batch_size, epochs)"
        )
