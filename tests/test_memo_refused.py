"""What cannot be remembered, and the advice that comes with it."""

import re

import numpy as np
import pytest
import torch


@pytest.mark.parametrize(
    ("setup", "body", "name"),
    [
        ("count = 0", "global count; count += 1", "count"),
        ("", "def inner():\n        global count\n        count = 1\n    inner()", "count"),
        ("count = 0", "global count; del count", "count"),
    ],
)
def test_a_function_that_assigns_a_global_is_refused(experiment, setup, body, name):
    message = (
        f"experiment() is remembered but assigns {name!r} outside itself: return the value instead"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        experiment(body, setup)


def test_so_is_what_it_uses(experiment, results):
    setup = "def helper():\n    global count\n    count = 1"
    message = (
        "helper() is used by a remembered function but assigns 'count' outside itself: "
        "return the value instead"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        experiment("return helper()", setup)()


UNKEYABLE = {
    "file": ("import sys\nlog = sys.__stdout__", "log.closed", "a TextIOWrapper"),
    "generator": ("log = (x for x in [1])", "next(log)", "a generator"),
    "lock": (
        "import threading\nlog = threading.Lock()",
        "log.locked()",
        "a lock (cannot pickle '_thread.lock' object)",
    ),
    "tensor without values": (
        "import torch\nlog = torch.ones(2, device='meta')",
        "log.ndim",
        "a Tensor (Cannot copy out of meta tensor; no data!)",
    ),
}


@pytest.mark.parametrize(("setup", "use", "what"), UNKEYABLE.values(), ids=UNKEYABLE)
@pytest.mark.parametrize(
    ("more", "body", "where"),
    [
        ("", "return {use} or 3", "'log' of experiment()"),
        ("def helper(): return {use}", "return helper() or 3", "'log' of helper()"),
        ("class A:\n    held = [log]", "return A.held and 3", "'held' of A"),
        ("", "return n and 3", "its argument 'n'"),
    ],
)
def test_what_no_key_can_hold_is_refused(experiment, results, setup, use, what, more, body, where):
    function = experiment(body.format(use=use), f"{setup}\n{more.format(use=use)}")
    message = (
        f"experiment() is remembered but uses {where}, {what}, which no key can hold: "
        "make it inside the function that uses it, from a path, numbers or arrays"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        function(function.__wrapped__.__globals__["log"] if "argument" in where else 3)


def test_the_advice_works(experiment, results, computed):
    assert computed(experiment("import threading; return threading.Lock().locked() or 3")) == (
        3,
        True,
    )
    assert computed(experiment("return sum(x for x in range(n))"), 4) == (6, True)


def test_a_result_that_cannot_be_kept(experiment, results):
    message = (
        "experiment() is remembered but what it returned cannot be kept: cannot pickle "
        "'generator' object: return numbers, texts, arrays, or objects of classes that can be "
        "imported"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        experiment("return (x for x in [n])")()


@pytest.mark.parametrize(
    ("setup", "body"),
    [
        ("", "shift.append(n); return len(shift)"),
        ("", "return shift[0].__iadd__(n)"),
        ("calls = []", "calls.append(n); return calls"),
        ("from random import Random\nrandom = Random(0)", "return random.random()"),
        ("import torch", "torch.set_default_dtype(torch.float64)"),
    ],
    ids=["list", "array in a list", "global", "generator", "default of PyTorch"],
)
def test_what_changes_its_inputs_is_not_kept(experiment, results, caplog, setup, body):
    try:
        experiment(body, setup)(1, [np.zeros(2)])
    finally:
        torch.set_default_dtype(torch.float32)
    assert [record.getMessage() for record in caplog.records] == [
        "experiment() is remembered but changes an argument or a variable outside itself, "
        "so what it returned is not kept: let it change a copy, and return that"
    ]
    assert not results.exists()


def test_that_advice_works_too(experiment, results, computed):
    body = "from copy import copy; mine = copy(shift); mine.append(n); return mine"
    assert computed(experiment(body), 1, [0]) == ([0, 1], True)
    assert computed(experiment(body), 1, [0]) == ([0, 1], False)
