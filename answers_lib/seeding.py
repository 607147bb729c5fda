"""Randomness that a seed alone decides, whatever the global generator is doing."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import torch


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """PyTorch's global generator begins at `seed` inside, and is as before afterwards."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        yield


def noise_seed(seed: int) -> int:
    """The seed of what a network draws while it trains, dropout masks for instance.

    It follows from the run's seed but is another one: from the same seed, the first mask would be
    made of the very numbers that became the initial weights.
    Source: NumPy's `SeedSequence`, which is made to derive independent seeds from one.
    """
    return int(np.random.SeedSequence([seed, 1]).generate_state(1)[0])
