"""Networks that a page brings: trained together as alone, as they are, and never in silence."""

import logging
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from answers_lib.comparing import compare, train_many
from answers_lib.data import digits
from answers_lib.examples import Data, Examples
from answers_lib.history import COLUMNS
from answers_lib.networks import mlp
from answers_lib.optimizers import adam, adamw, sgd
from answers_lib.recipes import recipe
from answers_lib.schedules import cosine
from answers_lib.seeding import noise_seed
from answers_lib.training import Run, train
from networks_of_pages import (
    ONE_BY_ONE,
    STACKED,
    STACKED_IMAGES,
    DroppedMLP,
    Normed,
    biased_before_norm,
    dropped,
)

FLAT = digits(60, 40).double()
IMAGES = Data(**{n: Examples(p.x.view(-1, 1, 8, 8)[:60], p.y[:60]) for n, p in vars(FLAT).items()})
RUN = Run(FLAT, mlp(64, 16, 10), sgd(0.1, momentum=0.9), batch_size=16, epochs=2)
SETTINGS = [sgd(0.1, momentum=0.9, weight_decay=0.01), adam(0.01), adamw(0.02)]


def assert_trained_alike(history, run, *index):
    alone = train(run)
    for name in COLUMNS:
        column = getattr(history, name)[index]
        np.testing.assert_allclose(column, getattr(alone, name), rtol=1e-9, atol=1e-9)
    assert list(history.weights) == list(alone.weights)
    for name, weight in alone.weights.items():
        torch.testing.assert_close(history.weights[name][index], weight, rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize("optimizer", SETTINGS, ids=["sgd", "adam", "adamw"])
@pytest.mark.parametrize("kind", STACKED | STACKED_IMAGES)
def test_what_is_stacked_is_trained_as_alone(kind, optimizer):
    data = FLAT if kind in STACKED else IMAGES
    run = replace(RUN, data=data, network=(STACKED | STACKED_IMAGES)[kind], optimizer=optimizer)
    history = compare(run, lr=[0.01, 0.05], seed=range(3))
    assert history.one_by_one == ()
    run = replace(run, optimizer=replace(optimizer, lr=0.05))
    for seed in range(3):
        assert_trained_alike(history, replace(run, seed=seed), 1, seed)


DRAWS = "a network draws random numbers while it trains, each from its own seed"
REASONS = {
    "MLP with dropout": DRAWS,
    "dropout": DRAWS,
    "hook": "the parameter '0.weight' has a hook, which belongs to one network",
    "branch": "vmap: It looks like you're attempting to use a Tensor in some data-dependent",
    "seeds differ": "stacked, the logits of the first batch differ from those of one network",
    "NumPy": "stacked, the gradients of the first batch differ from those of one network",
}


@pytest.mark.parametrize("kind", ONE_BY_ONE)
def test_what_is_not_stacked_is_trained_one_by_one_and_says_so(kind, caplog):
    run = replace(RUN, network=ONE_BY_ONE[kind])
    with caplog.at_level(logging.INFO):
        history = compare(run, seed=range(3))
    assert len(history.one_by_one) == 1
    assert history.one_by_one[0].startswith(REASONS[kind])
    assert caplog.messages == [f"{run.network}: trained one after another: {history.one_by_one[0]}"]
    for seed in range(3):
        assert_trained_alike(history, replace(run, seed=seed), seed)


def test_dropout_in_a_subclass_of_our_mlp_is_trained_with():
    sizes = (64, 16, 10)
    networks = [RUN.network, DroppedMLP(sizes, rate=0.0), DroppedMLP(sizes, rate=0.9)]
    plain, never, often = compare(replace(RUN, epochs=10), network=networks).train_loss
    np.testing.assert_allclose(never, plain, rtol=1e-9)
    assert often[-1] > 2 * plain[-1]


def test_a_grid_of_all_kinds_keeps_its_order():
    networks = [ONE_BY_ONE["dropout"], RUN.network, Normed(16), Normed(8)]
    history = compare(RUN, network=networks, seed=[4, 5])
    for i, network in enumerate(networks):
        run = replace(RUN, network=network, seed=5)
        np.testing.assert_allclose(history.test_loss[i, 1], train(run).test_loss, rtol=1e-9)
    assert history.weights == {}
    assert len(history.one_by_one) == 1


def test_dropout_is_that_of_a_loop_by_hand():
    torch.manual_seed(5)
    network = dropped(0.3).double()
    optimizer = torch.optim.SGD(network.parameters(), 0.1)
    order = torch.Generator().manual_seed(5)
    torch.manual_seed(noise_seed(5))
    x, y = FLAT.train
    for _ in range(2):
        for rows in torch.randperm(60, generator=order).split(16):
            optimizer.zero_grad()
            F.cross_entropy(network(x[rows]), y[rows]).backward()
            optimizer.step()
    run = replace(RUN, network=recipe(dropped, 0.3), optimizer=sgd(0.1), seed=5)
    for name, weight in train(run).weights.items():
        assert torch.equal(weight, network.state_dict()[name]), name


def test_dropout_repeats_and_leaves_the_global_generator_alone():
    run = replace(RUN, network=recipe(dropped))
    torch.manual_seed(1)
    state = torch.get_rng_state()
    first = train(run)
    assert torch.equal(torch.get_rng_state(), state)
    torch.manual_seed(2)
    assert train(run).test_loss.tolist() == first.test_loss.tolist()
    assert train(replace(run, seed=1)).test_loss.tolist() != first.test_loss.tolist()


def test_masks_are_not_the_numbers_of_the_weights():
    seeds = [noise_seed(seed) for seed in range(1000)]
    assert len(set(seeds)) == 1000
    assert not set(seeds) & set(range(1000))


def test_batch_norm_measures_with_its_running_statistics_and_keeps_them():
    history = compare(replace(RUN, network=Normed(16)), seed=[0, 1])
    network = history.load_into(Normed(16).build(seed=7).double(), 1)
    assert int(network[1].num_batches_tracked) == 2 * 4  # two epochs of ⌈60 / 16⌉ batches
    x, y = FLAT.test
    with torch.no_grad():
        loss = F.cross_entropy(network.eval()(x), y).item()
    assert history.test_loss[1, -1] == pytest.approx(loss, rel=1e-9)


@pytest.mark.parametrize("kind", [biased_before_norm, dropped])
def test_single_precision_is_close(kind):
    run = replace(RUN, data=digits(60, 40), network=recipe(kind), optimizer=sgd(0.1))
    history = compare(run, seed=[0, 1])
    assert len(history.one_by_one) == (kind is dropped)
    alone = train(replace(run, seed=1))
    np.testing.assert_allclose(history.test_loss[1], alone.test_loss, rtol=1e-4)


def test_frozen_layers_stay_as_they_are():
    history = compare(replace(RUN, network=STACKED["frozen"]), seed=[3])
    start = STACKED["frozen"].build(seed=3).double().state_dict()
    for name in ("0.weight", "1.running_mean", "1.num_batches_tracked"):
        assert torch.equal(history.weights[name][0], start[name]), name
    assert not torch.equal(history.weights["3.weight"][0], start["3.weight"])


def test_every_run_on_its_own_images():
    other = digits(60, 60, seed=3).double()
    images = {n: Examples(p.x.view(-1, 1, 8, 8)[:60], p.y[:60]) for n, p in vars(other).items()}
    first = {n: Examples(p.x[:40], p.y[:40]) for n, p in vars(IMAGES).items()}
    second = {n: Examples(p.x[:40], p.y[:40]) for n, p in images.items()}
    run = replace(RUN, data=Data(**first), network=STACKED_IMAGES["convolution"])
    runs = [run, replace(run, data=Data(**second), seed=1)]
    history = train_many(runs)
    for i, one in enumerate(runs):
        assert_trained_alike(history, one, i)


def test_schedules_are_those_of_train():
    run = replace(RUN, network=Normed(16))
    history = compare(run, schedule=[None, cosine()], lr=[0.1, 0.3])
    rule = replace(RUN.optimizer, lr=0.3, schedule=cosine())
    assert_trained_alike(history, replace(run, optimizer=rule), 1, 1)


def test_a_fault_of_the_network_is_not_hidden():
    class Faulty(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Linear(64, 10)

        def forward(self, x):
            if self.training:
                raise KeyError("missing")
            return self.layer(x)

    with pytest.raises(KeyError, match=r"^'missing'$"):
        compare(replace(RUN, network=recipe(Faulty)), seed=[0])
