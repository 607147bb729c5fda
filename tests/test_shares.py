import numpy as np
import pytest
import torch

from answers_lib.data import digits
from answers_lib.examples import Examples
from answers_lib.history import measure
from answers_lib.networks import mlp
from answers_lib.shares import measured_on


def examples(number):
    return Examples(np.zeros((number, 2)), np.zeros(number, dtype=int))


@pytest.mark.parametrize(("number", "is_share"), [(4, True), (8, True), (6, False), (3, False)])
def test_three_quarters_are_a_share_of_four(number, is_share):
    assert measured_on(0.75, examples(number)) is is_share


def test_every_accuracy_counts():
    assert measured_on([[0, 0.25], [0.5, 1]], examples(4))
    assert not measured_on([[0, 0.25], [0.5, 0.9]], examples(4))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_rounding_is_no_other_set(dtype):
    shares = torch.arange(1077, dtype=dtype) / 1077
    assert measured_on(shares, examples(1077))
    assert not measured_on(shares, examples(1080))


def test_it_tells_the_parts_of_a_data_set_apart():
    data = digits(train=307, validation=601)
    row = measure(mlp(64, 8, 10).build(seed=0), data)
    parts = data.train, data.validation, data.test
    for own, accuracy in zip(parts, row[1::2], strict=True):
        assert [measured_on(accuracy, part) for part in parts] == [part is own for part in parts]
