"""How fast are 2000 small networks trained? Plain PyTorch, torch.func and our pool, on one core.

The arithmetic is the same for all: 600 images of 196 pixels, mini-batches of 50, 20 epochs. A
network of width H costs 4·50·197·H operations a step, two for each weight in the forward product
and two in the gradient. Random inputs will do: the values do not change the work.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import torch
from rich.console import Console
from rich.table import Table
from torch import Tensor, nn
from torch.func import functional_call, grad, stack_module_state, vmap
from torch.nn import functional as F

from answers_lib.batches import epoch_batches
from answers_lib.networks import mlp
from answers_lib.pool import Network, Pool, search_pool, train_pool

NETWORKS, IMAGES, PIXELS = 2000, 600, 196
LOOP_SAMPLE = 40

Trainer = Callable[[Pool, Tensor, Tensor], object]


@dataclass(frozen=True)
class Timing:
    """CPU seconds for the whole pool, and on how many of its networks they were measured."""

    method: str
    seconds: float
    measured: int


def plain_loop(pool: Pool, x: Tensor, y: Tensor) -> None:
    """One network after another with nn.Module, autograd and torch.optim.SGD."""
    for network in pool.networks:
        module = _module(network)
        optimizer = torch.optim.SGD(
            module.parameters(), network.lr, pool.momentum, weight_decay=network.weight_decay
        )
        for rows in _batches(pool):
            optimizer.zero_grad()
            loss = F.binary_cross_entropy_with_logits(module(x[rows]).squeeze(1), y[rows])
            loss.backward()
            optimizer.step()


def vmap_of_grad(pool: Pool, x: Tensor, y: Tensor) -> None:
    """Networks of one width and activation stacked; torch.func vectorises their gradients."""
    for _, members in groupby(sorted(pool.networks, key=_kind), key=_kind):
        _vmap_bucket(tuple(members), pool, x, y)


def ours(pool: Pool, x: Tensor, y: Tensor) -> None:
    """`answers_lib.pool.train_pool`, with as little to predict as possible."""
    train_pool(pool, x, y, x[:1])


def operations(pool: Pool) -> float:
    """Floating-point operations of the two large products, over all networks and steps."""
    steps = pool.epochs * IMAGES // pool.batch_size
    return 4.0 * pool.batch_size * (PIXELS + 1) * steps * sum(n.width for n in pool.networks)


def peak(size: int = 2048) -> float:
    """Operations per second of one large float32 matrix product, the best of eight."""
    a, b = torch.rand(2, size, size)
    product = torch.empty(size, size)
    return 2 * size**3 / min(_seconds(lambda: torch.mm(a, b, out=product)) for _ in range(8))


def sample(pool: Pool, size: int) -> Pool:
    """Every so many of the networks sorted by width and activation: all kinds in proportion."""
    stride = len(pool.networks) // size
    return replace(pool, networks=tuple(sorted(pool.networks, key=_kind)[stride // 2 :: stride]))


def measure(
    method: str, train: Trainer, pool: Pool, *, measured: int = NETWORKS, repeats: int = 1
) -> Timing:
    """Best of `repeats`, on a sample of `measured` networks and scaled to the pool's size."""
    x = torch.randn(IMAGES, PIXELS, generator=torch.Generator().manual_seed(0))
    y = (x[:, 0] > 0).float()
    part = sample(pool, measured)
    train(replace(sample(pool, 10), epochs=1), x, y)  # what PyTorch does only once
    seconds = min(_seconds(lambda: train(part, x, y)) for _ in range(repeats))
    return Timing(method, seconds * len(pool.networks) / len(part.networks), len(part.networks))


def report(timings: Sequence[Timing], operations: float, peak: float) -> Table:
    """A row for each method; the first is what the others are compared with."""
    table = Table(
        title=f"{NETWORKS} networks, 1 thread, {operations / 1e9:.0f} GFLOP",
        caption=f"peak: {peak / 1e9:.0f} GFLOP/s in a 2048³ float32 product, in this run",
    )
    for name in ("method", "measured on", "CPU s", "GFLOP/s", "of peak", "speed-up"):
        table.add_column(name, justify="left" if name == "method" else "right", no_wrap=True)
    for timing in timings:
        speed = operations / timing.seconds
        table.add_row(
            timing.method,
            "all" if timing.measured == NETWORKS else f"{timing.measured}, scaled up",
            f"{timing.seconds:.1f}",
            f"{speed / 1e9:.1f}",
            f"{speed / peak:.0%}",
            f"{timings[0].seconds / timing.seconds:.1f}×",
        )
    return table


def main() -> None:
    """Measure everything in one run, the peak before and after, and print the table."""
    torch.set_num_threads(1)
    pool = search_pool(NETWORKS, seed=0)
    before = peak()
    timings = [
        measure("plain PyTorch loop", plain_loop, pool, measured=LOOP_SAMPLE),
        measure("vmap(grad), by width", vmap_of_grad, pool),
        measure("train_pool", ours, pool, repeats=5),
    ]
    Console(width=100).print(report(timings, operations(pool), max(before, peak())))


def _vmap_bucket(members: tuple[Network, ...], pool: Pool, x: Tensor, y: Tensor) -> None:
    modules = [_module(network) for network in members]
    parameters, buffers = stack_module_state(modules)
    velocities = {name: torch.zeros_like(p) for name, p in parameters.items()}

    def loss(weights: dict[str, Tensor], x: Tensor, y: Tensor) -> Tensor:
        logits = functional_call(modules[0], (weights, buffers), (x,)).squeeze(1)
        return F.binary_cross_entropy_with_logits(logits, y)

    gradient = vmap(grad(loss), in_dims=(0, None, None))
    columns = torch.tensor([[n.lr, n.weight_decay] for n in members])
    with torch.no_grad():
        for rows in _batches(pool):
            for name, g in gradient(parameters, x[rows], y[rows]).items():
                weight = parameters[name]
                lr, decay = columns.T.view(2, -1, *[1] * (weight.dim() - 1))
                velocities[name].mul_(pool.momentum).add_(g).addcmul_(weight, decay)
                weight.addcmul_(velocities[name], lr, value=-1)


def _module(network: Network) -> nn.Module:
    built = mlp(PIXELS, network.width, 1, activation=network.activation).build(seed=network.seed)
    with torch.no_grad():
        for weight in built.parameters():
            weight.mul_(network.init_scale)
    return built


def _batches(pool: Pool) -> list[Tensor]:
    order = torch.Generator().manual_seed(pool.order_seed)
    epochs = (epoch_batches(IMAGES, pool.batch_size, order) for _ in range(pool.epochs))
    return [rows for epoch in epochs for rows in epoch]


def _kind(network: Network) -> tuple[int, str]:
    return network.width, network.activation


def _seconds(action: Callable[[], object]) -> float:
    # CPU time, not the clock's: other programs may be running.
    start = time.process_time()
    action()
    return time.process_time() - start


if __name__ == "__main__":
    main()
