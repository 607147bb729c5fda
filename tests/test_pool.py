import re
from collections.abc import Iterator

import pytest
import torch
from torch import Tensor, nn

from answers_lib.batches import epoch_batches
from answers_lib.networks import mlp
from answers_lib.pool import Network, Pool, search_pool, seeds_pool, train_pool

MIXED = (
    Network(3, "relu", lr=0.05, weight_decay=0.01, seed=1),
    Network(5, "tanh", lr=0.02, weight_decay=0.0, init_scale=2.0, seed=2),
    Network(3, "tanh", lr=0.09, weight_decay=0.03, init_scale=0.5, seed=3),
    Network(3, "relu", lr=0.01, weight_decay=0.001, seed=4),
    Network(1, "relu", lr=0.03, weight_decay=0.0, seed=5),
    Network(5, "tanh", lr=0.07, weight_decay=0.02, seed=6),
)


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def problem(dtype: torch.dtype = torch.float64) -> tuple[Tensor, Tensor, Tensor]:
    """34 training examples of 4 features, their labels, and 9 held-out inputs."""
    generator = torch.Generator().manual_seed(0)
    x, held_out = torch.randn(43, 4, generator=generator).to(dtype).split([34, 9])
    return x, (x[:, 0] > x[:, 1]).long(), held_out


def module(network: Network, dtype: torch.dtype) -> nn.Module:
    built = mlp(4, network.width, 1, activation=network.activation).build(seed=network.seed)
    with torch.no_grad():
        for weight in built.parameters():
            weight.mul_(network.init_scale)
    return built.to(dtype)


def train_alone(network: Network, pool: Pool, x: Tensor, y: Tensor, held_out: Tensor) -> Tensor:
    """The oracle: one network, plain PyTorch; logits [M]."""
    built, loss = module(network, x.dtype), nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(
        built.parameters(), network.lr, pool.momentum, weight_decay=network.weight_decay
    )
    order = torch.Generator().manual_seed(pool.order_seed)
    for _ in range(pool.epochs):
        for rows in epoch_batches(len(x), pool.batch_size, order):
            optimizer.zero_grad()
            loss(built(x[rows]).squeeze(1), y[rows].to(x.dtype)).backward()
            optimizer.step()
    return built(held_out).squeeze(1).detach()


@pytest.mark.parametrize(
    ("dtype", "tolerance"), [(torch.float64, 1e-11), (torch.float32, 1e-4)], ids=["64", "32"]
)
@pytest.mark.parametrize("batch_size", [8, 34], ids="batch {}".format)
def test_every_network_trains_as_it_would_with_plain_pytorch(batch_size, dtype, tolerance):
    pool = Pool(MIXED, batch_size=batch_size, epochs=4, order_seed=7)
    logits = train_pool(pool, *problem(dtype))
    expected = torch.stack([train_alone(net, pool, *problem(dtype)) for net in MIXED])
    torch.testing.assert_close(logits, expected, rtol=tolerance, atol=tolerance)
    # They would also agree if nothing were learned.
    assert (logits - train_pool(Pool(MIXED, 8, epochs=0), *problem(dtype))).abs().max() > 0.1


def test_a_random_search_trains_as_it_would_with_plain_pytorch():
    pool = Pool(search_pool(20, seed=3).networks, batch_size=17, epochs=2)
    logits = train_pool(pool, *problem())
    expected = torch.stack([train_alone(net, pool, *problem()) for net in pool.networks])
    torch.testing.assert_close(logits, expected, rtol=1e-8, atol=1e-8)


def test_one_step_descends_the_gradient_that_autograd_finds():
    x, y, _ = problem()
    for network in MIXED:
        built = module(network, x.dtype)
        nn.BCEWithLogitsLoss()(built(x).squeeze(1), y.double()).backward()
        with torch.no_grad():
            for weight in built.parameters():
                weight -= network.lr * (weight.grad + network.weight_decay * weight)
        logits = train_pool(Pool((network,), batch_size=len(x), epochs=1), x, y, x)
        torch.testing.assert_close(logits[0], built(x).squeeze(1).detach())


