import math
import re
from dataclasses import replace

import numpy as np
import pytest
import torch
from sklearn.metrics import accuracy_score, log_loss
from torch.nn import functional as F

from answers_lib.batches import epoch_batches, stacked_batches
from answers_lib.data import moons
from answers_lib.history import COLUMNS, History, as_columns, measure
from answers_lib.networks import mlp
from answers_lib.optimizers import Optimizer, adam, adamw, sgd
from answers_lib.training import Run, train

DATA = moons(50, 20, 30, noise=0.2, seed=0).double()
NETWORK = mlp(2, 8, 2)
RUN = Run(DATA, NETWORK, sgd(0.1), batch_size=10, epochs=1)


def generator(seed=0):
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize(("n", "size"), [(10, 1), (10, 3), (10, 5), (10, 10), (11, 10), (1077, 16)])
def test_an_epoch_takes_ceil_n_by_b_batches_and_every_example_once(n, size):
    batches = list(epoch_batches(n, size, generator()))
    assert len(batches) == math.ceil(n / size)
    assert [len(batch) for batch in batches[:-1]] == [size] * (len(batches) - 1)
    assert sorted(torch.cat(batches).tolist()) == list(range(n))


@pytest.mark.parametrize("size", [1, 3, 10])
def test_batches_side_by_side_are_those_of_each_generator(size):
    alone = [generator(seed) for seed in (4, 5)]
    together = [generator(seed) for seed in (4, 5)]
    for _ in range(2):
        expected = zip(*(epoch_batches(10, size, source) for source in alone), strict=True)
        found = stacked_batches(10, size, together)
        for rows, each in zip(found, expected, strict=True):
            assert torch.equal(rows, torch.stack(each))


def test_every_epoch_has_its_own_order_and_a_seed_repeats_it():
    source = generator(3)
    first, second = (next(epoch_batches(100, 100, source)) for _ in range(2))
    assert not torch.equal(first, second)
    assert torch.equal(next(epoch_batches(100, 100, generator(3))), first)


@pytest.mark.parametrize(
    ("setting", "kind", "expected"),
    [
        (sgd(0.3), torch.optim.SGD, {"lr": 0.3, "momentum": 0, "weight_decay": 0}),
        (
            sgd(0.3, momentum=0.9, weight_decay=0.1),
            torch.optim.SGD,
            {"lr": 0.3, "momentum": 0.9, "weight_decay": 0.1, "nesterov": False, "dampening": 0},
        ),
        (adam(0.3, weight_decay=0.1), torch.optim.Adam, {"lr": 0.3, "weight_decay": 0.1}),
        (adam(0.3), torch.optim.Adam, {"betas": (0.9, 0.999), "eps": 1e-8, "weight_decay": 0}),
        (adamw(0.3), torch.optim.AdamW, {"lr": 0.3, "weight_decay": 0.01}),
        (adamw(0.3, weight_decay=0), torch.optim.AdamW, {"weight_decay": 0}),
    ],
)
def test_settings_build_pytorchs_optimizer(setting, kind, expected):
    parameters = list(NETWORK.build(seed=0).parameters())
    optimizer = setting.build(parameters)
    assert type(optimizer) is kind
    assert optimizer.param_groups[0].items() >= expected.items()
    assert optimizer.param_groups[0]["params"] == parameters


