"""Random numbers, batches, initial values and checkpoints of the trainer of the pages."""

import math

import numpy as np
import pytest

from trainer import in_node


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return in_node.run("runs.js", {}, tmp_path_factory.mktemp("runs"))


def mulberry32(state):
    """The published generator, in whole numbers of 32 bits."""
    low = 0xFFFFFFFF
    while True:
        state = (state + 0x6D2B79F5) & low
        t = ((state ^ (state >> 15)) * (state | 1)) & low
        t ^= (t + ((t ^ (t >> 7)) * (t | 61) & low)) & low
        yield ((t ^ (t >> 14)) & low) / 2**32


def test_random_numbers(found):
    expected = mulberry32(5)
    assert found["random"]["uniform"] == [next(expected) for _ in range(1000)]
    normal = np.array(found["random"]["normal"])
    assert abs(normal.mean()) < 0.03
    assert abs(normal.std() - 1) < 0.02
    assert abs((np.abs(normal) < 1).mean() - 0.6827) < 0.01
    assert abs(np.corrcoef(normal[:-1], normal[1:])[0, 1]) < 0.03


def test_every_order_is_as_likely(found):
    assert sorted(found["orders"]) == ["012", "021", "102", "120", "201", "210"]
    assert all(abs(count - 1000) < 120 for count in found["orders"].values())


def rows(batches):
    return [row for batch in batches for row in batch["y"]]


@pytest.mark.parametrize(
    ("name", "sizes"),
    [("short", [10, 10, 3] * 2), ("whole", [10, 10] * 2), ("one", [23, 23])],
)
def test_an_epoch_has_every_example_once(found, name, sizes):
    batches = found["batches"][name]
    assert [batch["count"] for batch in batches] == sizes
    order = rows(batches)
    middle = len(order) // 2
    first, second = order[:middle], order[middle:]
    assert sorted(first) == sorted(second) == list(range(middle))
    assert first != sorted(first)
    assert first != second
    for batch in batches:
        assert len(batch["y"]) == batch["count"]
        assert batch["x"] == [sign * row for row in batch["y"] for sign in (1, -1)]


def test_the_seed_decides_the_order(found):
    assert found["batches"]["short"] == found["batches"]["again"]
    assert found["batches"]["short"] != found["batches"]["otherSeed"]


@pytest.mark.parametrize(("name", "value"), [("zeros", 0), ("constant", 1)])
def test_fixed_initial_values(found, name, value):
    layer = found["initial"][name]
    assert layer == {"weight": [value] * 20000, "bias": [0] * 200}


def test_the_default_is_that_of_a_linear_layer(found):
    layer = found["initial"]["default"]
    limit = 1 / math.sqrt(100)
    for values in (layer["weight"], layer["bias"]):
        assert -limit <= min(values) < -0.9 * limit
        assert 0.9 * limit < max(values) < limit
    assert np.std(layer["weight"]) == pytest.approx(limit / math.sqrt(3), rel=0.02)
    assert abs(np.mean(layer["weight"])) < 0.03 * limit
    assert found["unnamed"] == layer


@pytest.mark.parametrize(
    ("name", "deviation"), [("xavier", math.sqrt(2 / 300)), ("he", math.sqrt(2 / 100))]
)
def test_normal_initial_values(found, name, deviation):
    layer = found["initial"][name]
    assert np.std(layer["weight"]) == pytest.approx(deviation, rel=0.02)
    assert abs(np.mean(layer["weight"])) < 0.03 * deviation
    assert max(layer["weight"]) > 3 * deviation
    assert layer["bias"] == [0] * 200


def test_gain_and_seed_of_initial_values(found):
    layer = found["initial"]["default"]
    assert found["scaled"] == {name: [3 * v for v in values] for name, values in layer.items()}
    assert not set(found["otherSeed"]["weight"]) & set(layer["weight"])


OPTIMIZERS = ["sgd", "momentum", "adam"]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_with_everything_a_run_goes_on(found, optimizer):
    for name in ("everything", "withoutPositionAtEnd"):
        losses = found["checkpoints"][optimizer][name]
        assert losses["back"] == losses["expected"]
        assert losses["other"] == losses["expected"]


def parting(losses):
    """The first step whose loss is another one, if any."""
    pairs = enumerate(zip(losses["other"], losses["expected"], strict=True))
    return next((step for step, (other, expected) in pairs if other != expected), None)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_without_a_part_it_does_not(found, optimizer):
    """17 steps are five epochs and two batches: one more batch belongs to the sixth."""
    lost = {name: parting(losses) for name, losses in found["checkpoints"][optimizer].items()}
    assert lost == {
        "everything": None,
        "nothing": 0,
        "withoutWeights": 0,
        # The first loss is of the restored weights, before the update; plain SGD has no state.
        "withoutOptimizer": None if optimizer == "sgd" else 1,
        "withoutGenerator": 1,
        "withoutPosition": 0,
        "withoutPositionAtEnd": None,
    }


def test_a_layer_is_a_view_of_the_parameters(found):
    assert found["views"] == [0] * 6 + [1] * 3 + [10] * 3 + [11]


def test_arrays_are_used_again(found):
    assert found["reused"] == {"sameCount": True, "otherCount": False, "batch": True}


def test_half_an_example_is_refused(found):
    assert found["refused"] == "RangeError: x has 7 numbers: give 2 for each example"
