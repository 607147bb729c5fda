import pickle
import re

import numpy as np
import pytest
import torch

from answers_lib.examples import Data, Examples


def test_examples_show_their_size_and_not_their_values():
    part = Examples(torch.zeros(5, 3), torch.zeros(5, dtype=torch.int64))

    assert repr(part) == "Examples(5 × 3)"
    assert repr(Data(part, part, part)) == (
        "Data(train=Examples(5 × 3), validation=Examples(5 × 3), test=Examples(5 × 3))"
    )


X = np.arange(12, dtype=float).reshape(3, 4)
Y = [0, 1, 1]


def test_numpys_arrays_become_tensors_of_their_own():
    x = X.copy()
    part = Examples(x, np.array(Y, dtype=np.uint8))
    x[0] = 99
    torch.testing.assert_close(part.x, torch.arange(12, dtype=torch.float32).view(3, 4))
    assert (part.x.dtype, part.y.dtype) == (torch.get_default_dtype(), torch.int64)
    assert Examples(X.astype(np.float16), Y).x.dtype == torch.float16


def test_tensors_stay_what_they_are():
    x, y = torch.zeros(3, 4, dtype=torch.float64), torch.tensor(Y)
    part = Examples(x, y)
    assert part.x is x
    assert part.y is y
    assert Examples(x, y.to(torch.int32)).y.dtype == torch.int64
    assert Examples(x, y == 1).y.tolist() == Y


def test_images_of_any_shape():
    images = Examples(np.zeros((5, 3, 8, 6)), np.zeros(5, dtype=int))
    assert repr(images) == "Examples(5 × 3 × 8 × 6)"
    assert repr(pickle.loads(pickle.dumps(images))) == "Examples(5 × 3 × 8 × 6)"


def test_a_pickle_keeps_dtype_and_values():
    part = pickle.loads(pickle.dumps(Examples(torch.tensor(X), Y)))
    assert part.x.dtype == torch.float64
    assert torch.equal(part.x, torch.tensor(X))
    assert part.y.tolist() == Y


def with_value(value):
    x = X.copy()
    x[1:, 2] = value
    return x


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        (X, [0, 1], "x has 3 examples, y 2 labels: give as many"),
        (X[:, :0], Y, "x has shape [3, 0]: give inputs [n, …], at least one"),
        (X[:0], [], "x has shape [0, 4]: give inputs [n, …], at least one"),
        (X[0], Y, "x has shape [4]: give inputs [n, …], at least one"),
        (
            X.astype(np.uint8),
            Y,
            "x holds uint8: give floating-point numbers, as in x / 255 for images",
        ),
        (Y, X, "x holds int64: give floating-point numbers, as in x / 255 for images"),
        (
            with_value(np.nan),
            Y,
            "x has values that are not finite, in 2 of 3 examples (first: 1): leave them out or "
            "replace the values",
        ),
        (
            with_value(-np.inf),
            Y,
            "x has values that are not finite, in 2 of 3 examples (first: 1): leave them out or "
            "replace the values",
        ),
        (
            X,
            [0.5, 1, 2],
            "y holds float32: give class numbers 0, 1, … of an integer type; regression cannot be "
            "trained here",
        ),
        (
            X,
            [[0, 1]] * 3,
            "y has shape [3, 2]: give one class number per example, [n]; several outputs per "
            "example cannot be trained here",
        ),
        (X, [0, -1, 1], "y has the label -1: number the classes from 0"),
        (X, ["cat", "dog", "cat"], "y is of type list: give a tensor or an array of numbers"),
        (None, Y, "x is of type NoneType: give a tensor or an array of numbers"),
    ],
)
def test_what_is_no_examples(x, y, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Examples(x, y)


PART = Examples(X, Y)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ((PART, (X, Y), PART), "validation is of type tuple: give Examples(x, y)"),
        (
            (PART, PART, Examples(X[:, :3], Y)),
            "test has inputs [n, 3] float32, train [n, 4] float32: give all parts the same",
        ),
        (
            (PART, Examples(torch.tensor(X), Y), PART),
            "validation has inputs [n, 4] float64, train [n, 4] float32: give all parts the same",
        ),
    ],
)
def test_what_is_no_data(parts, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Data(*parts)
