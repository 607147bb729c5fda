"""Many networks of one shape as one: every weight gets a leading axis, the network.

A batched matrix product runs all networks at once. The sum of their losses has, for each
network, the gradient of its own loss, since no network appears in another one's loss.
"""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from answers_lib.networks import ACTIVATIONS, MLP, Minimum
from answers_lib.optimizers import Optimizer

# The same numbers, without a second array of hidden units to write.
IN_PLACE: dict[str, Callable[[Tensor], Tensor]] = {
    "relu": torch.relu_,
    "tanh": torch.tanh_,
    "sigmoid": torch.sigmoid_,
}
ELEMENTWISE = (nn.ReLU, nn.Tanh, nn.Sigmoid, Minimum, nn.Identity)


def is_plain(network: object) -> bool:
    """Whether `StackedMLP` computes what this recipe builds: our MLP itself, no class made of it.

    A subclass may build other layers, dropout for instance, and an activation that somebody adds
    to `ACTIVATIONS` may mix the networks: neither may be taken for the plain MLP.
    """
    return type(network) is MLP and ACTIVATIONS[network.activation] in ELEMENTWISE


class StackedMLP(nn.Module):
    """n perceptrons of one shape; weights [n, outputs, inputs] and biases [n, outputs]."""

    def __init__(self, network: MLP, seeds: Sequence[int], dtype: torch.dtype) -> None:
        super().__init__()
        members = [network.build(seed=seed).state_dict() for seed in seeds]
        self.names = list(members[0])
        self.stack = nn.ParameterList(
            torch.stack([member[name] for member in members]).to(dtype) for name in self.names
        )
        self.activation = IN_PLACE.get(network.activation, ACTIVATIONS[network.activation]())

    @property
    def modes(self) -> nn.Module:
        """The module whose train and eval modes count; perceptrons are the same in both."""
        return self

    def forward(self, x: Tensor) -> Tensor:
        """Logits [n, B, outputs] of inputs x [n, B, inputs], or [1, B, inputs] shared by all."""
        x = x.expand(len(self.stack[0]), -1, -1)
        for layer in range(0, len(self.stack), 2):
            weight, bias = self.stack[layer], self.stack[layer + 1]
            x = torch.baddbmm(bias.unsqueeze(1), x, weight.transpose(1, 2))
            if layer + 2 < len(self.stack):
                x = self.activation(x)
        return x

    def weights(self) -> dict[str, Tensor]:
        """Weights under the names of one network's state_dict, shape [n, …]."""
        return {name: p.detach() for name, p in zip(self.names, self.stack, strict=True)}


def losses(logits: Tensor, y: Tensor) -> Tensor:
    """Mean cross-entropy [n] of each network; logits [n, B, classes], labels y [n or 1, B]."""
    n, batch, classes = logits.shape
    each = F.cross_entropy(
        logits.reshape(-1, classes), y.expand(n, batch).reshape(-1), reduction="none"
    )
    return each.view(n, batch).mean(1)


class StackedOptimizer:
    """torch.optim's update rule over stacked weights, each network with its own settings.

    torch.optim takes one learning rate for a parameter; here it is a column [n].
    Source: the algorithms in the documentation of torch.optim.SGD, Adam and AdamW.
    """

    def __init__(self, parameters: Sequence[Tensor], settings: Sequence[Optimizer]) -> None:
        self.parameters, self.rule, self.steps = list(parameters), settings[0].rule, 0
        self.momentum = any(s.momentum for s in settings)
        self.decay = any(s.weight_decay for s in settings)
        self.first = [torch.zeros_like(p) for p in self.parameters]
        self.second = [torch.zeros_like(p) for p in self.parameters]
        self.columns = [
            tuple(
                torch.tensor([getattr(s, name) for s in settings], dtype=p.dtype).view(
                    -1, *[1] * (p.dim() - 1)
                )
                for name in ("lr", "momentum", "weight_decay")
            )
            for p in self.parameters
        ]

    def set_rates(self, rates: Tensor) -> None:
        """Learning rates [n] of the next update, one for each network."""
        for lr, _, _ in self.columns:
            lr.copy_(rates.view(lr.shape))

    @torch.no_grad()
    def step(self) -> None:
        """Update every weight from its gradient, then clear the gradient."""
        self.steps += 1
        for p, m, v, columns in zip(
            self.parameters, self.first, self.second, self.columns, strict=True
        ):
            gradient = p.grad
            if gradient is None:  # a weight that the loss does not depend on stays
                continue
            if self.rule == "sgd":
                self._sgd(p, gradient, m, *columns)
            else:
                self._adam(p, gradient, m, v, *columns)
            p.grad = None

    def _sgd(self, p: Tensor, g: Tensor, m: Tensor, lr: Tensor, mu: Tensor, wd: Tensor) -> None:
        if self.decay:
            g = g.addcmul_(p, wd)
        if self.momentum:
            g = m.mul_(mu).add_(g)
        p.addcmul_(g, lr, value=-1)

    def _adam(
        self, p: Tensor, g: Tensor, m: Tensor, v: Tensor, lr: Tensor, _: Tensor, wd: Tensor
    ) -> None:
        if self.decay and self.rule == "adamw":
            p.mul_(1 - lr * wd)
        elif self.decay:
            g = g.addcmul_(p, wd)
        m.lerp_(g, 0.1)
        v.mul_(0.999).addcmul_(g, g, value=0.001)
        root = (v / (1 - 0.999**self.steps)).sqrt_().add_(1e-8)
        p.addcdiv_(m * (lr / (1 - 0.9**self.steps)), root, value=-1)