@pytest.mark.parametrize(
    ("rule", "settings", "message"),
    [
        ("sgd", {"lr": 0}, "lr=0: give a finite number above 0"),
        ("adam", {"lr": -0.1}, "lr=-0.1: give a finite number above 0"),
        ("sgd", {"lr": math.nan}, "lr=nan: give a finite number above 0"),
        ("sgd", {"lr": math.inf}, "lr=inf: give a finite number above 0"),
        ("sgd", {"lr": "0.1"}, "lr='0.1': give a number, not a value of type str"),
        ("sgd", {"lr": True}, "lr=True: give a number, not a value of type bool"),
        ("sgd", {"lr": 1, "momentum": -0.9}, "momentum=-0.9: give a finite number of at least 0"),
        (
            "adam",
            {"lr": 1, "weight_decay": -1},
            "weight_decay=-1: give a finite number of at least 0",
        ),
        (
            "adamw",
            {"lr": 1, "momentum": 0.9},
            "momentum=0.9: adamw has none to set, only sgd has",
        ),
        ("rmsprop", {"lr": 1}, "unknown rule 'rmsprop': choose one of sgd, adam, adamw"),
    ],
)
def test_what_is_no_optimizer(rule, settings, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Optimizer(rule, **settings)


def test_numpys_numbers_become_plain_ones():
    setting = sgd(np.float32(0.5), momentum=np.float64(0.25), weight_decay=np.int64(2))
    assert [type(value) for value in (setting.lr, setting.momentum)] == [float, float]
    assert setting == sgd(0.5, momentum=0.25, weight_decay=2)
    run = replace(RUN, batch_size=np.int64(32), epochs=np.int32(1), seed=np.uint8(3))
    assert run == replace(RUN, batch_size=32, epochs=1, seed=3)
    assert [type(run.batch_size), type(run.epochs), type(run.seed)] == [int, int, int]


TYPES = "in the order Run(data, network, optimizer, batch_size, epochs)"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"batch_size": 0}, "batch_size=0: choose 1 to 50, the training set"),
        ({"batch_size": 51}, "batch_size=51: choose 1 to 50, the training set"),
        ({"batch_size": 2.5}, "batch_size=2.5: give a whole number of at least 0"),
        ({"epochs": -1}, "epochs=-1: give a whole number of at least 0"),
        ({"seed": 0.5}, "seed=0.5: give a whole number of at least 0"),
        ({"seed": True}, "seed=True: give a whole number of at least 0"),
        ({"seed": -1}, "seed=-1: give a whole number of at least 0"),
        ({"data": NETWORK}, f"data is of type MLP: give Data, {TYPES}"),
        ({"optimizer": 0.1}, f"optimizer is of type float: give Optimizer, {TYPES}"),
        (
            {"network": mlp(3, 2)},
            "the data have 2 inputs, the network 3: make the first size of the network equal",
        ),
        (
            {"network": mlp(2, 8, 1)},
            "the data have 2 classes, the network 1 outputs: give it an output for every class",
        ),
    ],
)
def test_what_is_no_run(changes, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        replace(RUN, **changes)


@pytest.mark.parametrize("setting", [sgd(0.2), sgd(0.1, momentum=0.9), adam(0.01), adamw(0.01)])
def test_train_is_the_loop_of_the_textbooks(setting):
    torch.manual_seed(5)
    network = torch.nn.Sequential(torch.nn.Linear(2, 8), torch.nn.ReLU(), torch.nn.Linear(8, 2))
    network.double()
    optimizer, source, expected = setting.build(network.parameters()), generator(5), []
    for _ in range(3):
        order = torch.randperm(50, generator=source)
        for start in range(0, 50, 16):
            rows = order[start : start + 16]
            optimizer.zero_grad()
            F.cross_entropy(network(DATA.train.x[rows]), DATA.train.y[rows]).backward()
            optimizer.step()
        expected.append(F.cross_entropy(network(DATA.train.x), DATA.train.y).item())
    history = train(Run(DATA, NETWORK, setting, batch_size=16, epochs=3, seed=5))
    assert history.train_loss[1:].tolist() == expected
    for name, weight in network.state_dict().items():
        assert torch.equal(history.weights[name], weight), name


def test_one_step_of_softmax_regression_by_hand():
    x, y = DATA.train
    start = mlp(2, 2).build(seed=0).double()[0]
    error = (start(x).softmax(1) - F.one_hot(y)).detach() / len(y)
    weights = train(Run(DATA, mlp(2, 2), sgd(0.5), batch_size=50, epochs=1)).weights
    torch.testing.assert_close(weights["0.weight"], start.weight.detach() - 0.5 * error.T @ x)
    torch.testing.assert_close(weights["0.bias"], start.bias.detach() - 0.5 * error.sum(0))


def test_measurements_are_those_of_scikit_learn():
    network = NETWORK.build(seed=2).double()
    expected = []
    for x, y in vars(DATA).values():
        chances = network(x).softmax(1).detach().numpy()
        expected += [log_loss(y, chances), accuracy_score(y, chances.argmax(1))]
    assert measure(network, DATA) == pytest.approx(expected, rel=1e-12)


def test_measuring_is_in_eval_mode_and_leaves_training_mode():
    network = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Dropout(0.9)).double()
    assert measure(network, DATA) == measure(network, DATA)
    assert network.training
    assert network[0].weight.grad is None


def test_columns_have_an_entry_before_training_and_one_per_epoch():
    history = train(Run(DATA, NETWORK, sgd(0.1), batch_size=50, epochs=4, seed=1))
    assert history.epochs == 4
    for name in COLUMNS:
        assert getattr(history, name).shape == (5,)
        assert getattr(history, name).dtype == np.float64
    start = measure(NETWORK.build(seed=1).double(), DATA)
    assert [getattr(history, name)[0] for name in COLUMNS] == start


def test_loaded_weights_reproduce_the_last_entries():
    history = train(Run(DATA, NETWORK, sgd(0.1), batch_size=10, epochs=2))
    network = NETWORK.build(seed=1).double()
    assert history.load_into(network) is network
    assert measure(network, DATA) == [getattr(history, name)[-1] for name in COLUMNS]


def test_a_run_repeats_and_leaves_the_global_generator_alone():
    run = Run(DATA, NETWORK, sgd(0.1), batch_size=10, epochs=2)
    first, state = train(run), torch.get_rng_state()
    assert train(run).test_loss.tolist() == first.test_loss.tolist()
    assert torch.equal(torch.get_rng_state(), state)


def test_rows_become_columns_in_order():
    columns = as_columns([range(6), range(10, 16)])
    assert list(columns) == list(COLUMNS)
    assert columns["validation_accuracy"].tolist() == [3, 13]
    assert History(**columns, weights={}).epochs == 1
