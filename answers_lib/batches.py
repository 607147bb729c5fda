"""The order of the examples: the mini-batches of one epoch."""

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor


def epoch_batches(n: int, batch_size: int, generator: torch.Generator) -> Iterator[Tensor]:
    """Row numbers of one epoch's mini-batches: every example once, in a fresh random order.

    Args:
        n: number of examples.
        batch_size: rows in a batch; the last batch is shorter if it does not divide n.
        generator: source of the order; it moves on.
    """
    yield from torch.randperm(n, generator=generator).split(batch_size)


def stacked_batches(
    n: int, batch_size: int, generators: Sequence[torch.Generator]
) -> Iterator[Tensor]:
    """`epoch_batches` of several generators side by side: row numbers [len(generators), B]."""
    orders = [torch.randperm(n, generator=generator) for generator in generators]
    yield from torch.stack(orders).split(batch_size, dim=1)
