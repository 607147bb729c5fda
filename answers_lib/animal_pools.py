"""Pools of 2000 networks on cats and dogs, trained once for every answer that chooses from them."""

from collections.abc import Callable

import torch
from torch import Tensor

from answers_lib.data import cats_and_dogs, pooled
from answers_lib.memo import remember
from answers_lib.pool import Pool, train_pool

NETWORKS = 2000


@remember
def held_out_logits(
    draw_pool: Callable[..., Pool], repeat: int, networks: int = NETWORKS
) -> tuple[Tensor, Tensor]:
    """Train a pool on 600 images and show it the 1389 others.

    Args:
        draw_pool: `search_pool` or `seeds_pool`.
        repeat: seed of the split into train and held-out images, and of the pool.
        networks: how many.

    Returns:
        Logits [networks, 1389] in half precision, which is enough to rank and to average them,
        and labels [1389].
    """
    images = pooled(cats_and_dogs(train=600, validation=689, seed=repeat))
    held_out = torch.cat([images.validation.x, images.test.x])
    labels = torch.cat([images.validation.y, images.test.y])
    x, y = images.train
    logits = train_pool(draw_pool(networks, seed=repeat), x, y, held_out)
    return logits.half(), labels
