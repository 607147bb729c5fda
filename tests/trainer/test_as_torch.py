"""The trainer of the pages computes what PyTorch computes, step by step."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product

import numpy as np
import pytest
import torch
from torch import nn

from trainer import in_node

STEPS = 100
ACCURACY = 1e-12  # relative; the worst were 2e-13 of a loss, 3e-15 of a parameter
N, BATCH = 23, 10  # two whole batches and a short one


class Min(nn.Module):
    """min(x, 0)"""

    def forward(self, x):
        return -torch.relu(-x)


ACTIVATIONS = {
    "relu": nn.ReLU,
    "min": Min,
    "leaky": nn.LeakyReLU,
    "tanh": nn.Tanh,
    "sigmoid": nn.Sigmoid,
    "linear": nn.Identity,
}
SIZES = {"classes": (2, 8, 6, 3), "regression": (2, 9, 2), "one layer": (2, 3)}
OPTIMIZERS = {
    "sgd": {"optimizer": "sgd", "lr": 0.2, "momentum": 0.0},
    "momentum": {"optimizer": "sgd", "lr": 0.03, "momentum": 0.9},
    "adam": {"optimizer": "adam", "lr": 0.02, "momentum": 0.0},
}


@dataclass(frozen=True)
class Case:
    """One training."""

    task: str
    activation: str
    optimizer: str
    decay: float

    def __str__(self):
        return f"{self.task}-{self.activation}-{self.optimizer}-{self.decay}"

    def asked(self):
        """The case as the script in node reads it."""
        names = {"task": self.task, "activation": self.activation}
        return names | OPTIMIZERS[self.optimizer] | {"weightDecay": self.decay}


CASES = [
    Case(*settings)
    for settings in (
        *product(["classes", "regression"], ACTIVATIONS, OPTIMIZERS, [0.0, 0.02]),
        *product(["one layer"], ["relu"], OPTIMIZERS, [0.0, 0.02]),
    )
]
# The first gradient depends on neither the optimizer nor the decay.
FIRST_STEPS = [case for case in CASES if case.optimizer == "sgd" and not case.decay]


def examples(task):
    """Inputs [N, 2], and three classes or two real targets of each."""
    x = torch.randn(N, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    if task == "regression":
        return x, torch.stack([torch.sin(x[:, 0]), x[:, 0] * x[:, 1]], dim=1)
    return x, (x[:, 0] > 0).long() + (x[:, 0] * x[:, 1] > 0).long()


def batches():
    """Rows of the examples, for each step."""
    generator = torch.Generator().manual_seed(2)
    epochs = [torch.randperm(N, generator=generator).split(BATCH) for _ in range(STEPS)]
    return [rows for epoch in epochs for rows in epoch][:STEPS]


def network(task, activation):
    """The network of PyTorch, with the same initial values for every activation."""
    torch.manual_seed(3)
    layers = []
    for inputs, outputs in pairwise(SIZES[task]):
        layers += [nn.Linear(inputs, outputs), ACTIVATIONS[activation]()]
    return nn.Sequential(*layers[:-1]).double()


def flat(tensors):
    return torch.cat([tensor.detach().flatten() for tensor in tensors]).tolist()


@cache
def trained(case):
    """The same facts as in as_torch.js, from PyTorch."""
    net = network(case.task, case.activation)
    x, y = examples(case.task)
    settings = OPTIMIZERS[case.optimizer]
    if settings["optimizer"] == "adam":
        optimizer = torch.optim.Adam(net.parameters(), settings["lr"], weight_decay=case.decay)
    else:
        lr, momentum = settings["lr"], settings["momentum"]
        optimizer = torch.optim.SGD(net.parameters(), lr, momentum, weight_decay=case.decay)
    measure = nn.MSELoss() if case.task == "regression" else nn.CrossEntropyLoss()
    losses, grads = [], []
    for rows in batches():
        optimizer.zero_grad()
        loss = measure(net(x[rows]), y[rows])
        loss.backward()
        grads.append(flat(parameter.grad for parameter in net.parameters()))
        optimizer.step()
        losses.append(loss.item())
    return {"grad": grads[0], "losses": losses, "parameters": flat(net.parameters())}


def as_json(task):
    x, y = examples(task)
    return {
        "sizes": SIZES[task],
        "loss": "mse" if task == "regression" else "cross-entropy",
        "parameters": flat(network(task, "relu").parameters()),
        "batches": [rows.tolist() for rows in batches()],
        "x": x.tolist(),
        "y": y.tolist(),
    }


@pytest.fixture(autouse=True, scope="module")
def _one_thread():
    """Two threads wait for each other at every step of so small a network."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    asked = {
        "tasks": {task: as_json(task) for task in SIZES},
        "cases": [case.asked() for case in CASES],
    }
    return in_node.run("as_torch.js", asked, tmp_path_factory.mktemp("trainer"))


def error(found, expected):
    """The largest difference, relative to the largest value."""
    assert len(found) == len(expected)
    return np.abs(np.subtract(found, expected)).max() / np.abs(expected).max()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_training_goes_as_in_torch(answers, case):
    found, expected = answers["trained"][CASES.index(case)], trained(case)
    assert error(found["grad"], expected["grad"]) < ACCURACY
    ratios = np.divide(found["losses"], expected["losses"])
    assert np.abs(ratios - 1).max() < ACCURACY
    assert error(found["parameters"], expected["parameters"]) < ACCURACY


def test_the_cases_learn():
    """Without learning, no sign of a step would matter."""
    for case in CASES:
        losses = trained(case)["losses"]
        assert np.mean(losses[-10:]) < 0.99 * np.mean(losses[:10]), case


@pytest.mark.parametrize("case", FIRST_STEPS, ids=str)
def test_the_gradient_is_the_slope_of_the_loss(answers, case):
    number = CASES.index(case)
    assert error(answers["trained"][number]["grad"], answers["differences"][number]) < 1e-8


def test_outputs_probabilities_and_accuracy(answers):
    x, y = examples("classes")
    logits = network("classes", "tanh")(x).detach()
    found = answers["judged"]
    assert error(found["outputs"], flat(logits)) < ACCURACY
    assert error(found["probabilities"], flat(logits.softmax(dim=1))) < ACCURACY
    right = (logits.argmax(dim=1) == y).double().mean().item()
    assert 0 < right < 1
    assert found["accuracy"] == right
