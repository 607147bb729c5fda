import re

import numpy as np
import pytest
import torch
from torch import nn

from answers_lib.networks import ACTIVATIONS, MLP, Minimum, mlp


def test_a_network_is_pytorchs_own_from_the_seed():
    torch.manual_seed(7)
    expected = nn.Sequential(
        nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, 5), nn.Tanh(), nn.Linear(5, 3)
    )
    built = mlp(4, 6, 5, 3, activation="tanh").build(seed=7)
    assert str(built) == str(expected)
    for name, weight in expected.state_dict().items():
        assert torch.equal(built.state_dict()[name], weight), name


@pytest.mark.parametrize("sizes", [(2, 1), (2, 3, 1), (2, 3, 4, 1)])
def test_no_activation_follows_the_last_layer(sizes):
    layers = list(mlp(*sizes).build(seed=0))
    assert [type(layer) for layer in layers] == [nn.Linear, nn.ReLU] * (len(sizes) - 2) + [
        nn.Linear
    ]


def test_the_seed_alone_decides_the_weights():
    first = mlp(3, 2).build(seed=1)[0].weight
    torch.manual_seed(99)
    assert torch.equal(mlp(3, 2).build(seed=1)[0].weight, first)
    assert not torch.equal(mlp(3, 2).build(seed=2)[0].weight, first)


def test_building_leaves_the_global_generator_alone():
    before = torch.get_rng_state()
    mlp(3, 2).build(seed=1)
    assert torch.equal(torch.get_rng_state(), before)


X = torch.tensor([-2.0, -0.5, 0.0, 0.5, 2.0], dtype=torch.float64)


@pytest.mark.parametrize(
    ("name", "formula"),
    [
        ("relu", lambda x: x.clamp(min=0)),
        ("tanh", lambda x: (x.exp() - (-x).exp()) / (x.exp() + (-x).exp())),
        ("sigmoid", lambda x: 1 / (1 + (-x).exp())),
        ("minimum", lambda x: x.clamp(max=0)),
        ("identity", lambda x: x),
    ],
)
def test_activations(name, formula):
    torch.testing.assert_close(ACTIVATIONS[name]()(X), formula(X))
    assert isinstance(mlp(1, 1, 1, activation=name).build(seed=0)[1], ACTIVATIONS[name])


def test_every_activation_is_tested_above():
    assert set(ACTIVATIONS) == {"relu", "tanh", "sigmoid", "minimum", "identity"}


def test_the_slope_of_minimum_is_1_below_zero_and_0_above():
    x = X.clone().requires_grad_()
    Minimum()(x).sum().backward()
    assert x.grad.tolist() == [1, 1, 0, 0, 0]


def test_settings_are_values():
    assert mlp(2, 3, activation="tanh") == MLP((2, 3), "tanh")
    assert len({mlp(2, 3), mlp(2, 3), mlp(2, 4), mlp(2, 3, activation="tanh")}) == 3


@pytest.mark.parametrize(
    ("sizes", "activation", "message"),
    [
        ((), "relu", "a network needs an input and an output size, not ()"),
        ((3,), "relu", "a network needs an input and an output size, not (3,)"),
        (
            (3, 2),
            "gelu",
            "unknown activation 'gelu': choose one of relu, tanh, sigmoid, minimum, identity",
        ),
        ((64, 0, 10), "relu", "sizes[1]=0: give a whole number of at least 1"),
        ((64, 10.0), "relu", "sizes[1]=10.0: give a whole number of at least 1"),
        ((64, "tanh"), "relu", "sizes[1]='tanh': give a whole number of at least 1"),
    ],
)
def test_what_is_no_network(sizes, activation, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        mlp(*sizes, activation=activation)


def test_sizes_may_be_a_list_and_numpys_integers():
    listed = MLP([64, np.int64(32), 10])
    assert listed == mlp(64, 32, 10)
    assert hash(listed) == hash(mlp(64, 32, 10))
    assert [type(size) for size in listed.sizes] == [int, int, int]


def test_one_number_is_no_list_of_sizes():
    message = "sizes=64: give the widths, as in mlp(64, 32, 10)"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        MLP(64)
