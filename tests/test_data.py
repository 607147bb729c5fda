import re
import subprocess
import sys
from collections import Counter

import joblib
import numpy as np
import pytest
import torch
from sklearn.datasets import load_digits, make_moons

from answers_lib import data as library
from answers_lib.data import Data, Examples, cats_and_dogs, digits, moons, pooled, xor

PARTS = ("train", "validation", "test")


def sizes(data):
    return [len(getattr(data, part)) for part in PARTS]


def counts(*examples):
    """How often each (image, label) occurs."""
    pairs = (pair for part in examples for pair in zip(*part, strict=True))
    return Counter((x.numpy().tobytes(), int(y)) for x, y in pairs)


def same(a, b):
    return all(
        torch.equal(getattr(getattr(a, p), n), getattr(getattr(b, p), n))
        for p in PARTS
        for n in "xy"
    )


@pytest.fixture(scope="module")
def images():
    return digits()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (digits(), [1077, 360, 360]),
        (digits(100, 50), [100, 50, 1647]),
        (digits(1437, 350), [1437, 350, 10]),
        (cats_and_dogs(), [600, 690, 699]),
        (moons(7, 5, 3, noise=0.1, seed=0), [7, 5, 3]),
        (moons(7, noise=0.1, seed=0), [7, 1000, 1000]),
        (xor(5, seed=0), [20, 20, 20]),
    ],
)
def test_sizes_and_types(data, expected):
    assert sizes(data) == expected
    for part in vars(data).values():
        assert part.x.dtype == torch.get_default_dtype()
        assert part.y.dtype == torch.int64
        assert len(part.x) == len(part)


def test_digits_are_scikit_learns_each_exactly_once(images):
    x, y = load_digits(return_X_y=True)
    source = Examples(torch.tensor(x / 16, dtype=torch.float32), torch.tensor(y))
    assert counts(images.train, images.validation, images.test) == counts(source)


def test_cats_and_dogs_are_the_files_images_each_exactly_once():
    data = cats_and_dogs()
    pixels, labels = library._animals()
    x = torch.tensor(pixels.reshape(1989, 784) / 255, dtype=torch.float32)
    assert counts(data.train, data.validation, data.test) == counts(Examples(x, labels))
    assert (x.min(), x.max()) == (0, 1)
    assert set(labels) == {0, 1}


@pytest.mark.parametrize("make", [digits, cats_and_dogs])
def test_every_part_has_the_classes_in_proportion(make):
    data = make(300, 300)
    everything = torch.cat([part.y for part in vars(data).values()])
    share = everything.bincount() / len(everything)
    for part in vars(data).values():
        torch.testing.assert_close(part.y.bincount().float(), share * len(part), atol=2, rtol=0)


@pytest.mark.parametrize(
    "make",
    [
        lambda seed: digits(20, 20, seed=seed),
        lambda seed: cats_and_dogs(20, 20, seed=seed),
        lambda seed: moons(20, 20, 20, noise=0.1, seed=seed),
        lambda seed: xor(3, seed=seed),
    ],
    ids=["digits", "cats_and_dogs", "moons", "xor"],
)
def test_the_seed_alone_decides(make):
    first = make(3)
    torch.manual_seed(1)
    np.random.seed(1)
    assert same(first, make(3))
    assert not same(first, make(4))


