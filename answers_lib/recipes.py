"""Recipes: settings from which a network is built anew, once for every seed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import torch
from torch import nn

from answers_lib.seeding import seeded


@runtime_checkable
class Recipe(Protocol):
    """What `Run.network` takes: an object with `build(*, seed)` that returns an `nn.Module`.

    The module maps inputs [n, …] to one row of class logits per example, [n, classes]. While it
    is built, PyTorch's global generator is seeded with `seed`: a recipe that builds its layers in
    the ordinary way need not use `seed` itself. Make it a frozen dataclass, for example

        @dataclass(frozen=True)
        class Thinned:
            rate: float

            def build(self, *, seed):
                return nn.Sequential(nn.Linear(64, 32), nn.Dropout(self.rate), nn.Linear(32, 10))

    or let `recipe` make one of a function or of a module's class.
    """

    def build(self, *, seed: int) -> nn.Module:
        """A new network for this seed."""


@dataclass(frozen=True)
class Made:
    """What `recipe` returns: a function that makes a module, and its arguments."""

    make: Callable[..., nn.Module]
    arguments: tuple[Any, ...]
    settings: tuple[tuple[str, Any], ...]

    def build(self, *, seed: int) -> nn.Module:
        """The module that the function makes, its weights drawn from `seed`."""
        with seeded(seed):
            return self.make(*self.arguments, **dict(self.settings))


def recipe(make: Callable[..., nn.Module], *arguments: Any, **settings: Any) -> Made:
    """A recipe from a function or class that returns a module: `recipe(make_net, width=32)`.

    Raises:
        ValueError: when `make` cannot be called, for instance because it is a module already.
    """
    if isinstance(make, nn.Module) or not callable(make):
        raise ValueError(
            f"recipe({_kind(make)}): give a function or a class that makes a new module, "
            "as in recipe(make_net, width=32)"
        )
    return Made(make, arguments, tuple(sorted(settings.items())))


def check_recipe(network: Any) -> None:
    """Refuse what is no recipe.

    Raises:
        ValueError: that says how to make a recipe of what was given.
    """
    if isinstance(network, nn.Module):
        raise ValueError(
            f"network is a {_kind(network)} that is built already: give a recipe, from which one "
            "is built for every seed, as in network=recipe(make_net)"
        )
    if isinstance(network, Recipe) and not isinstance(network, type):
        return
    if callable(network):
        name = getattr(network, "__name__", _kind(network))
        raise ValueError(
            f"network={name} is no recipe: write network=recipe({name}), with its arguments "
            "behind the name"
        )
    raise ValueError(
        f"network={network!r} is no recipe: give mlp(…), recipe(…) or an object with "
        "build(*, seed) that returns an nn.Module"
    )


def built(network: Recipe, seed: int, dtype: torch.dtype) -> nn.Module:
    """A new network of `dtype`, built with the global generator seeded and put back afterwards.

    Raises:
        ValueError: when the recipe returns something else than a module.
    """
    with seeded(seed):
        module = network.build(seed=seed)
    if not isinstance(module, nn.Module):
        raise ValueError(
            f"{_kind(network)}.build() returned a value of type {_kind(module)}: "
            "return an nn.Module"
        )
    return module.to(dtype)


def _kind(value: Any) -> str:
    return type(value).__name__
