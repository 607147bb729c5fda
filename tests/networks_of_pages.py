"""Networks as a page would bring them: what stacks, and what is trained one by one."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from answers_lib.networks import MLP
from answers_lib.recipes import recipe


@dataclass(frozen=True)
class DroppedMLP(MLP):
    """The subclass that used to be trained as if it had no dropout."""

    rate: float = 0.5

    def _layers(self):
        first, *rest = super()._layers()
        return [first, nn.Dropout(self.rate), *rest]


@dataclass(frozen=True)
class Normed:
    """Batch norm, without a seed of its own: the library seeds the global generator."""

    width: int

    def build(self, *, seed):
        return nn.Sequential(
            nn.Linear(64, self.width, bias=False),
            nn.BatchNorm1d(self.width),
            nn.ReLU(),
            nn.Linear(self.width, 10),
        )


class Residual(nn.Module):
    def __init__(self, width=16):
        super().__init__()
        self.inward, self.inner = nn.Linear(64, width), nn.Linear(width, width)
        self.head = nn.Linear(width, 10)
        self.scale = nn.Parameter(torch.ones(()))  # one number, no axis at all

    def forward(self, x):
        x = self.inward(x)
        return self.head(x + self.scale * torch.tanh(self.inner(x)))


class Cosines(nn.Module):
    """A head of its own: logits are cosines, of weights that two layers share."""

    def __init__(self):
        super().__init__()
        self.body, self.again = nn.Linear(64, 64), nn.Linear(64, 64)
        self.again.weight = self.body.weight
        self.classes = nn.Parameter(torch.randn(10, 64))
        self.register_buffer("sharpness", torch.tensor(8.0))

    def forward(self, x):
        x = nn.functional.normalize(self.again(torch.relu(self.body(x))), dim=-1)
        return self.sharpness * x @ nn.functional.normalize(self.classes, dim=-1).T


def biased_before_norm():
    """The bias before batch norm has a gradient of 0, which is rounding and nothing else."""
    return nn.Sequential(nn.Linear(64, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 10))


def convolution():
    return nn.Sequential(
        nn.Conv2d(1, 4, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(36, 10)
    )


def convolution_normed():
    return nn.Sequential(
        nn.Conv2d(1, 4, 3, bias=False),
        nn.BatchNorm2d(4),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(144, 10),
    )


def layer_normed():
    return nn.Sequential(nn.Linear(64, 16), nn.LayerNorm(16), nn.ReLU(), nn.Linear(16, 10))


def dropped(rate=0.5):
    return nn.Sequential(nn.Linear(64, 16), nn.ReLU(), nn.Dropout(rate), nn.Linear(16, 10))


def frozen():
    """The first layer is never trained, and its batch norm stays in eval mode."""
    network = Normed(16).build(seed=0)
    network[0].requires_grad_(False)
    network[1].eval()
    return network


def in_part_unused():
    """A layer that no logit depends on."""
    network = nn.Sequential(nn.Linear(64, 10))
    network[0].unused = nn.Linear(3, 3)
    return network


def clipped():
    """A hook belongs to one tensor: stacking the networks would lose it."""
    network = nn.Sequential(nn.Linear(64, 10))
    network[0].weight.register_hook(lambda gradient: gradient.clamp(-1e-3, 1e-3))
    return network


class Branching(nn.Module):
    """Looks at its values, which `vmap` cannot."""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(64, 10)

    def forward(self, x):
        logits = self.layer(x)
        return logits if logits.sum() > 0 else 2 * logits


class SeedsDiffer(nn.Module):
    """A setting beside the weights that differs from seed to seed: `vmap` knows the first only."""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(64, 10)
        self.factor = float(torch.rand(()))

    def forward(self, x):
        return self.factor * self.layer(x)


class NumpyNoise(nn.Module):
    """Random numbers that PyTorch does not see; the same in every run that begins with `seed`."""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(64, 10)
        self.source = np.random.default_rng(int(torch.randint(1000, ())))

    def forward(self, x):
        return self.layer(x) * (1 + 0.1 * self.source.normal() * self.training)


STACKED = {
    "batch norm": Normed(16),
    "layer norm": recipe(layer_normed),
    "residual": recipe(Residual, width=16),
    "head of its own": recipe(Cosines),
    "frozen": recipe(frozen),
    "unused": recipe(in_part_unused),
}
STACKED_IMAGES = {
    "convolution": recipe(convolution),
    "convolution, batch norm": recipe(convolution_normed),
}
ONE_BY_ONE = {
    "MLP with dropout": DroppedMLP((64, 16, 10)),
    "dropout": recipe(dropped, rate=0.3),
    "hook": recipe(clipped),
    "branch": recipe(Branching),
    "seeds differ": recipe(SeedsDiffer),
    "NumPy": recipe(NumpyNoise),
}
