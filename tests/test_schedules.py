"""Schedules: PyTorch's schedulers by their formulas, and the same in both ways of training."""

import math
import re
from dataclasses import dataclass, replace

import numpy as np
import pytest
import torch
from torch.nn import functional as F
from torch.optim.lr_scheduler import LambdaLR, OneCycleLR, ReduceLROnPlateau

from answers_lib.comparing import compare
from answers_lib.data import moons
from answers_lib.networks import mlp
from answers_lib.optimizers import adam, adamw, sgd
from answers_lib.schedules import cosine, learning_rates, step_decay, warmup
from answers_lib.training import Run, train

DATA = moons(40, 15, 20, noise=0.2, seed=0).double()
RUN = Run(DATA, mlp(2, 5, 2), sgd(0.1, momentum=0.9), batch_size=12, epochs=3)  # 4 updates an epoch


@dataclass(frozen=True)
class Own:
    """A schedule that a page brings."""

    make: object

    def build(self, optimizer, *, updates, per_epoch):
        return self.make(optimizer)


def inverse(optimizer):
    return LambdaLR(optimizer, lambda update: 1 / (1 + update))


def half_cosine(t, updates, end):
    return end + (1 - end) * (1 + math.cos(math.pi * t / updates)) / 2


@pytest.mark.parametrize(
    ("schedule", "factor"),
    [
        (step_decay(2), lambda t: 0.1 ** (t // 10)),
        (step_decay(0.4, factor=0.5), lambda t: 0.5 ** (t // 2)),
        (cosine(), lambda t: half_cosine(t, 20, 0)),
        (cosine(end=0.2), lambda t: half_cosine(t, 20, 0.2)),
        (warmup(1), lambda t: min(1, 0.1 + 0.9 * t / 5)),
        (warmup(2, start=0.5), lambda t: min(1, 0.5 + 0.5 * t / 10)),
        (
            warmup(1, then=cosine(end=0.1)),
            lambda t: 0.1 + 0.9 * t / 5 if t < 5 else half_cosine(t - 5, 15, 0.1),
        ),
        (warmup(1, then=step_decay(1)), lambda t: 0.1 + 0.18 * t if t < 5 else 0.1 ** (t // 5 - 1)),
        (Own(inverse), lambda t: 1 / (1 + t)),
    ],
)
def test_rates_follow_the_formula(schedule, factor):
    rates = learning_rates(schedule, 0.3, updates=20, per_epoch=5)
    assert rates == pytest.approx([0.3 * factor(t) for t in range(20)], rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("rule", [sgd(0.3, momentum=0.9), adam(0.02), adamw(0.05)])
@pytest.mark.parametrize(
    "schedule",
    [step_decay(1), cosine(), warmup(0.5, then=cosine()), Own(inverse)],
    ids=lambda s: type(s).__name__,
)
def test_both_ways_of_training_agree(rule, schedule):
    rule = replace(rule, schedule=schedule)
    history = compare(replace(RUN, optimizer=rule), lr=[0.01, rule.lr], seed=range(2))
    alone = train(replace(RUN, optimizer=rule, seed=1))
    np.testing.assert_allclose(history.train_loss[1, 1], alone.train_loss, rtol=1e-11)
    for name, weight in alone.weights.items():
        torch.testing.assert_close(history.weights[name][1, 1], weight, rtol=1e-10, atol=1e-11)


def test_train_is_the_loop_of_pytorchs_documentation():
    network = RUN.network.build(seed=0).double()
    optimizer = torch.optim.SGD(network.parameters(), 0.1, momentum=0.9)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 12)
    order = torch.Generator().manual_seed(0)
    x, y = DATA.train
    for _ in range(3):
        for rows in torch.randperm(40, generator=order).split(12):
            optimizer.zero_grad()
            F.cross_entropy(network(x[rows]), y[rows]).backward()
            optimizer.step()
            scheduler.step()
    run = replace(RUN, optimizer=replace(RUN.optimizer, schedule=cosine()))
    for name, weight in train(run).weights.items():
        torch.testing.assert_close(weight, network.state_dict()[name], rtol=1e-12, atol=1e-12)


def test_schedules_are_an_axis_and_none_keeps_the_rate():
    schedules = [None, cosine(), step_decay(1)]
    history = compare(RUN, schedule=schedules, seed=[2])
    for i, schedule in enumerate(schedules):
        rule = replace(RUN.optimizer, schedule=schedule)
        alone = train(replace(RUN, optimizer=rule, seed=2))
        np.testing.assert_allclose(history.test_loss[i, 0], alone.test_loss, rtol=1e-11)


def test_runs_without_an_epoch_have_no_rates():
    rule = sgd(0.1, schedule=warmup(1, then=cosine()))
    assert train(replace(RUN, optimizer=rule, epochs=0)).epochs == 0


def test_schedules_are_values():
    assert len({cosine(), cosine(), cosine(end=0.1), step_decay(2), warmup(1, then=cosine())}) == 4


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: step_decay(0), "every=0: give a finite number above 0"),
        (
            lambda: step_decay(2, factor="half"),
            "factor='half': give a number, not a value of type str",
        ),
        (lambda: cosine(end=-1), "end=-1: give a finite number of at least 0"),
        (lambda: warmup(math.inf), "epochs=inf: give a finite number above 0"),
        (lambda: warmup(1, start=2), "start=2: give a fraction of the learning rate, up to 1"),
        (
            lambda: sgd(0.1, schedule="cosine"),
            "schedule='cosine' is none: give step_decay(…), cosine(), warmup(…) or an object with "
            "build(optimizer, *, updates, per_epoch) that returns a scheduler of torch.optim",
        ),
    ],
)
def test_what_is_no_schedule(make, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        make()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda optimizer: 3, ".build() returned a value of type int: return a scheduler of "
         "torch.optim that depends on the number of updates alone"),
        (ReduceLROnPlateau, ".build() returned a value of type ReduceLROnPlateau: return a "
         "scheduler of torch.optim that depends on the number of updates alone"),
        (
            lambda optimizer: OneCycleLR(optimizer, 0.1, total_steps=20),
            " changes more than the learning rate: let it keep the momentum, as in "
            "OneCycleLR(…, cycle_momentum=False)",
        ),
    ],
)  # fmt: skip
def test_schedulers_that_cannot_be_planned(make, message):
    schedule = Own(make)
    run = replace(RUN, optimizer=sgd(0.1, schedule=schedule))
    for fail in (lambda: train(run), lambda: compare(run, seed=[0])):
        with pytest.raises(ValueError, match=f"^{re.escape(repr(schedule) + message)}$"):
            fail()
