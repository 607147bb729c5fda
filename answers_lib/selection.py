"""Choosing the best of many trained networks on few validation images: what does it cost?

Training is done once. Which images validate, which test, and which networks were tried can then
be drawn again as often as one likes from the correctness matrix C [networks, images].
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True, eq=False)
class Selection:
    """Repeated experiments: the best of the first `sizes[k]` networks on validation images.

    Accuracies are fractions in [0, 1], shape [experiments, len(sizes)]. An experiment draws the
    images and the order of the networks anew; its smaller searches are part of its larger ones.
    """

    sizes: tuple[int, ...]
    validation: Tensor
    test: Tensor

    @property
    def gap(self) -> Tensor:
        """Validation minus test accuracy of the chosen network, a fraction [experiments, sizes]."""
        return self.validation - self.test


def correctness(logits: Tensor, y: Tensor) -> Tensor:
    """Whether each network is right on each image: bool [n, M] from logits [n, M], labels y [M].

    A positive logit says 1. NaN, what is left of a network that diverged, is always wrong.
    """
    return ((logits > 0) == (y > 0)) & ~logits.isnan()


def select_best(
    correct: Tensor,
    *,
    sizes: Sequence[int] = (1, 20, 100, 500, 2000),
    validation: int = 200,
    test: int = 695,
    splits: int = 300,
    orders: int = 4,
    seed: int = 0,
) -> Selection:
    """Choose the network with the best validation accuracy, then measure it on the test images.

    Args:
        correct: correctness matrix, bool [n, M].
        sizes: numbers of networks to choose from, each at most n.
        validation: images to choose by.
        test: images to measure by, none of them a validation image.
        splits: random draws of the images.
        orders: random orders of the networks for each draw of the images.
        seed: of both kinds of draws.

    Returns:
        A selection of splits · orders experiments. Of networks with equal validation accuracy
        the one that comes first in the random order wins, so ties are broken fairly.

    Raises:
        ValueError: when there are too few networks or images.
    """
    n, images = correct.shape
    if not 1 <= min(sizes) <= max(sizes) <= n:
        raise ValueError(f"sizes={tuple(sizes)}: choose 1 to {n}, the number of networks")
    if min(validation, test) < 1 or validation + test > images:
        raise ValueError(
            f"validation={validation} and test={test}: choose 1 or more of each, "
            f"together at most the {images} images"
        )
    generator = torch.Generator().manual_seed(seed)
    by_validation, by_test = _accuracies(correct, validation, test, splits, generator)
    order = _permutations(splits * orders, n, generator)
    by_validation, by_test = (
        accuracy.repeat_interleave(orders, dim=0).gather(1, order)
        for accuracy in (by_validation, by_test)
    )
    # argmax returns the first maximum.
    best = torch.stack([by_validation[:, :size].argmax(1) for size in sizes], dim=1)
    return Selection(tuple(sizes), by_validation.gather(1, best), by_test.gather(1, best))


def noise_variance(correct: Tensor) -> float:
    """Variance s₁ that one image adds to a network's accuracy, as it matters for choosing.

    On m images accuracies scatter around the networks' skills with variance s₁/m. s₁ is half
    the mean, over pairs of networks, of disagreement − (p_i − p_j)²: the share of images on which
    just one of the two is right, less what their accuracies p explain. It is far below
    p(1 − p) when the networks err on the same images.

    Args:
        correct: correctness matrix, bool [n, M] with n at least 2.

    Returns:
        s₁, a squared fraction.
    """
    n = len(correct)
    # Summed over pairs, an image that k networks get right counts k(n − k) disagreements, and
    # half the mean squared difference of the accuracies is their variance.
    right = correct.sum(0, dtype=torch.float64)
    disagreement = (right * (n - right)).mean() / (n * (n - 1) / 2)
    return float(disagreement / 2 - correct.double().mean(1).var())


def expected_maximum(n: int) -> float:
    """Expected largest of n independent standard normal numbers, c_n.

    Source: Tippett 1925, Biometrika 17:364–387; here ∫ x n φ(x) Φ(x)ⁿ⁻¹ dx by the trapezoidal
    rule, to ten digits up to n of a million.

    Raises:
        ValueError: when n is below 1.
    """
    if n < 1:
        raise ValueError(f"the largest of {n} numbers does not exist: choose n of at least 1")
    x = torch.linspace(-12, 12, 4001, dtype=torch.float64)
    density = torch.exp(-x.square() / 2) / math.sqrt(2 * math.pi)
    return float(torch.trapezoid(x * n * density * torch.special.ndtr(x) ** (n - 1), x))


def _accuracies(
    correct: Tensor, validation: int, test: int, splits: int, generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """Validation and test accuracies, [splits, n] each, all from one matrix product."""
    images = correct.shape[1]
    chosen = _permutations(splits, images, generator)
    weights = torch.zeros(2, splits, images)
    weights[0].scatter_(1, chosen[:, :validation], 1)
    weights[1].scatter_(1, chosen[:, validation : validation + test], 1)
    # Counts of images are exact in float32.
    counts = (weights.view(2 * splits, images) @ correct.T.float()).double()
    return counts[:splits] / validation, counts[splits:] / test


def _permutations(rows: int, n: int, generator: torch.Generator) -> Tensor:
    """Random permutations of 0 … n − 1, shape [rows, n]."""
    return torch.rand(rows, n, generator=generator, dtype=torch.float64).argsort(1)