def test_without_epochs_the_networks_are_those_of_mlp_build():
    x, y, held_out = problem(torch.float32)
    logits = train_pool(Pool(MIXED, batch_size=8, epochs=0), x, y, held_out)
    expected = [module(net, x.dtype)(held_out).squeeze(1).detach() for net in MIXED]
    torch.testing.assert_close(logits, torch.stack(expected), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("momentum", [0.0, 0.5])
def test_momentum_is_that_of_the_pool(momentum):
    pool = Pool(MIXED[:1], batch_size=8, epochs=3, momentum=momentum)
    torch.testing.assert_close(
        train_pool(pool, *problem())[0], train_alone(MIXED[0], pool, *problem())
    )


def test_a_network_does_not_depend_on_the_rest_of_its_pool():
    together = train_pool(Pool(MIXED, batch_size=8, epochs=4), *problem())
    for network, logits in zip(MIXED, together, strict=True):
        alone = train_pool(Pool((network,), batch_size=8, epochs=4), *problem())
        torch.testing.assert_close(alone[0], logits, rtol=1e-11, atol=1e-11)


def test_more_networks_than_one_wide_layer_holds_keep_their_places():
    pool = Pool(tuple(Network(400, "relu", lr=0.01, seed=s) for s in range(5)), 17, epochs=1)
    logits = train_pool(pool, *problem())
    expected = torch.stack([train_alone(net, pool, *problem()) for net in pool.networks])
    torch.testing.assert_close(logits, expected)


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_a_network_that_diverges_leaves_the_others_as_they_are(activation):
    calm = [Network(3, activation, lr=0.01, seed=s) for s in (1, 2)]
    wild = Network(3, activation, lr=1e300, seed=3)
    pool = Pool((calm[0], wild, calm[1]), batch_size=8, epochs=4)
    logits = train_pool(pool, *problem())
    without = train_pool(Pool(tuple(calm), batch_size=8, epochs=4), *problem())
    assert logits[1].isnan().all()
    torch.testing.assert_close(logits[[0, 2]], without, rtol=1e-11, atol=1e-11)


def test_the_batch_order_comes_from_the_pool_and_nothing_from_the_global_generator():
    torch.manual_seed(1)
    first = train_pool(Pool(MIXED, batch_size=8, order_seed=1), *problem())
    state = torch.get_rng_state()
    again = train_pool(Pool(MIXED, batch_size=8, order_seed=1), *problem())
    other = train_pool(Pool(MIXED, batch_size=8, order_seed=2), *problem())
    assert torch.equal(torch.get_rng_state(), state)
    assert torch.equal(first, again)
    assert not torch.allclose(first, other, atol=1e-3)


def test_a_search_draws_every_setting_from_its_range():
    networks = search_pool(2000, seed=0).networks
    assert {net.width for net in networks} == {2, 4, 8, 16, 32}
    assert {net.activation for net in networks} == {"relu", "tanh"}
    assert len({net.seed for net in networks}) > 1990
    for name, low, high in [
        ("lr", -3, -0.5),
        ("weight_decay", -5, -1.5),
        ("init_scale", -0.5, 0.5),
    ]:
        exponents = torch.tensor([getattr(net, name) for net in networks]).log10()
        assert low <= exponents.min() < low + 0.02
        assert high - 0.02 < exponents.max() <= high
        # Uniform: mean in the middle, within four standard errors.
        assert abs(exponents.mean() - (low + high) / 2) < 4 * (high - low) / (12 * 2000) ** 0.5


def test_a_seeds_pool_varies_the_initial_weights_only():
    networks = seeds_pool(50, seed=0).networks
    assert len({net.seed for net in networks}) == 50
    assert {(n.width, n.activation, n.lr, n.weight_decay, n.init_scale) for n in networks} == {
        (16, "relu", 0.05, 1e-3, 1.0)
    }


@pytest.mark.parametrize("draw", [search_pool, seeds_pool])
def test_a_small_pool_is_the_beginning_of_a_large_one(draw):
    assert draw(20, seed=5).networks == draw(500, seed=5).networks[:20]
    assert draw(20, seed=5) != draw(20, seed=6)
    assert draw(20, seed=5).order_seed == 5


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"width": 0}, "width=0: give a whole number of at least 1"),
        ({"activation": "gelu"}, "unknown activation 'gelu': choose relu or tanh"),
        ({"lr": 0.0}, "lr=0.0: give a finite number above 0"),
    ],
    ids=["width", "activation", "lr"],
)
def test_impossible_networks_are_refused(settings, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Network(**{"width": 2, "activation": "relu", "lr": 0.1} | settings)


SHAPES = "x, y, held_out must have shapes [N, D], [N], [M, D], not "


@pytest.mark.parametrize(
    ("x", "y", "held_out", "message"),
    [
        ([6, 3], [6], [2, 4], SHAPES + "[6, 3], [6], [2, 4]"),
        ([6, 3], [5], [2, 3], SHAPES + "[6, 3], [5], [2, 3]"),
        ([6, 3], [6, 1], [2, 3], SHAPES + "[6, 3], [6, 1], [2, 3]"),
        ([6], [6], [2], SHAPES + "[6], [6], [2]"),
        ([6, 3], [6], [3], SHAPES + "[6, 3], [6], [3]"),
        ([4, 3], [4], [2, 3], "batch_size=5: choose 1 to 4, the training set"),
    ],
    ids=["features", "labels", "label column", "x flat", "held-out flat", "batch"],
)
def test_shapes_that_do_not_fit_are_refused(x, y, held_out, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        train_pool(Pool(MIXED, batch_size=5), torch.ones(x), torch.ones(y), torch.ones(held_out))


def test_labels_other_than_0_and_1_are_refused():
    x, y, held_out = problem()
    with pytest.raises(ValueError, match=r"^labels must be 0 or 1$"):
        train_pool(Pool(MIXED, batch_size=5), x, 2 * y - 1, held_out)
