"""Optimizer settings: frozen values that build the torch.optim optimizer they describe."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

import torch
from torch import nn

from answers_lib.checks import not_negative, positive
from answers_lib.schedules import Schedule, check_schedule

Rule = Literal["sgd", "adam", "adamw"]


@dataclass(frozen=True)
class Optimizer:
    """The update rule and its hyperparameters; Adam's betas and eps are PyTorch's defaults.

    `schedule` changes the learning rate while a run goes on; without one it stays `lr`.

    Raises:
        ValueError: when the rule is unknown, a number is none or out of its range, momentum
            is set for a rule without it, or the schedule is none.
    """

    rule: Rule
    lr: float
    momentum: float = 0.0
    weight_decay: float = 0.0
    schedule: Schedule | None = None

    def __post_init__(self) -> None:
        if self.rule not in get_args(Rule):
            known = ", ".join(get_args(Rule))
            raise ValueError(f"unknown rule {self.rule!r}: choose one of {known}")
        object.__setattr__(self, "lr", positive("lr", self.lr))
        for name in ("momentum", "weight_decay"):
            object.__setattr__(self, name, not_negative(name, getattr(self, name)))
        if self.momentum and self.rule != "sgd":
            raise ValueError(f"momentum={self.momentum}: {self.rule} has none to set, only sgd has")
        check_schedule(self.schedule)

    def build(self, parameters: Iterable[nn.Parameter]) -> torch.optim.Optimizer:
        """The torch.optim optimizer with these settings, over `parameters`."""
        if self.rule == "sgd":
            return torch.optim.SGD(
                parameters, self.lr, momentum=self.momentum, weight_decay=self.weight_decay
            )
        kind = torch.optim.Adam if self.rule == "adam" else torch.optim.AdamW
        return kind(parameters, self.lr, weight_decay=self.weight_decay)


def sgd(
    lr: float,
    *,
    momentum: float = 0.0,
    weight_decay: float = 0.0,
    schedule: Schedule | None = None,
) -> Optimizer:
    """Stochastic gradient descent; `weight_decay` is an L2 penalty, as in torch.optim.SGD."""
    return Optimizer("sgd", lr, momentum, weight_decay, schedule)


def adam(lr: float, *, weight_decay: float = 0.0, schedule: Schedule | None = None) -> Optimizer:
    """Adam; `weight_decay` is an L2 penalty, as in torch.optim.Adam."""
    return Optimizer("adam", lr, 0.0, weight_decay, schedule)


def adamw(lr: float, *, weight_decay: float = 0.01, schedule: Schedule | None = None) -> Optimizer:
    """Adam with decoupled weight decay, as in torch.optim.AdamW."""
    return Optimizer("adamw", lr, 0.0, weight_decay, schedule)
