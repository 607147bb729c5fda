"""Thousands of small binary classifiers, trained at once on one CPU core.

Networks that share their mini-batches can share a matrix product. Put the weights of n networks
with H hidden units side by side and they are one wide layer [D, H·n]: X @ wide computes every
hidden unit of every network in one large product, and X.T @ (wide residual) every gradient.
Large products run near the processor's peak, where n small ones mostly wait for memory.
From there on each network keeps to its own columns, so none can influence another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from answers_lib.batches import epoch_batches
from answers_lib.checks import positive, whole_number

ACTIVATIONS = ("relu", "tanh")
WIDTHS = (2, 4, 8, 16, 32)

# Columns of a wide layer: enough to fill a matrix product, few enough to stay in the cache.
COLUMNS = 1024


@dataclass(frozen=True)
class Network:
    """One hidden layer and one logit, w2·activation(W1 x + b1) + b2, and how it is trained.

    The initial weights are those of `mlp(D, width, 1).build(seed=seed)` (PyTorch's nn.Linear:
    uniform between ±1/√inputs, biases too), all of them times `init_scale`.
    """

    width: int
    activation: str
    lr: float
    weight_decay: float = 0.0
    init_scale: float = 1.0
    seed: int = 0

    def __post_init__(self) -> None:
        whole_number("width", self.width, at_least=1)
        if self.activation not in ACTIVATIONS:
            raise ValueError(f"unknown activation {self.activation!r}: choose relu or tanh")
        positive("lr", self.lr)


@dataclass(frozen=True)
class Pool:
    """Networks and what they share: the mini-batches, in one order, and the momentum."""

    networks: tuple[Network, ...]
    batch_size: int = 50
    epochs: int = 20
    momentum: float = 0.9
    order_seed: int = 0


def search_pool(n: int, *, seed: int) -> Pool:
    """A random search: n networks that differ in every setting.

    Width 2, 4, 8, 16 or 32; learning rate 10^U(−3, −0.5); weight decay 10^U(−5, −1.5); ReLU or
    tanh; initial scale 10^U(−0.5, 0.5); own initial weights. The first k are those of a pool of k.
    Source: Bergstra & Bengio 2012, JMLR 13:281–305.
    """
    generator = torch.Generator().manual_seed(seed)
    draws = torch.rand(n, 6, generator=generator, dtype=torch.float64).tolist()
    networks = tuple(
        Network(
            width=WIDTHS[int(width * len(WIDTHS))],
            activation=ACTIVATIONS[int(activation * len(ACTIVATIONS))],
            lr=10 ** (-3 + 2.5 * lr),
            weight_decay=10 ** (-5 + 3.5 * weight_decay),
            init_scale=10 ** (-0.5 + init_scale),
            seed=int(own * 2**31),
        )
        for width, activation, lr, weight_decay, init_scale, own in draws
    )
    return Pool(networks, order_seed=seed)


def seeds_pool(n: int, *, seed: int) -> Pool:
    """One configuration n times, only the initial weights differ; the first k as in a pool of k.

    Width 16, ReLU, learning rate 0.05, weight decay 0.001.
    """
    seeds = torch.randint(2**31, (n,), generator=torch.Generator().manual_seed(seed)).tolist()
    networks = tuple(Network(16, "relu", lr=0.05, weight_decay=1e-3, seed=own) for own in seeds)
    return Pool(networks, order_seed=seed)


@torch.no_grad()
def train_pool(pool: Pool, x: Tensor, y: Tensor, held_out: Tensor) -> Tensor:
    """Train every network of the pool, then show it the held-out inputs.

    Loss: binary cross-entropy of the logit, averaged over the mini-batch. Update: that of
    torch.optim.SGD with momentum, weight decay an L2 penalty on weights and biases alike.
    A network that diverges can end in NaN; it leaves the others as they are.

    Args:
        pool: n networks.
        x: training inputs [N, D]; everything is computed in their dtype.
        y: training labels [N], each 0 or 1.
        held_out: inputs [M, D], never trained on.

    Returns:
        Logits [n, M] of the held-out inputs; `selection.correctness` compares them with labels.

    Raises:
        ValueError: when shapes, labels or batch size do not fit.
    """
    _check(pool, x, y, held_out)
    batches = list(_batches(pool, x, y))
    held_out = _with_ones(held_out.to(x.dtype))
    logits = held_out.new_empty(len(pool.networks), len(held_out))
    for members in _buckets(pool.networks):
        bucket = _Bucket([pool.networks[i] for i in members], pool.momentum, x)
        for batch in batches:
            bucket.step(*batch)
        logits[members] = bucket.logits(bucket.hidden_units(held_out)).T
    return logits


class _Bucket:
    """n networks of one width H and one activation, trained side by side.

    hidden [D + 1, H·n]: column h·n + k is unit h of network k; output [H + 1, n]. The last
    row of each holds the biases. A velocity is what the momentum adds up, times the learning rate.
    """

    def __init__(self, networks: Sequence[Network], momentum: float, x: Tensor) -> None:
        hidden, output = zip(*(_initial_weights(net, x.shape[1]) for net in networks), strict=True)
        self.hidden = torch.stack(hidden, dim=-1).flatten(1).to(x.dtype)
        self.output = torch.stack(output, dim=-1).to(x.dtype)
        self.hidden_velocity = torch.zeros_like(self.hidden)
        self.output_velocity = torch.zeros_like(self.output)
        self.width, self.activation = networks[0].width, networks[0].activation
        self.lr = torch.tensor([net.lr for net in networks], dtype=x.dtype)
        self.decay = self.lr * torch.tensor([net.weight_decay for net in networks], dtype=x.dtype)
        self.wide_decay = self.decay.repeat(self.width)
        self.momentum = momentum

    def hidden_units(self, x: Tensor) -> Tensor:
        """Activations [B, H, n] of inputs x [B, D + 1]."""
        sums = (x @ self.hidden).view(len(x), self.width, -1)
        if self.activation == "relu":
            return sums.relu_()
        # tanh(s) = 2 sigmoid(2s) − 1: PyTorch's sigmoid takes a fifth of its tanh's time.
        return sums.mul_(2).sigmoid_().mul_(2).sub_(1)

    def logits(self, units: Tensor) -> Tensor:
        """Logits [B, n] of hidden activations [B, H, n]."""
        return (units * self.output[:-1]).sum(1).add_(self.output[-1])

    def step(self, x: Tensor, y: Tensor) -> None:
        """One update from a mini-batch: inputs x [B, D + 1], labels y [B, 1]."""
        units = self.hidden_units(x)
        # The learning rate and the mean over the batch come in here, where the array is small.
        residual = self.logits(units).sigmoid_().sub_(y).mul_(self.lr / len(x)).unsqueeze(1)
        output_step, bias_step = (units * residual).sum(0), residual.sum(0)
        back = (residual * self.output[:-1]).mul_(self._slopes(units)).flatten(1)
        # The matrix product of the gradient also applies the momentum: one pass, not two.
        self.hidden_velocity.addmm_(x.T, back, beta=self.momentum)
        self.hidden_velocity.addcmul_(self.hidden, self.wide_decay)
        self.output_velocity.mul_(self.momentum)
        self.output_velocity[:-1].add_(output_step)
        self.output_velocity[-1:].add_(bias_step)
        self.output_velocity.addcmul_(self.output, self.decay)
        self.hidden.sub_(self.hidden_velocity)
        self.output.sub_(self.output_velocity)

    def _slopes(self, units: Tensor) -> Tensor:
        """Derivative of the activation, from its value, which it overwrites."""
        return units.sign_() if self.activation == "relu" else units.square_().neg_().add_(1)


def _initial_weights(network: Network, inputs: int) -> tuple[Tensor, Tensor]:
    """Hidden weights [D + 1, H] and output weights [H + 1], last row the biases."""
    generator = torch.Generator().manual_seed(network.seed)

    def linear(outputs: int, inputs: int) -> Tensor:
        bound = 1 / inputs**0.5
        weight = torch.empty(outputs, inputs).uniform_(-bound, bound, generator=generator)
        bias = torch.empty(outputs, 1).uniform_(-bound, bound, generator=generator)
        return torch.cat([weight, bias], dim=1).T * network.init_scale

    return linear(network.width, inputs), linear(1, network.width).squeeze(1)


def _buckets(networks: Sequence[Network]) -> Iterator[list[int]]:
    """Positions of networks with one width and activation, at most COLUMNS units at a time."""
    groups: dict[tuple[int, str], list[int]] = {}
    for position, network in enumerate(networks):
        groups.setdefault((network.width, network.activation), []).append(position)
    for (width, _), members in groups.items():
        size = max(1, COLUMNS // width)
        yield from (members[i : i + size] for i in range(0, len(members), size))


def _batches(pool: Pool, x: Tensor, y: Tensor) -> Iterator[tuple[Tensor, Tensor]]:
    order = torch.Generator().manual_seed(pool.order_seed)
    x, y = _with_ones(x), y.to(x.dtype).unsqueeze(1)
    for _ in range(pool.epochs):
        for rows in epoch_batches(len(x), pool.batch_size, order):
            yield x[rows], y[rows]


def _with_ones(x: Tensor) -> Tensor:
    """X with a column of ones [·, D + 1], so that the biases are a row of the weights."""
    return torch.cat([x, x.new_ones(len(x), 1)], dim=1)


def _check(pool: Pool, x: Tensor, y: Tensor, held_out: Tensor) -> None:
    shapes = [list(tensor.shape) for tensor in (x, y, held_out)]
    if x.dim() != 2 or shapes != [[len(x), x.shape[1]], [len(x)], [len(held_out), x.shape[1]]]:
        given = ", ".join(map(str, shapes))
        raise ValueError(f"x, y, held_out must have shapes [N, D], [N], [M, D], not {given}")
    if not ((y == 0) | (y == 1)).all():
        raise ValueError("labels must be 0 or 1")
    if not 1 <= pool.batch_size <= len(x):
        raise ValueError(f"batch_size={pool.batch_size}: choose 1 to {len(x)}, the training set")
