import torch

from answers_lib.animal_pools import held_out_logits
from answers_lib.data import cats_and_dogs, pooled
from answers_lib.pool import Network, Pool, search_pool, train_pool


def quick_pool(n, *, seed):
    networks = tuple(Network(4, "relu", lr=0.05, seed=seed + i) for i in range(n))
    return Pool(networks, epochs=3, order_seed=seed)


def test_the_logits_are_the_pools_on_all_images_it_was_not_trained_on():
    logits, labels = held_out_logits(quick_pool, 1, networks=5)
    data = pooled(cats_and_dogs(train=600, validation=689, seed=1))
    for part, start in ((data.validation, 0), (data.test, 689)):
        expected = train_pool(quick_pool(5, seed=1), *data.train, part.x)
        got = logits[:, start : start + len(part)].float()
        torch.testing.assert_close(got, expected, rtol=1e-3, atol=1e-3)
        assert torch.equal(labels[start : start + len(part)], part.y)
    assert logits.shape == (5, 1389)
    assert logits.dtype == torch.float16


def test_trained_networks_beat_guessing():
    logits, labels = held_out_logits(quick_pool, 0, networks=3)
    assert ((logits > 0) == labels).float().mean(1).min() > 0.7


def test_another_repeat_is_another_split_and_another_pool():
    (_, first), (_, second) = (held_out_logits(quick_pool, r, networks=1) for r in (0, 1))
    assert not torch.equal(first, second)
    assert search_pool(3, seed=0) != search_pool(3, seed=1)
