"""Recipes for networks, and whether what they build fits the data."""

import re
from dataclasses import dataclass, replace

import numpy as np
import pytest
import torch
from torch import nn

from answers_lib import fitting
from answers_lib.data import digits
from answers_lib.examples import Data, Examples
from answers_lib.networks import MLP, mlp
from answers_lib.optimizers import sgd
from answers_lib.recipes import Recipe, built, recipe
from answers_lib.training import Run

DATA = digits(60, 40)
IMAGES = Data(**{n: Examples(p.x.view(-1, 1, 8, 8), p.y) for n, p in vars(DATA).items()})
RUN = Run(DATA, mlp(64, 10), sgd(0.1), batch_size=20, epochs=1)


def layers(width, outputs=10):
    return nn.Sequential(nn.Linear(64, width), nn.ReLU(), nn.Linear(width, outputs))


@dataclass(frozen=True)
class Giving:
    """A recipe that gives whatever it was given."""

    what: object

    def build(self, *, seed):
        return self.what


def test_a_recipe_draws_its_weights_from_the_seed_alone():
    torch.manual_seed(4)
    expected = layers(8).state_dict()
    torch.manual_seed(99)
    state = torch.get_rng_state()
    for made in (recipe(layers, 8), recipe(layers, width=8), recipe(lambda: layers(8))):
        for name, weight in made.build(seed=4).state_dict().items():
            assert torch.equal(weight, expected[name]), name
    assert torch.equal(torch.get_rng_state(), state)


def test_a_recipe_is_a_value():
    assert recipe(layers, width=8, outputs=3) == recipe(layers, outputs=3, width=8)
    assert len({recipe(layers, 8), recipe(layers, 8), recipe(layers, 9)}) == 2
    assert isinstance(recipe(layers, 8), Recipe)
    assert isinstance(mlp(2, 3), Recipe)


def test_our_mlp_is_built_as_it_builds_itself():
    network = built(mlp(64, 8, 10), 3, torch.float64)
    for name, weight in mlp(64, 8, 10).build(seed=3).state_dict().items():
        assert torch.equal(network.state_dict()[name], weight.double()), name


@pytest.mark.parametrize(
    ("network", "message"),
    [
        (
            layers(8),
            "network is a Sequential that is built already: give a recipe, from which one is "
            "built for every seed, as in network=recipe(make_net)",
        ),
        (
            layers,
            "network=layers is no recipe: write network=recipe(layers), with its arguments "
            "behind the name",
        ),
        (
            MLP,
            "network=MLP is no recipe: write network=recipe(MLP), with its arguments behind the "
            "name",
        ),
        (
            (64, 10),
            "network=(64, 10) is no recipe: give mlp(…), recipe(…) or an object with "
            "build(*, seed) that returns an nn.Module",
        ),
        (Giving(3), "Giving.build() returned a value of type int: return an nn.Module"),
        (
            Giving(layers(8)),
            "build() returned the same weights for two seeds: build a new module every time, or "
            "return copy.deepcopy(module)",
        ),
        (
            recipe(layers, 8, 5),
            "the data have 10 classes, the network 5 outputs: give it an output for every class",
        ),
        (
            mlp(64, 32, 5),
            "the data have 10 classes, the network 5 outputs: give it an output for every class",
        ),
        (
            recipe(nn.Linear, 32, 10),
            "the network cannot take inputs of shape [2, 64]: mat1 and mat2 shapes cannot be "
            "multiplied (2x64 and 32x10)",
        ),
        (
            recipe(lambda: nn.Sequential(nn.Linear(64, 20), nn.Unflatten(1, (2, 10)))),
            "the network makes [2, 2, 10] of 2 examples: return one row of class logits per "
            "example, [2, classes]; regression and several outputs per example cannot be trained "
            "here",
        ),
        (
            recipe(nn.Flatten, 0),
            "the network makes [128] of 2 examples: return one row of class logits per example, "
            "[2, classes]; regression and several outputs per example cannot be trained here",
        ),
        (
            recipe(nn.GRU, 64, 10),
            "the network makes tuple of 2 examples: return one row of class logits per example, "
            "[2, classes]; regression and several outputs per example cannot be trained here",
        ),
    ],
)
def test_what_is_no_network_for_these_data(network, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        replace(RUN, network=network)


def test_an_mlp_says_how_to_give_it_images():
    message = "an MLP takes inputs [n, features], the data have [60, 1, 8, 8]: flatten them with "
    with pytest.raises(ValueError, match=f"^{re.escape(message + 'x.flatten(1)')}$"):
        replace(RUN, data=IMAGES)


@pytest.mark.parametrize("make", [layers(8), 3])
def test_what_makes_no_networks(make):
    message = (
        f"recipe({type(make).__name__}): give a function or a class that makes a new module, as in "
        "recipe(make_net, width=32)"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        recipe(make)


def test_more_outputs_than_classes_are_allowed():
    assert replace(RUN, network=recipe(layers, 8, 12)).network == recipe(layers, 8, 12)


def test_a_sweep_tries_a_recipe_once(monkeypatch):
    made = []
    network = recipe(lambda: made.append(1) or layers(8))
    for seed in range(20):
        replace(RUN, network=network, seed=seed)
    assert len(made) == 2  # two seeds, whose weights must differ


def test_a_recipe_that_has_no_hash_is_tried_every_time():
    network = recipe(lambda widths: layers(*widths), [8])
    fitting.check_fits(DATA, network)
    fitting.check_fits(DATA, network)
    with pytest.raises(ValueError, match=r"^the data have 10 classes, the network 3 outputs: "):
        fitting.check_fits(DATA, recipe(lambda widths: layers(*widths), [8, 3]))


def test_trying_a_network_leaves_the_global_generator_alone():
    state = torch.get_rng_state()
    replace(RUN, network=recipe(lambda: nn.Sequential(layers(8), nn.Dropout(0.5))))
    assert torch.equal(torch.get_rng_state(), state)


def test_classes_are_those_of_all_parts():
    nine = Examples(np.zeros((3, 64)), [9, 0, 0])
    few = Examples(np.zeros((3, 64)), [0, 1, 1])
    with pytest.raises(ValueError, match=r"^the data have 10 classes, the network 2 outputs: "):
        Run(Data(few, few, nine), mlp(64, 2), sgd(0.1), batch_size=3, epochs=1)
