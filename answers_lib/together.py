"""Runs of one shape, trained together: one batched pass an update for all their networks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from answers_lib.batches import stacked_batches
from answers_lib.examples import Data
from answers_lib.history import COLUMNS, History, eval_mode
from answers_lib.networks import MLP
from answers_lib.recipes import built
from answers_lib.stacked import StackedMLP, StackedOptimizer, losses
from answers_lib.stacked_modules import StackedModules, check_alike
from answers_lib.training import Run, rates_of


@dataclass(frozen=True)
class Part:
    """Inputs x [n, N, …] and labels y [n, N] for n networks; n is 1 when all share them."""

    x: Tensor
    y: Tensor


def train_plain(runs: Sequence[Run]) -> History:
    """Train runs whose network is our own MLP, all of one shape; columns [n, epochs + 1]."""
    parts = stack_data([run.data for run in runs])
    network = runs[0].network
    assert isinstance(network, MLP)
    seeds = [run.seed for run in runs]
    return _train(runs, StackedMLP(network, seeds, parts["train"].x.dtype), parts)


def train_modules(runs: Sequence[Run]) -> History:
    """Train runs of one recipe through torch.func; columns [n, epochs + 1].

    Raises:
        ValueError, RuntimeError: when their networks cannot be trained together, and why.
    """
    parts = stack_data([run.data for run in runs])
    x, y = parts["train"].x, parts["train"].y
    members = [built(run.network, run.seed, x.dtype) for run in runs]
    stack = StackedModules(members)
    size = runs[0].batch_size
    check_alike(members, x[:, :size], y[:, :size])
    return _train(runs, stack, parts)


def stack_data(data: Sequence[Data]) -> dict[str, Part]:
    """Every part of the data sets, stacked; one set if all runs have the same."""
    distinct = data[:1] if all(d is data[0] for d in data) else data
    return {
        name: Part(
            torch.stack([getattr(d, name).x for d in distinct]),
            torch.stack([getattr(d, name).y for d in distinct]),
        )
        for name in ("train", "validation", "test")
    }


def _train(
    runs: Sequence[Run], network: StackedMLP | StackedModules, parts: dict[str, Part]
) -> History:
    first = runs[0]
    train = parts["train"]
    optimizer = StackedOptimizer(list(network.parameters()), [run.optimizer for run in runs])
    rates = _rates(runs)
    orders = [torch.Generator().manual_seed(run.seed) for run in runs]
    rows = [_measure(network, parts)]
    for _ in range(first.epochs):
        for chosen in stacked_batches(train.y.shape[1], first.batch_size, orders):
            if rates is not None:
                optimizer.set_rates(next(rates))
            x, y = _batch(train, chosen)
            losses(network(x), y).sum().backward()
            optimizer.step()
        rows.append(_measure(network, parts))
    columns = np.stack(rows, axis=-1)
    return History(**dict(zip(COLUMNS, columns, strict=True)), weights=network.weights())


def _batch(train: Part, chosen: Tensor) -> tuple[Tensor, Tensor]:
    """Inputs [n, B, …] and labels [n, B] of the rows that each network has chosen."""
    if len(train.x) == 1:
        return train.x[0][chosen], train.y[0][chosen]
    which = torch.arange(len(train.x)).unsqueeze(1)
    return train.x[which, chosen], train.y[which, chosen]


def _rates(runs: Sequence[Run]) -> Iterator[Tensor] | None:
    """The learning rates [n] of each update; None when they stay what they are."""
    if all(run.optimizer.schedule is None for run in runs):
        return None
    each = zip(*(rates_of(run) for run in runs), strict=False)  # constant ones never end
    return (torch.tensor(rates, dtype=torch.float64) for rates in each)


@torch.no_grad()
def _measure(
    network: StackedMLP | StackedModules, parts: dict[str, Part]
) -> "np.typing.NDArray[np.float64]":
    """Measurements [6, n], in the order of `COLUMNS`."""
    rows: list[Tensor] = []
    with eval_mode(network.modes):
        for part in parts.values():
            logits = network(part.x)
            rows += [losses(logits, part.y), (logits.argmax(-1) == part.y).double().mean(1)]
    return torch.stack([row.double() for row in rows]).numpy()
