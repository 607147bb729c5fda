"""Sweeps: a grid of settings and seeds, trained together in batched passes."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from itertools import product
from typing import Any

import numpy as np
import torch
from torch import Tensor

from answers_lib.batches import epoch_batches
from answers_lib.data import Data, Examples
from answers_lib.history import COLUMNS, History
from answers_lib.memo import remember
from answers_lib.optimizers import Optimizer
from answers_lib.stacked import StackedMLP, StackedOptimizer, losses
from answers_lib.training import Run

OPTIMIZER_SETTINGS = {field.name for field in fields(Optimizer)} - {"rule"}
RUN_SETTINGS = {field.name for field in fields(Run)} - {"epochs"}
TOGETHER = 256


def compare(run: Run, **axes: Iterable[Any]) -> History:
    """Train `run` once for every combination of the given settings, all of them together.

    Args:
        run: the settings that stay.
        axes: values to try: `lr`, `momentum`, `weight_decay` (of the optimizer) or any field
            of the run but `epochs`, for instance `lr=[0.01, 0.1], seed=range(5)`.

    Returns:
        A history whose columns have shape [len(first axis), …, len(last axis), epochs + 1].

    Raises:
        ValueError: when an axis is unknown or empty.
    """
    # NumPy's integers are no seeds and no batch sizes for torch.
    values = {
        name: axis.tolist() if isinstance(axis, np.ndarray) else list(axis)
        for name, axis in axes.items()
    }
    for name, axis in values.items():
        if name not in RUN_SETTINGS | OPTIMIZER_SETTINGS or not axis:
            known = ", ".join(sorted(RUN_SETTINGS | OPTIMIZER_SETTINGS))
            raise ValueError(f"axis {name!r} = {axis}: give values to one of {known}")
    runs = [
        _vary(run, dict(zip(values, point, strict=True))) for point in product(*values.values())
    ]
    return _reshape(train_many(runs), [len(axis) for axis in values.values()])


@remember
def train_many(runs: Sequence[Run]) -> History:
    """Train runs of one length together; columns [len(runs), epochs + 1], in the runs' order.

    Runs that differ only in data values, seed, learning rate, momentum and weight decay share
    batched passes, and each gets what `train` would give it, up to rounding.
    Networks of different shapes can be compared, but have no common `weights`: that is empty.
    """
    groups: dict[Any, list[int]] = {}
    for i, run in enumerate(runs):
        groups.setdefault(_shape(run), []).append(i)
    if len({run.epochs for run in runs}) != 1:
        raise ValueError("runs to train together need the same number of epochs")
    chunks = [g[i : i + TOGETHER] for g in groups.values() for i in range(0, len(g), TOGETHER)]
    trained = [_train_stack([runs[i] for i in chunk]) for chunk in chunks]
    return _merge(trained, np.argsort(np.concatenate(chunks)))


def _train_stack(runs: Sequence[Run]) -> History:
    first = runs[0]
    parts = _stack_data([run.data for run in runs])
    x, y = parts["train"]
    network = StackedMLP(first.network, [run.seed for run in runs], x.dtype)
    optimizer = StackedOptimizer(list(network.parameters()), [run.optimizer for run in runs])
    orders = [torch.Generator().manual_seed(run.seed) for run in runs]
    rows = [_measure(network, parts)]
    for _ in range(first.epochs):
        epochs = [epoch_batches(y.shape[1], first.batch_size, order) for order in orders]
        for batches in zip(*epochs, strict=True):
            rows_of = torch.stack(batches)
            which = torch.arange(len(x)).unsqueeze(1)  # [1, 1] when all share one data set
            losses(network(x[which, rows_of]), y[which, rows_of]).sum().backward()
            optimizer.step()
        rows.append(_measure(network, parts))
    columns = np.stack(rows, axis=-1)
    return History(**dict(zip(COLUMNS, columns, strict=True)), weights=network.weights())


def _vary(run: Run, settings: dict[str, Any]) -> Run:
    ours = {k: v for k, v in settings.items() if k in OPTIMIZER_SETTINGS}
    rest = {k: v for k, v in settings.items() if k not in OPTIMIZER_SETTINGS}
    run = replace(run, **rest)
    return replace(run, optimizer=replace(run.optimizer, **ours))


def _shape(run: Run) -> tuple[Any, ...]:
    sizes = tuple(tuple(part.x.shape) for part in vars(run.data).values())
    return run.network, run.optimizer.rule, run.batch_size, sizes, run.data.train.x.dtype


def _stack_data(data: Sequence[Data]) -> dict[str, Examples]:
    """Inputs [n, N, features] and labels [n, N] of every part; n is 1 when all are the same."""
    distinct = data[:1] if all(d is data[0] for d in data) else data
    return {
        name: Examples(
            torch.stack([getattr(d, name).x for d in distinct]),
            torch.stack([getattr(d, name).y for d in distinct]),
        )
        for name in ("train", "validation", "test")
    }


@torch.no_grad()
def _measure(network: StackedMLP, parts: dict[str, Examples]) -> "np.typing.NDArray[np.float64]":
    """Measurements [6, n], in the order of `COLUMNS`."""
    rows: list[Tensor] = []
    for x, y in parts.values():
        logits = network(x)
        rows += [losses(logits, y), (logits.argmax(-1) == y).double().mean(1)]
    return torch.stack([row.double() for row in rows]).numpy()


def _merge(histories: Sequence[History], order: "np.typing.NDArray[np.intp]") -> History:
    columns = {
        name: np.concatenate([getattr(h, name) for h in histories])[order] for name in COLUMNS
    }
    shapes = {tuple((k, v.shape[1:]) for k, v in h.weights.items()) for h in histories}
    names = histories[0].weights if len(shapes) == 1 else ()
    weights = {
        n: torch.cat([h.weights[n] for h in histories])[torch.from_numpy(order)] for n in names
    }
    return History(**columns, weights=weights)


def _reshape(history: History, grid: list[int]) -> History:
    columns = {n: getattr(history, n).reshape(*grid, -1) for n in COLUMNS}
    weights = {n: w.reshape(*grid, *w.shape[1:]) for n, w in history.weights.items()}
    return History(**columns, weights=weights)