@pytest.mark.parametrize(
    ("make", "train", "validation", "left", "total"),
    [(digits, 1437, 351, 9, 1797), (cats_and_dogs, 1989, 690, -690, 1989)],
)
def test_too_few_images_left_to_test(make, train, validation, left, total):
    message = f"train={train} and validation={validation} leave {left} of {total} images for the "
    with pytest.raises(ValueError, match=f"^{message}test set: leave at least 10$"):
        make(train, validation)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: digits(0.8, 0.1), "train=0.8: give a whole number of at least 10"),
        (lambda: digits(9), "train=9: give a whole number of at least 10"),
        (lambda: digits(100, 0), "validation=0: give a whole number of at least 10"),
        (lambda: digits(100, 100, seed=0.5), "seed=0.5: give a whole number of at least 0"),
        (lambda: cats_and_dogs(600, True), "validation=True: give a whole number of at least 2"),
        (lambda: moons(0, noise=0.1, seed=0), "train=0: give a whole number of at least 1"),
        (
            lambda: moons(9, 9, -1, noise=0.1, seed=0),
            "test=-1: give a whole number of at least 1",
        ),
        (lambda: xor(2.5, seed=0), "per_corner=2.5: give a whole number of at least 1"),
        (lambda: xor(2, seed=-1), "seed=-1: give a whole number of at least 0"),
        (
            lambda: pooled(digits(), side=28),
            "side=28 needs an even number and images flattened to [n, 784], the data have "
            "[1077, 64]: give the side of these images",
        ),
        (
            lambda: pooled(cats_and_dogs(), side=8),
            "side=8 needs an even number and images flattened to [n, 64], the data have "
            "[600, 784]: give the side of these images",
        ),
        (
            lambda: pooled(pooled(cats_and_dogs(), side=28), side=7),
            "side=7 needs an even number and images flattened to [n, 49], the data have "
            "[600, 196]: give the side of these images",
        ),
    ],
)
def test_what_no_data_set_can_be_made_of(make, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        make()


def test_numpys_integers_are_numbers_of_images():
    assert same(digits(np.int64(20), np.int32(30), seed=np.uint8(1)), digits(20, 30, seed=1))


def test_digits_can_be_pooled_too(images):
    x = images.train.x.view(-1, 8, 8)
    small = (x[:, ::2, ::2] + x[:, 1::2, ::2] + x[:, ::2, 1::2] + x[:, 1::2, 1::2]).flatten(1) / 4
    expected = (small - small.mean(0)) / (small - small.mean(0)).std()
    torch.testing.assert_close(pooled(images, side=8).train.x, expected)


def test_moons_are_scikit_learns_in_their_order():
    data = moons(30, 20, 10, noise=0.2, seed=5)
    x, y = make_moons(60, noise=0.2, random_state=5)
    np.testing.assert_array_equal(torch.cat([p.x for p in vars(data).values()]), np.float32(x))
    np.testing.assert_array_equal(torch.cat([p.y for p in vars(data).values()]), y)


def test_xor_is_class_1_where_the_signs_differ():
    data = xor(200, noise=0.2, seed=1)
    for x, y in vars(data).values():
        torch.testing.assert_close(y, (x[:, 0] * x[:, 1] < 0).long())
        assert y.bincount().tolist() == [400, 400]
        assert (x - x.sign()).std().item() == pytest.approx(0.2, rel=0.1)
    assert not torch.equal(data.train.x, data.test.x)


def test_pooled_by_hand():
    image = torch.tensor([[1.0, 3, 0, 0], [5, 7, 0, 4], [2, 2, 8, 8], [2, 2, 8, 8]])
    train = torch.stack([image.flatten(), image.flatten() + 2])  # block means 4 1 2 8, and + 2
    part, other = Examples(train, torch.tensor([0, 1])), torch.zeros(1, 16)
    result = pooled(Data(part, Examples(other, part.y[:1]), part), side=4)
    sd = (8 / 7) ** 0.5  # of four −1 and four +1, divided by n − 1
    torch.testing.assert_close(result.train.x, torch.tensor([[-1.0] * 4, [1.0] * 4]) / sd)
    torch.testing.assert_close(result.validation.x, -torch.tensor([[5.0, 2, 3, 9]]) / sd)
    assert result.train.y is part.y


def test_double_keeps_values_and_labels(images):
    double = images.double()
    for part in PARTS:
        x, y = getattr(double, part)
        assert x.dtype == torch.float64
        torch.testing.assert_close(x.float(), getattr(images, part).x, atol=0, rtol=0)
        assert y is getattr(images, part).y


def test_the_default_dtype_is_that_of_the_inputs():
    torch.set_default_dtype(torch.float64)
    try:
        assert digits(20, 20).train.x.dtype == torch.float64
    finally:
        torch.set_default_dtype(torch.float32)


@pytest.fixture
def damaged(tmp_path, monkeypatch):
    """The data file with its last byte cut off."""
    path = tmp_path / "cats_and_dogs.npz"
    path.write_bytes((library.files("answers_lib.datasets") / path.name).read_bytes()[:-1])
    monkeypatch.setattr(library, "files", lambda package: tmp_path)
    library._animals.cache_clear()
    yield path
    library._animals.cache_clear()


def test_a_damaged_file_is_named(damaged):
    message = f"{damaged}: damaged, its SHA-256 is not the expected one: restore it from the "
    with pytest.raises(ValueError, match=re.escape(message + "repository")):
        cats_and_dogs()


HASHES = """
import joblib
from answers_lib.data import digits
from answers_lib.networks import mlp
from answers_lib.optimizers import sgd
from answers_lib.training import Run
data = digits(40, 40)
runs = [Run(data, mlp(64, 10), sgd(0.1), 8, 1, seed=seed) for seed in (0, 1)]
print(joblib.hash(data), joblib.hash(runs))
"""


def test_the_hash_is_the_same_in_another_process(capsys):
    outside = subprocess.run(
        [sys.executable, "-c", HASHES], capture_output=True, text=True, check=True
    )
    exec(HASHES, {})
    assert capsys.readouterr().out == outside.stdout


def test_the_hash_sees_one_pixel_and_one_label():
    hashes = {joblib.hash(digits(40, 40))}
    for part, value in (("train", "x"), ("test", "y")):
        data = digits(40, 40)
        getattr(getattr(data, part), value)[3] += 1
        hashes.add(joblib.hash(data))
    assert len(hashes) == 3
