"""Optimizer settings: frozen values that build the torch.optim optimizer they describe."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

import torch
from torch import nn

Rule = Literal["sgd", "adam", "adamw"]


@dataclass(frozen=True)
class Optimizer:
    """The update rule and its hyperparameters; Adam's betas and eps are PyTorch's defaults."""

    rule: Rule
    lr: float
    momentum: float = 0.0
    weight_decay: float = 0.0

    def __post_init__(self) -> None:
        if self.rule not in get_args(Rule):
            known = ", ".join(get_args(Rule))
            raise ValueError(f"unknown rule {self.rule!r}: choose one of {known}")
        if not self.lr > 0:
            raise ValueError(f"the learning rate must be positive, not {self.lr}")
        for name in ("momentum", "weight_decay"):
            if not getattr(self, name) >= 0:
                raise ValueError(f"{name}={getattr(self, name)}: choose 0 or more")
        if self.momentum and self.rule != "sgd":
            raise ValueError(f"momentum={self.momentum}: {self.rule} has none to set, only sgd has")

    def build(self, parameters: Iterable[nn.Parameter]) -> torch.optim.Optimizer:
        """The torch.optim optimizer with these settings, over `parameters`."""
        if self.rule == "sgd":
            return torch.optim.SGD(
                parameters, self.lr, momentum=self.momentum, weight_decay=self.weight_decay
            )
        kind = torch.optim.Adam if self.rule == "adam" else torch.optim.AdamW
        return kind(parameters, self.lr, weight_decay=self.weight_decay)


def sgd(lr: float, *, momentum: float = 0.0, weight_decay: float = 0.0) -> Optimizer:
    """Stochastic gradient descent; `weight_decay` is an L2 penalty, as in torch.optim.SGD."""
    return Optimizer("sgd", lr, momentum, weight_decay)


def adam(lr: float, *, weight_decay: float = 0.0) -> Optimizer:
    """Adam; `weight_decay` is an L2 penalty, as in torch.optim.Adam."""
    return Optimizer("adam", lr, 0.0, weight_decay)


def adamw(lr: float, *, weight_decay: float = 0.01) -> Optimizer:
    """Adam with decoupled weight decay, as in torch.optim.AdamW."""
    return Optimizer("adamw", lr, 0.0, weight_decay)
