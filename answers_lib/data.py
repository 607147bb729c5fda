"""The data sets of the answers, each split into train, validation and test examples."""

import hashlib
import io
from functools import cache
from importlib.resources import files

import numpy as np
from sklearn.datasets import load_digits, make_moons
from sklearn.model_selection import train_test_split
from torch import Tensor

from answers_lib.checks import whole_number
from answers_lib.examples import Array, Data, Examples

CATS_AND_DOGS_SHA256 = "fe187e2acbbcedff117726df7736b5c3f2e679637cc97c0e795b96f652a6f2fb"


def digits(train: int = 1077, validation: int = 360, *, seed: int = 0) -> Data:
    """Handwritten digits, 8×8 pixels in [0, 1], ten classes, 1797 images, stratified split.

    What is left after `train` and `validation` is the test set.
    Source: scikit-learn's `load_digits` (UCI Optical Recognition of Handwritten Digits).

    Raises:
        ValueError: when a number is no whole number, or too small for a stratified split, or
            fewer than ten images are left for the test set.
    """
    x, y = load_digits(return_X_y=True)
    return _split(x / 16, y, train, validation, seed)


def cats_and_dogs(train: int = 600, validation: int = 690, *, seed: int = 0) -> Data:
    """Silhouettes of cats (0) and dogs (1), 28×28 pixels in [0, 1], 1989 images.

    What is left after `train` and `validation` is the test set.
    Source: the classes Cat and Dog of the PyPI package `animal-mnist` 0.4 (MIT licence).

    Raises:
        ValueError: as for `digits`, or when the data file is damaged.
    """
    images, labels = _animals()
    return _split(images.reshape(len(labels), -1) / 255, labels, train, validation, seed)


def moons(train: int, validation: int = 1000, test: int = 1000, *, noise: float, seed: int) -> Data:
    """Two interleaved half circles in the plane, Gaussian noise of sd `noise`, two classes.

    Source: scikit-learn's `make_moons`.

    Raises:
        ValueError: when a number of points is no whole number of at least 1.
    """
    train = whole_number("train", train, at_least=1)
    validation = whole_number("validation", validation, at_least=1)
    test = whole_number("test", test, at_least=1)
    seed = whole_number("seed", seed, at_least=0)
    x, y = make_moons(train + validation + test, noise=noise, random_state=seed)
    ends = [train, train + validation]
    parts = zip(np.split(x, ends), np.split(y, ends), strict=True)
    return Data(*(Examples(part_x, part_y) for part_x, part_y in parts))


def xor(per_corner: int = 100, *, noise: float = 0.15, seed: int) -> Data:
    """Four Gaussian clouds of sd `noise` at the corners of the square (±1, ±1).

    The class is 1 where the coordinates' signs differ. Train, validation and test are three
    independent draws of 4 × `per_corner` points.

    Raises:
        ValueError: when `per_corner` is no whole number of at least 1.
    """
    per_corner = whole_number("per_corner", per_corner, at_least=1)
    seed = whole_number("seed", seed, at_least=0)
    generator = np.random.default_rng(seed)
    corners = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]]).repeat(per_corner, axis=0)
    labels = (corners.prod(axis=1) < 0).astype(int)
    draws = (corners + generator.normal(0, noise, corners.shape) for _ in range(3))
    return Data(*(Examples(draw, labels) for draw in draws))


def pooled(data: Data, *, side: int = 28) -> Data:
    """Average 2×2 blocks of square images, centre each pixel on its train mean, scale to sd 1.

    Args:
        data: images flattened to [n, side²].
        side: pixels along an edge, even.

    Returns:
        Images flattened to [n, (side/2)²]; mean and the one scale come from train alone.

    Raises:
        ValueError: when `side` is odd or the images have another number of pixels.
    """
    shape = list(data.train.x.shape)
    if len(shape) != 2 or side % 2 or shape[1] != side**2:
        raise ValueError(
            f"side={side} needs an even number and images flattened to [n, {side**2}], "
            f"the data have {shape}: give the side of these images"
        )
    small = {n: _average_blocks(part.x, side) for n, part in vars(data).items()}
    mean = small["train"].mean(dim=0)
    scale = (small["train"] - mean).std()
    return Data(**{n: Examples((x - mean) / scale, getattr(data, n).y) for n, x in small.items()})


def _average_blocks(x: Tensor, side: int) -> Tensor:
    return x.view(-1, side // 2, 2, side // 2, 2).mean(dim=(2, 4)).flatten(1)


def _split(x: Array, y: Array, train: int, validation: int, seed: int) -> Data:
    classes = len(np.unique(y))  # a stratified part holds each at least once
    train = whole_number("train", train, at_least=classes)
    validation = whole_number("validation", validation, at_least=classes)
    seed = whole_number("seed", seed, at_least=0)
    if (test := len(y) - train - validation) < 10:
        raise ValueError(
            f"train={train} and validation={validation} leave {test} of {len(y)} images "
            "for the test set: leave at least 10"
        )
    x, rest_x, y, rest_y = train_test_split(x, y, train_size=train, stratify=y, random_state=seed)
    halves = train_test_split(
        rest_x, rest_y, train_size=validation, stratify=rest_y, random_state=seed
    )
    return Data(Examples(x, y), Examples(halves[0], halves[2]), Examples(halves[1], halves[3]))


@cache
def _animals() -> tuple[Array, Array]:
    path = files("answers_lib.datasets") / "cats_and_dogs.npz"
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != CATS_AND_DOGS_SHA256:
        raise ValueError(
            f"{path}: damaged, its SHA-256 is not the expected one: restore it from the repository"
        )
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        return archive["images"], archive["labels"]
