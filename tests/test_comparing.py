import math
import re
from dataclasses import replace

import numpy as np
import pytest
import torch

from answers_lib import comparing
from answers_lib.comparing import compare, train_many
from answers_lib.data import digits, moons
from answers_lib.history import COLUMNS, measure
from answers_lib.networks import ACTIVATIONS, mlp
from answers_lib.optimizers import adam, adamw, sgd
from answers_lib.stacked import StackedOptimizer
from answers_lib.training import Run, train

DATA = moons(40, 15, 20, noise=0.2, seed=0).double()
RUN = Run(DATA, mlp(2, 5, 2), sgd(0.1), batch_size=12, epochs=2)
SEEDS = range(3)


def assert_trained_alike(history, run, *index):
    """The run at `index` is what `train` makes of it, up to rounding in float64."""
    alone = train(run)
    for name in COLUMNS:
        column = getattr(history, name)[index]
        np.testing.assert_allclose(column, getattr(alone, name), rtol=1e-12, atol=1e-12)
    for name, weight in alone.weights.items():
        torch.testing.assert_close(history.weights[name][index], weight, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("sizes", [(2, 2), (2, 4, 2), (2, 5, 3, 4, 2)])
def test_every_network_shape(sizes, activation):
    run = replace(RUN, network=mlp(*sizes, activation=activation))
    history = compare(run, seed=SEEDS)
    for seed in SEEDS:
        assert_trained_alike(history, replace(run, seed=seed), seed)


@pytest.mark.parametrize(
    "settings",
    [
        [sgd(0.1), sgd(0.7)],
        [sgd(0.1, momentum=0.9), sgd(0.2), sgd(0.3, momentum=0.5)],
        [sgd(0.1, weight_decay=0.1), sgd(0.2)],
        [sgd(0.1, momentum=0.9, weight_decay=0.01), sgd(0.3, momentum=0.1, weight_decay=0.3)],
        [adam(0.01), adam(0.1)],
        [adam(0.01, weight_decay=0.1), adam(0.1)],
        [adamw(0.01), adamw(0.1, weight_decay=0.5), adamw(0.1, weight_decay=0)],
        [sgd(0.1), adam(0.1, weight_decay=0.1), sgd(0.2, momentum=0.9), adamw(0.1)],
    ],
    ids=["sgd", "momentum", "decay", "momentum and decay", "adam", "adam l2", "adamw", "mixed"],
)
def test_every_rule(settings):
    history = compare(RUN, optimizer=settings)
    for i, setting in enumerate(settings):
        assert_trained_alike(history, replace(RUN, optimizer=setting), i)


def test_a_grid_of_batch_sizes_rates_and_seeds_keeps_its_order():
    sizes, rates = [40, 7, 12], [0.05, 0.5]
    history = compare(RUN, lr=rates, batch_size=sizes, seed=SEEDS)
    assert history.train_loss.shape == (2, 3, 3, 3)
    assert history.weights["0.weight"].shape == (2, 3, 3, 5, 2)
    assert history.weights["2.bias"].shape == (2, 3, 3, 2)
    for i, lr in enumerate(rates):
        for j, size in enumerate(sizes):
            run = replace(RUN, optimizer=sgd(lr), batch_size=size, seed=2)
            assert_trained_alike(history, run, i, j, 2)


def test_an_axis_in_front_or_behind_gives_the_same_runs():
    a = compare(RUN, batch_size=[5, 12], momentum=[0, 0.9]).test_loss
    b = compare(RUN, momentum=[0, 0.9], batch_size=[5, 12]).test_loss
    np.testing.assert_allclose(a, b.swapaxes(0, 1), rtol=1e-12)


def test_every_run_on_its_own_data():
    sets = [moons(40, 15, 20, noise=0.2, seed=s).double() for s in range(3)]
    sets.insert(1, moons(30, 15, 20, noise=0.2, seed=3).double())  # a smaller training set
    history = compare(RUN, data=sets, seed=[4, 5])
    for i, data in enumerate(sets):
        assert_trained_alike(history, replace(RUN, data=data, seed=5), i, 1)


def test_no_axis_is_one_run():
    history = compare(RUN)
    assert history.train_loss.shape == (3,)
    assert_trained_alike(history, RUN)
    assert history.one_by_one == ()


def test_more_runs_than_fit_together(monkeypatch):
    stacks, trained = [], comparing.train_plain
    monkeypatch.setattr(comparing, "TOGETHER", 2)
    monkeypatch.setattr(
        comparing, "train_plain", lambda runs: stacks.append(len(runs)) or trained(runs)
    )
    history = compare(RUN, seed=range(3), batch_size=[10, 20])
    assert stacks == [2, 1, 2, 1]
    for seed in range(3):
        assert_trained_alike(history, replace(RUN, seed=seed, batch_size=20), seed, 1)


@pytest.mark.parametrize("rule", [sgd(0.1, momentum=0.9), adam(0.01)])
def test_a_run_that_diverges_leaves_the_others_alone(rule):
    history = compare(replace(RUN, optimizer=rule), lr=[0.1, 1e300, 0.2])
    assert not np.isfinite(history.train_loss[1, -1])
    for i, lr in ((0, 0.1), (2, 0.2)):
        assert_trained_alike(history, replace(RUN, optimizer=replace(rule, lr=lr)), i)


def test_single_precision_is_close():
    run = Run(digits(100, 50), mlp(64, 16, 10), adam(0.01), batch_size=16, epochs=2)
    history = compare(run, seed=[0, 1])
    np.testing.assert_allclose(
        history.test_loss[1], train(replace(run, seed=1)).test_loss, rtol=1e-5
    )
    assert history.weights["0.weight"].dtype == torch.float32


def test_loaded_weights_reproduce_what_was_measured():
    history = compare(RUN, lr=[0.1, 1], seed=SEEDS)
    network = history.load_into(RUN.network.build(seed=9).double(), 1, 2)
    columns = [getattr(history, name)[1, 2, -1] for name in COLUMNS]
    assert measure(network, DATA) == pytest.approx(columns, rel=1e-12)


def test_networks_of_different_shapes_have_no_common_weights():
    networks = [mlp(2, 5, 2), mlp(2, 2), mlp(2, 5, 2, activation="tanh")]
    history = compare(RUN, network=networks)
    assert history.weights == {}
    np.testing.assert_allclose(
        history.test_loss, [train(replace(RUN, network=n)).test_loss for n in networks], rtol=1e-12
    )


def test_networks_of_one_shape_have_weights_whatever_their_activation():
    run = replace(RUN, network=mlp(2, 5, 2, activation="tanh"))
    history = compare(RUN, network=[RUN.network, run.network])
    assert_trained_alike(history, run, 1)


def test_axes_may_be_arrays_and_iterators():
    history = compare(
        RUN, lr=np.array([0.1, 0.2]), batch_size=2 ** np.arange(3, 5), seed=iter(np.arange(2))
    )
    assert history.train_loss.shape == (2, 2, 2, 3)
    assert_trained_alike(history, replace(RUN, batch_size=16, optimizer=sgd(0.2), seed=1), 1, 1, 1)


def test_the_rate_of_an_axis_is_that_of_every_optimizer():
    history = compare(RUN, optimizer=[sgd(0.1), adam(0.1)], lr=[0.01, 0.02])
    assert_trained_alike(history, replace(RUN, optimizer=adam(0.02)), 1, 1)


KNOWN = "batch_size, data, lr, momentum, network, optimizer, schedule, seed, weight_decay"
NO_EPOCHS = (
    "axis 'epochs': runs of a grid are equally long; train the longest, its history has an entry "
    "after every epoch (with a schedule, compare once for each length)"
)


@pytest.mark.parametrize(
    ("axes", "message"),
    [
        ({"epochs": [1, 2]}, NO_EPOCHS),
        ({"rate": [1]}, f"axis 'rate' is unknown: choose from {KNOWN}"),
        ({"lr": []}, "axis 'lr' is empty: give at least one value"),
        ({"lr": 0.1}, "axis 'lr' = 0.1: give a list of values to try"),
        ({"lr": "0.1"}, "axis 'lr' = '0.1': give a list of values to try"),
        (
            {"seed": np.array(3)},
            "axis 'seed' = array(3): give a list of values to try",
        ),
        ({"batch_size": [4, 41]}, "batch_size=41: choose 1 to 40, the training set"),
        ({"lr": [0.1, 0]}, "lr=0: give a finite number above 0"),
        ({"lr": ["0.1"]}, "lr='0.1': give a number, not a value of type str"),
        ({"seed": [0.5]}, "seed=0.5: give a whole number of at least 0"),
    ],
)
def test_axes_that_cannot_be(axes, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        compare(RUN, **axes)


def test_arguments_in_the_wrong_place():
    with pytest.raises(ValueError, match=r"^run is of type MLP: give a Run, then the axes$"):
        compare(RUN.network, seed=[0])


@pytest.mark.parametrize("runs", [[], [RUN, replace(RUN, epochs=3)]])
def test_runs_of_different_lengths_or_none(runs):
    message = "^runs to train together need the same number of epochs, and one at least$"
    with pytest.raises(ValueError, match=message):
        train_many(runs)


def test_iterations_are_epochs_times_ceil_n_by_b(monkeypatch):
    steps, step = [], StackedOptimizer.step
    monkeypatch.setattr(StackedOptimizer, "step", lambda self: steps.append(1) or step(self))
    compare(RUN, seed=range(5))
    assert len(steps) == RUN.epochs * math.ceil(40 / RUN.batch_size)
