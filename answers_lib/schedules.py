"""Learning-rate schedules as settings: frozen values that build torch.optim's schedulers."""

import warnings
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import torch
from torch import nn
from torch.optim import Optimizer as TorchOptimizer
from torch.optim.lr_scheduler import (
    CosineAnnealingLR,
    LinearLR,
    LRScheduler,
    ReduceLROnPlateau,
    SequentialLR,
    StepLR,
)

from answers_lib.checks import not_negative, positive


@runtime_checkable
class Schedule(Protocol):
    """How the learning rate changes: an object with `build`, best a frozen dataclass.

    The scheduler that it builds is stepped after every update. It must not look at losses.
    """

    def build(self, optimizer: TorchOptimizer, *, updates: int, per_epoch: int) -> LRScheduler:
        """A scheduler over `optimizer`, for a run of so many `updates`, `per_epoch` an epoch."""


@dataclass(frozen=True)
class StepDecay:
    """The learning rate times `factor` after every `every` epochs."""

    every: float
    factor: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "every", positive("every", self.every))
        object.__setattr__(self, "factor", positive("factor", self.factor))

    def build(self, optimizer: TorchOptimizer, *, updates: int, per_epoch: int) -> LRScheduler:
        """`torch.optim.lr_scheduler.StepLR`."""
        return StepLR(optimizer, max(1, round(self.every * per_epoch)), gamma=self.factor)


@dataclass(frozen=True)
class Cosine:
    """Half a cosine over the whole run, from the learning rate down to `end` times it."""

    end: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "end", not_negative("end", self.end))

    def build(self, optimizer: TorchOptimizer, *, updates: int, per_epoch: int) -> LRScheduler:
        """`torch.optim.lr_scheduler.CosineAnnealingLR`."""
        group = optimizer.param_groups[0]
        full = group.get("initial_lr", group["lr"])  # a warm-up has lowered "lr" already
        return CosineAnnealingLR(optimizer, max(1, updates), eta_min=self.end * full)


@dataclass(frozen=True)
class Warmup:
    """Linearly from `start` times the learning rate to all of it, then as `then` says."""

    epochs: float
    start: float
    then: "Schedule | None"

    def __post_init__(self) -> None:
        object.__setattr__(self, "epochs", positive("epochs", self.epochs))
        object.__setattr__(self, "start", positive("start", self.start))
        if self.start > 1:
            raise ValueError(f"start={self.start}: give a fraction of the learning rate, up to 1")
        check_schedule(self.then)

    def build(self, optimizer: TorchOptimizer, *, updates: int, per_epoch: int) -> LRScheduler:
        """`torch.optim.lr_scheduler.LinearLR`, with `SequentialLR` before another one."""
        length = max(1, round(self.epochs * per_epoch))
        warm = LinearLR(optimizer, start_factor=self.start, total_iters=length)
        if self.then is None:
            return warm
        rest = max(1, updates - length)
        then = self.then.build(optimizer, updates=rest, per_epoch=per_epoch)
        return SequentialLR(optimizer, [warm, then], milestones=[length])


def step_decay(every: float, *, factor: float = 0.1) -> StepDecay:
    """The learning rate times `factor` after every `every` epochs."""
    return StepDecay(every, factor)


def cosine(*, end: float = 0.0) -> Cosine:
    """Half a cosine over the whole run, from the learning rate down to `end` times it."""
    return Cosine(end)


def warmup(epochs: float, *, start: float = 0.1, then: Schedule | None = None) -> Warmup:
    """Linearly up from `start` times the learning rate within `epochs`, then as `then` says."""
    return Warmup(epochs, start, then)


def check_schedule(schedule: Any) -> None:
    """Refuse what is no schedule.

    Raises:
        ValueError: that says what to give.
    """
    if schedule is not None and (isinstance(schedule, type) or not isinstance(schedule, Schedule)):
        raise ValueError(
            f"schedule={schedule!r} is none: give step_decay(…), cosine(), warmup(…) or an object "
            "with build(optimizer, *, updates, per_epoch) that returns a scheduler of torch.optim"
        )


def learning_rates(schedule: Schedule, lr: float, *, updates: int, per_epoch: int) -> list[float]:
    """The learning rate of every update, as PyTorch's scheduler sets it.

    Raises:
        ValueError: when the scheduler looks at losses, or changes more than the learning rate.
    """
    # SGD without gradients changes nothing, so that a scheduler can be run by itself.
    optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(()))], lr, momentum=0.5)
    before = _others(optimizer)
    rates = []
    with warnings.catch_warnings(action="ignore"):  # SequentialLR calls what PyTorch deprecates
        scheduler = schedule.build(optimizer, updates=updates, per_epoch=per_epoch)
        _check_scheduler(schedule, scheduler)
        for _ in range(updates):
            rates.append(float(optimizer.param_groups[0]["lr"]))
            optimizer.step()
            scheduler.step()
    if _others(optimizer) != before:
        raise ValueError(
            f"{schedule!r} changes more than the learning rate: let it keep the momentum, "
            "as in OneCycleLR(…, cycle_momentum=False)"
        )
    return rates


def _check_scheduler(schedule: Schedule, scheduler: Any) -> None:
    if isinstance(scheduler, LRScheduler) and not isinstance(scheduler, ReduceLROnPlateau):
        return
    raise ValueError(
        f"{schedule!r}.build() returned a value of type {type(scheduler).__name__}: return a "
        "scheduler of torch.optim that depends on the number of updates alone"
    )


def _others(optimizer: TorchOptimizer) -> dict[str, Any]:
    known = optimizer.param_groups[0]
    return {name: known[name] for name in ("momentum", "weight_decay", "dampening")}
