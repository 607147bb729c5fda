"""Sweeps: a grid of settings and seeds, trained together in batched passes."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from itertools import product
from typing import Any

import numpy as np
import torch

from answers_lib.history import COLUMNS, History
from answers_lib.memo import remember
from answers_lib.optimizers import Optimizer
from answers_lib.stacked import is_plain
from answers_lib.together import train_modules, train_plain
from answers_lib.training import Run, train

OPTIMIZER_SETTINGS = {field.name for field in fields(Optimizer)} - {"rule"}
RUN_SETTINGS = {field.name for field in fields(Run)} - {"epochs"}
TOGETHER = 256
MODULES_TOGETHER = 64  # convolutions take more memory

log = logging.getLogger(__name__)


def compare(run: Run, **axes: Iterable[Any]) -> History:
    """Train `run` once for every combination of the given settings, together where it can be.

    Args:
        run: the settings that stay.
        axes: values to try: `lr`, `momentum`, `weight_decay`, `schedule` (of the optimizer) or
            any field of the run but `epochs`, for instance `lr=[0.01, 0.1], seed=range(5)`.

    Returns:
        A history whose columns have shape [len(first axis), …, len(last axis), epochs + 1].
        What could not be trained together (a network that draws dropout masks, say) was trained
        one after another, and `history.one_by_one` says why.

    Raises:
        ValueError: when an axis is unknown, empty or no series of values, or a value is wrong.
    """
    if not isinstance(run, Run):
        raise ValueError(f"run is of type {type(run).__name__}: give a Run, then the axes")
    values = {name: _axis(name, axis) for name, axis in axes.items()}
    runs = [
        _vary(run, dict(zip(values, point, strict=True))) for point in product(*values.values())
    ]
    return _reshape(train_many(runs), [len(axis) for axis in values.values()])


@remember
def train_many(runs: Sequence[Run]) -> History:
    """Train runs of one length together; columns [len(runs), epochs + 1], in the runs' order.

    Each run gets what `train` would give it, up to rounding. Runs that differ only in data
    values, seed, learning rate, schedule, momentum and weight decay share batched passes: our own
    MLP as batched matrix products, other modules through torch.func. Networks that torch.func
    cannot run so are trained one after another; `one_by_one` in the history and a line of the
    log say which and why.
    Networks of different shapes can be compared, but have no common `weights`: that is empty.

    Raises:
        ValueError: when there is no run, or they differ in their number of epochs.
    """
    if len({run.epochs for run in runs}) != 1:
        raise ValueError("runs to train together need the same number of epochs, and one at least")
    groups: dict[Any, list[int]] = {}
    for i, run in enumerate(runs):
        groups.setdefault(_shape(run), []).append(i)
    chunks = [chunk for group in groups.values() for chunk in _chunks(group, runs[group[0]])]
    trained = [_train_alike([runs[i] for i in chunk]) for chunk in chunks]
    return _merge(trained, np.argsort(np.concatenate(chunks)))


def _chunks(group: list[int], run: Run) -> list[list[int]]:
    size = TOGETHER if is_plain(run.network) else MODULES_TOGETHER
    return [group[i : i + size] for i in range(0, len(group), size)]


def _train_alike(runs: Sequence[Run]) -> History:
    """Train runs of one shape, together if that is possible."""
    if is_plain(runs[0].network):
        return train_plain(runs)
    try:
        return train_modules(runs)
    except Exception as error:  # whatever torch.func refuses; a fault of the network comes again
        reason = _reason(error)
    log.info("%s: trained one after another: %s", runs[0].network, reason)
    alone = [_with_axis(train(run)) for run in runs]
    return replace(_merge(alone, np.arange(len(runs))), one_by_one=(reason,))


def _reason(error: Exception) -> str:
    said = str(error).split(". ")[0]
    if "random operation" in said:
        return "a network draws random numbers while it trains, each from its own seed"
    return said


def _with_axis(history: History) -> History:
    """The history of one run as that of a grid of one."""
    columns = {name: getattr(history, name)[None] for name in COLUMNS}
    weights = {name: torch.as_tensor(value)[None] for name, value in history.weights.items()}
    return History(**columns, weights=weights)


def _axis(name: str, axis: Any) -> list[Any]:
    if name == "epochs":
        raise ValueError(
            "axis 'epochs': runs of a grid are equally long; train the longest, its history has "
            "an entry after every epoch (with a schedule, compare once for each length)"
        )
    if name not in RUN_SETTINGS | OPTIMIZER_SETTINGS:
        known = ", ".join(sorted(RUN_SETTINGS | OPTIMIZER_SETTINGS))
        raise ValueError(f"axis {name!r} is unknown: choose from {known}")
    # An array's elements as plain numbers; of anything else the elements themselves.
    values = axis.tolist() if isinstance(axis, np.ndarray | torch.Tensor) else axis
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise ValueError(f"axis {name!r} = {axis!r}: give a list of values to try")
    if not (series := list(values)):
        raise ValueError(f"axis {name!r} is empty: give at least one value")
    return series


def _vary(run: Run, settings: dict[str, Any]) -> Run:
    ours = {k: v for k, v in settings.items() if k in OPTIMIZER_SETTINGS}
    rest = {k: v for k, v in settings.items() if k not in OPTIMIZER_SETTINGS}
    if ours:
        rest["optimizer"] = replace(rest.get("optimizer", run.optimizer), **ours)
    return replace(run, **rest)


def _shape(run: Run) -> tuple[Any, ...]:
    """What runs must have in common to be trained together."""
    sizes = tuple(tuple(part.x.shape) for part in vars(run.data).values())
    network = _hashable(run.network)
    return network, run.optimizer.rule, run.batch_size, sizes, run.data.train.x.dtype


def _hashable(network: Any) -> Any:
    """The recipe, or where it is in memory: then only runs of this very object are alike."""
    try:
        hash(network)
    except TypeError:
        return id(network)
    return type(network), network


def _merge(histories: Sequence[History], order: "np.typing.NDArray[np.intp]") -> History:
    columns = {
        name: np.concatenate([getattr(h, name) for h in histories])[order] for name in COLUMNS
    }
    shapes = {tuple((k, v.shape[1:]) for k, v in h.weights.items()) for h in histories}
    names = histories[0].weights if len(shapes) == 1 else ()
    weights = {
        n: torch.cat([h.weights[n] for h in histories])[torch.from_numpy(order)] for n in names
    }
    reasons = tuple(dict.fromkeys(reason for h in histories for reason in h.one_by_one))
    return History(**columns, weights=weights, one_by_one=reasons)


def _reshape(history: History, grid: list[int]) -> History:
    columns = {n: getattr(history, n).reshape(*grid, -1) for n in COLUMNS}
    weights = {n: w.reshape(*grid, *w.shape[1:]) for n, w in history.weights.items()}
    return replace(history, **columns, weights=weights)
