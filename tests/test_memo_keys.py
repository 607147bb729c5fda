"""What is in the key of a remembered function: an edit of it computes again."""

import pytest
import torch

import answers_lib.data
import answers_lib.tables
from answers_lib.keying import key_of
from answers_lib.memo import remember
from answers_lib.networks import ACTIVATIONS
from answers_lib.training import train
from memo_fixtures import own_module

# A page's code and its experiment's; then what {} is, else 1, and an edit of it, else 2.
EDITS = {
    "code": ("", "return n * {}"),
    "another function under a name": ("f = {}", "return f([n, 5])", "min", "max"),
    "constant": ("limit = {}", "return n + limit"),
    "constant in a comprehension": ("limit = {}", "return [x + limit for x in [n]]"),
    "helper": ("def helper(): return {}", "return helper()"),
    "helper of a helper": (
        "def inner(): return {}\ndef helper(): return inner()",
        "return helper()",
    ),
    "helper that calls itself": ("def down(n): return n and down(n - 1) + {}", "return down(n)"),
    "default": ("def helper(x={}): return x", "return helper()"),
    "keyword default": ("def helper(*, x={}): return x", "return helper()"),
    "closure": ("def make(k):\n    return lambda: k\nhelper = make({})", "return helper()"),
    "two lambdas that change places": (
        "f, g = [lambda: 1, lambda: 2][::{}]",
        "return f() - 2 * g()",
        "1",
        "-1",
    ),
    "method": ("class A:\n    def f(self): return {}", "return A().f()"),
    "class attribute": ("class A:\n    k = {}", "return A.k"),
    "base": ("class A:\n    k = 1\nclass B:\n    k = 2\nclass C({}): pass", "return C.k", "A", "B"),
    "property": ("class A:\n    @property\n    def k(self): return {}", "return A().k"),
    "class method": ("class A:\n    @classmethod\n    def k(cls): return {}", "return A.k()"),
    "field": (
        "from dataclasses import dataclass\n@dataclass\nclass A:\n    k: int = {}",
        "return A().k",
    ),
    "function in a dict": ("def one(): return {}\nTABLE = dict(one=one)", "return TABLE['one']()"),
    "instance": ("class A: pass\na = A()\na.k = {}", "return a.k"),
    "bound method": (
        "class A:\n    def f(self): return self.k\na = A()\na.k = {}\nf = a.f",
        "return f()",
    ),
    "functools.cache": (
        "from functools import cache\n@cache\ndef helper(): return {}",
        "return helper()",
    ),
    "functools.partial": (
        "from functools import partial\nhelper = partial(int, '1{}')",
        "return helper()",
    ),
    "functools.wraps": (
        "from functools import wraps\ndef twice(f):\n    @wraps(f)\n    def g(): return 2 * f()\n"
        "    return g\n@twice\ndef helper(): return {}",
        "return helper()",
    ),
    "torch.no_grad": ("import torch\n@torch.no_grad()\ndef helper(): return {}", "return helper()"),
    "remembered helper": ("@remember\ndef helper(): return {}", "return helper()"),
    "array": ("import numpy as np\nw = np.arange(2) + {}", "return int(w.sum())"),
    "tensor": ("import torch\nw = torch.arange(2) + {}", "return int(w.sum())"),
    "method of a generator": (
        "from random import Random\ndraw = Random({}).random",
        "from copy import deepcopy; return deepcopy(draw.__self__).random()",
    ),
    "order of a dict": ("d = {}", "return [*d]", "dict(a=1, b=2)", "dict(b=2, a=1)"),
    "set": ("s = {}", "return len(s)", "{'a', 'b'}", "{'a', 'b', 'c'}"),
    "default of a function of the library": (
        "from answers_lib.optimizers import sgd\nrule = sgd({})",
        "return rule.lr",
    ),
    "which module": ("import math as m, cmath\nm = {}", "return repr(m.sqrt(4))", "m", "cmath"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edit_is_computed_again_and_taken_back_found(experiment, results, computed, edit):
    setup, body, before, after = (*edit, "1", "2")[:4]

    def edited(value):
        return experiment(body.replace("{}", value), setup.replace("{}", value))

    first, ran = computed(edited(before))
    assert ran
    second, ran = computed(edited(after))
    assert ran
    assert first != second
    assert computed(edited(before)) == (first, False)
    assert computed(edited(after)) == (second, False)


ARGUMENTS = {
    "class": "class A:\n    def f(self): return {}\narg = A",
    "instance": "class A:\n    def f(self): return {}\narg = A()",
    "function": "def arg(): return {}",
    "in a list in a dict": "class A:\n    k = {}\narg = dict(a=[(1, A())])",
    "in a dataclass": (
        "from dataclasses import dataclass\nclass A:\n    k = {}\n"
        "@dataclass\nclass B:\n    a: object\narg = B(A())"
    ),
    "in a state": (
        "class A:\n    k = {}\nclass B:\n    def __reduce__(self): return B, (), dict(a=A())\n"
        "arg = B()"
    ),
    "in a set": "class A:\n    k = {}\narg = frozenset([A, int])",
    "network": (
        "from torch import nn\nclass A(nn.Module):\n    width = {}\n"
        "arg = nn.Sequential(nn.ReLU(), A())"
    ),
}


@pytest.mark.parametrize("setup", ARGUMENTS.values(), ids=ARGUMENTS)
def test_the_classes_of_an_argument_are_in_the_key(experiment, results, computed, setup):
    def edited(value):
        return experiment("return 1", setup.replace("{}", value))

    ran = [
        computed(f := edited(v), f.__wrapped__.__globals__["arg"])[1] for v in ("1", "2", "1", "2")
    ]
    assert ran == [True, True, False, False]


def test_a_variable_around_the_function_is_in_the_key(results):
    def make(k):
        return remember(lambda: k)

    assert [make(1)(), make(2)(), make(1)()] == [1, 2, 1]


@pytest.mark.parametrize(
    ("setup", "body", "package"),
    [
        ("import PIL.Image", "return PIL.Image", "PIL"),
        ("from torch import relu", "return relu", "torch"),
        ("", "import yaml", "yaml"),
        ("", "from yaml import load", "yaml"),
        ("from answers_lib.data import digits", "return digits", "sklearn"),
    ],
)
def test_packages_behind_the_walk(experiment, setup, body, package):
    assert package in key_of(experiment(body, setup).__wrapped__, {})[1]


@pytest.mark.parametrize("name", ["answers_lib.my_nets", "my_own_nets"])
@pytest.mark.parametrize(
    ("setup", "body"),
    [
        ("import {name} as nets", "return nets.f()"),
        ("from {name} import f", "return f()"),
        ("", "import {name} as nets; return nets.f()"),
        ("", "from {name} import f; return f()"),
    ],
)
def test_an_edit_of_an_own_module(experiment, results, computed, monkeypatch, name, setup, body):
    source = (
        "def inner(): return {}\ndef f(): return inner()\nimport threading\nx = threading.Lock()"
    )
    for value, ran in [(8, True), (64, True), (8, False)]:
        own_module(monkeypatch, name, source.format(value))
        assert computed(experiment(body.format(name=name), setup.format(name=name))) == (value, ran)


NETS = """
from torch import nn
class Net(nn.Module):
    width = {}
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(2, 1)
"""


@pytest.mark.parametrize("name", ["answers_lib.my_nets", "my_own_nets"])
@pytest.mark.parametrize("argument", ["Net", "Net()", "[dict(network=Net())]"])
def test_a_network_class_in_a_module_of_its_own(
    experiment, results, computed, monkeypatch, name, argument
):
    for value, ran in [(8, True), (64, True), (8, False)]:
        module = own_module(monkeypatch, name, NETS.format(value))
        torch.manual_seed(0)
        assert computed(experiment("return 1"), eval(argument, vars(module))) == (1, ran)


def test_a_default_of_pytorch_is_in_the_key(experiment, results, computed):
    assert computed(experiment()) == (3, True)
    torch.set_default_dtype(torch.float64)
    try:
        assert computed(experiment()) == (3, True)
    finally:
        torch.set_default_dtype(torch.float32)
    assert computed(experiment()) == (3, False)


def test_a_module_of_the_bare_package(experiment, results, computed, monkeypatch):
    body = "return answers_lib.tables.spread([n, n])"
    for changed, ran in [(False, True), (False, False), (True, True)]:
        if changed:
            monkeypatch.setattr(answers_lib.tables, "spread", lambda values: "many")
        assert computed(experiment(body, "import answers_lib.tables"))[1] == ran


def test_constants_of_the_library_hold_classes(results, monkeypatch):
    def key():
        return key_of(train.__wrapped__, {"run": ACTIVATIONS})[0]

    before = key()
    assert before == key()
    monkeypatch.setattr(ACTIVATIONS["minimum"], "forward", lambda self, x: x)
    assert key() != before
