"""Whether a network fits the data: asked before anything is trained."""

from functools import lru_cache
from typing import Any

import torch
from torch import Tensor, nn

from answers_lib.examples import Data
from answers_lib.networks import MLP
from answers_lib.recipes import Recipe, built


def check_fits(data: Data, network: Recipe) -> None:
    """Refuse a network that cannot take the inputs, or has fewer outputs than there are classes.

    Our own MLP is compared by its sizes; any other network is built once and shown two examples.

    Raises:
        ValueError: that says which sizes do not fit.
    """
    outputs = _of_mlp(data, network) if type(network) is MLP else _of_recipe(data, network)
    classes = 1 + max(int(part.y.max()) for part in (data.train, data.validation, data.test))
    if outputs < classes:
        raise ValueError(
            f"the data have {classes} classes, the network {outputs} outputs: "
            "give it an output for every class"
        )


def _of_mlp(data: Data, network: MLP) -> int:
    x = data.train.x
    if x.dim() != 2:
        raise ValueError(
            f"an MLP takes inputs [n, features], the data have {list(x.shape)}: "
            "flatten them with x.flatten(1)"
        )
    if network.sizes[0] != x.shape[1]:
        raise ValueError(
            f"the data have {x.shape[1]} inputs, the network {network.sizes[0]}: "
            "make the first size of the network equal"
        )
    return network.sizes[-1]


def _of_recipe(data: Data, network: Any) -> int:
    two = data.train.x[:2]
    shown = tuple(two.shape), two.dtype
    if not _is_hashable(network):
        return _outputs(network, *shown)
    return _outputs_once(network, *shown)


def _is_hashable(network: object) -> bool:
    try:
        hash(network)
    except TypeError:
        return False
    return True


def _outputs(network: Any, shape: tuple[int, ...], dtype: torch.dtype) -> int:
    module = built(network, 0, dtype).eval()
    _refuse_shared(module, built(network, 1, dtype))
    zeros = torch.zeros(shape, dtype=dtype)
    try:
        with torch.no_grad(), torch.random.fork_rng(devices=[]):
            logits = module(zeros)
    except Exception as error:
        raise ValueError(
            f"the network cannot take inputs of shape {list(shape)}: {error}"
        ) from error
    given = list(logits.shape) if isinstance(logits, Tensor) else type(logits).__name__
    if not isinstance(given, list) or len(given) != 2 or given[0] != shape[0]:
        raise ValueError(
            f"the network makes {given} of {shape[0]} examples: return one row of class logits "
            f"per example, [{shape[0]}, classes]; regression and several outputs per example "
            "cannot be trained here"
        )
    return given[1]


def _refuse_shared(first: nn.Module, second: nn.Module) -> None:
    """Weights that one run has trained must not be where the next one begins."""
    known = {id(weight) for weight in first.parameters()}
    if any(id(weight) in known for weight in second.parameters()):
        raise ValueError(
            "build() returned the same weights for two seeds: build a new module every time, or "
            "return copy.deepcopy(module)"
        )


_outputs_once = lru_cache(maxsize=64)(_outputs)  # a sweep makes many runs of one recipe
