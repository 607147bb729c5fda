"""Many networks of one recipe as one, whatever the module: torch.func's `vmap` over their state.

Every parameter and buffer gets a leading axis, the network. What cannot be run so, or gives
something else than the networks give one by one, is refused here and trained one by one.
"""

from collections.abc import Sequence
from copy import deepcopy

import torch
from torch import Tensor, nn
from torch.func import functional_call, stack_module_state, vmap
from torch.nn import functional as F

from answers_lib.history import eval_mode
from answers_lib.stacked import losses


class StackedModules:
    """n networks with the same layers; parameters and buffers [n, …].

    Raises:
        ValueError, RuntimeError: when their states cannot be stacked.
    """

    def __init__(self, members: Sequence[nn.Module]) -> None:
        # `vmap` runs the code of one network for all: that of a copy, which keeps its modes.
        self.modes = deepcopy(members[0])
        self.trained, self.buffers = stack_module_state(list(members))
        self._call = vmap(self._one, in_dims=(0, 0, 0), randomness="error")
        self._call_shared = vmap(self._one, in_dims=(0, 0, None), randomness="error")

    def __call__(self, x: Tensor) -> Tensor:
        """Logits [n, B, classes] of inputs x [n, B, …], or [1, B, …] shared by all."""
        if len(x) == 1:
            return self._call_shared(self.trained, self.buffers, x[0])
        return self._call(self.trained, self.buffers, x)

    def parameters(self) -> list[Tensor]:
        """What is trained, each [n, …]."""
        return [parameter for parameter in self.trained.values() if parameter.requires_grad]

    def weights(self) -> dict[str, Tensor]:
        """Parameters and buffers under the names of one network's state_dict, shape [n, …]."""
        state = self.trained | self.buffers
        names = {id(tensor): name for name, tensor in self._named(remove_duplicate=True)}
        shared = {name: names[id(tensor)] for name, tensor in self._named(remove_duplicate=False)}
        return {name: state[shared[name]].detach() for name in self.modes.state_dict()}

    def _one(self, trained: dict[str, Tensor], buffers: dict[str, Tensor], x: Tensor) -> Tensor:
        logits: Tensor = functional_call(self.modes, (trained, buffers), (x,))
        return logits

    def _named(self, *, remove_duplicate: bool) -> list[tuple[str, Tensor]]:
        parameters = self.modes.named_parameters(remove_duplicate=remove_duplicate)
        buffers = self.modes.named_buffers(remove_duplicate=remove_duplicate)
        return [*parameters, *buffers]


def check_alike(members: Sequence[nn.Module], x: Tensor, y: Tensor) -> None:
    """Try one batch, in the networks' own modes and in eval mode: stacked as one by one?

    So nothing that `vmap` would change goes unnoticed: settings that depend on the seed, hooks,
    Python's or NumPy's random numbers. The networks are used up: their buffers move.

    Args:
        members: the networks.
        x: inputs [n, B, …], or [1, B, …] shared by all.
        y: labels [n, B] or [1, B].

    Raises:
        ValueError: when they differ.
        RuntimeError: when `vmap` cannot run the network, for instance when it draws dropout masks.
    """
    _refuse_hooks(members)
    stack = StackedModules(members)
    losses(stack(x), y).sum().backward()
    gradients = [parameter.grad for parameter in stack.parameters()]
    with torch.no_grad(), eval_mode(stack.modes):
        logits = stack(x)
    for i, member in enumerate(members):
        own_x, own_y = x[i % len(x)], y[i % len(y)]
        F.cross_entropy(member(own_x), own_y).backward()
        with torch.no_grad(), eval_mode(member):
            alone = member(own_x)
            _same("logits", logits[i], alone, float(alone.abs().max()))
        own = [parameter.grad for parameter in member.parameters() if parameter.requires_grad]
        # Some are 0 but for rounding, as those of a bias before batch norm: the largest counts.
        largest = max(float(alone.abs().max()) for alone in own if alone is not None)
        for together, alone in zip(gradients, own, strict=True):
            _same("gradients", None if together is None else together[i], alone, largest)


def _refuse_hooks(members: Sequence[nn.Module]) -> None:
    for name, parameter in members[0].named_parameters():
        if parameter._backward_hooks or parameter._post_accumulate_grad_hooks:
            raise ValueError(f"the parameter {name!r} has a hook, which belongs to one network")


def _same(what: str, together: Tensor | None, alone: Tensor | None, largest: float) -> None:
    """Equal to half the digits of their dtype, measured at the largest number of all."""
    if together is None or alone is None:
        equal = together is alone
    else:
        tolerance = torch.finfo(alone.dtype).eps ** 0.5
        equal = bool((together - alone).abs().max() <= tolerance * (largest + tolerance))
    if not equal:
        raise ValueError(f"stacked, the {what} of the first batch differ from those of one network")
