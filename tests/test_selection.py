import math
import re
from itertools import combinations

import pytest
import torch

from answers_lib.selection import correctness, expected_maximum, noise_variance, select_best


def random_matrix(n: int, images: int, *, skill: float = 0.8) -> torch.Tensor:
    generator = torch.Generator().manual_seed(0)
    return torch.rand(n, images, generator=generator) < skill


def test_a_positive_logit_says_1_and_nan_is_wrong_either_way():
    logits = torch.tensor([[2.0, -1.0, 3.0, -4.0], [math.nan] * 4, [math.inf, -math.inf, 0.0, 0.0]])
    y = torch.tensor([1, 0, 0, 1])
    assert correctness(logits, y).tolist() == [
        [True, True, False, False],
        [False] * 4,
        [True, True, True, False],
    ]


def test_when_all_images_are_used_the_two_accuracies_add_up_to_the_overall_one():
    # Each accuracy comes from other images: validation and test are disjoint and complete.
    correct = random_matrix(1, 50)
    chosen = select_best(correct, sizes=[1], validation=20, test=30, splits=40, orders=1)
    right = 20 * chosen.validation + 30 * chosen.test
    assert right.unique().tolist() == [correct.sum().item()]
    assert len(chosen.validation.unique()) > 3


def test_the_best_of_all_networks_has_the_highest_validation_count():
    # Network k is right on the k images of a permutation's start: more is better everywhere.
    correct = torch.arange(12).unsqueeze(0) < torch.tensor([[3], [12], [6], [0]])
    chosen = select_best(correct, sizes=[4], validation=5, test=7, splits=10, orders=3)
    assert chosen.validation.unique().tolist() == [1.0]
    assert chosen.test.unique().tolist() == [1.0]


def test_selection_agrees_with_a_loop_over_experiments():
    n, images, validation, test, splits, orders = 7, 30, 6, 11, 5, 3
    correct = random_matrix(n, images)
    sizes = (1, 3, 7)
    chosen = select_best(
        correct,
        sizes=sizes,
        validation=validation,
        test=test,
        splits=splits,
        orders=orders,
        seed=4,
    )
    generator = torch.Generator().manual_seed(4)
    kind = {"generator": generator, "dtype": torch.float64}
    image_order = torch.rand(splits, images, **kind).argsort(1)
    network_order = torch.rand(splits * orders, n, **kind).argsort(1).tolist()
    for experiment, order in enumerate(network_order):
        rows = image_order[experiment // orders]
        by_validation = correct[:, rows[:validation]].double().mean(1).tolist()
        by_test = correct[:, rows[validation : validation + test]].double().mean(1).tolist()
        for column, size in enumerate(sizes):
            best = max(order[:size], key=lambda network: by_validation[network])
            assert chosen.validation[experiment, column].item() == by_validation[best]
            assert chosen.test[experiment, column].item() == pytest.approx(by_test[best])


def test_more_networks_never_lower_the_best_validation_accuracy():
    chosen = select_best(
        random_matrix(200, 100), sizes=[1, 5, 50, 200], validation=30, test=70, splits=20
    )
    assert chosen.validation.shape == (80, 4)
    assert (chosen.validation.diff(dim=1) >= 0).all()
    torch.testing.assert_close(chosen.gap, chosen.validation - chosen.test)


def test_ties_are_broken_fairly():
    # One network is right everywhere, the other on half the images: with one validation image
    # they tie in half of the draws, and the better one should win half of the ties.
    correct = torch.ones(2, 40, dtype=torch.bool)
    correct[1, 20:] = False
    chosen = select_best(correct, sizes=[2], validation=1, test=39, splits=2000, orders=1)
    share = (chosen.test == 1).double().mean().item()
    assert abs(share - 0.75) < 4 * (0.75 * 0.25 / 2000) ** 0.5


def test_networks_of_equal_skill_gain_a_gap_and_no_test_accuracy():
    chosen = select_best(random_matrix(500, 600), sizes=[1, 20, 500], validation=100, test=500)
    gap = chosen.gap.mean(0).tolist()
    # Independent errors: the maximum of n accuracies with sd 0.04, but on few distinct values.
    assert abs(gap[0]) < 0.01
    assert gap[1] == pytest.approx(expected_maximum(20) * 0.04, abs=0.012)
    assert gap[2] == pytest.approx(expected_maximum(500) * 0.04, abs=0.012)
    assert abs(chosen.test.mean(0)[2].item() - 0.8) < 0.01


def test_the_same_seed_draws_the_same_experiments():
    settings = {"sizes": [5], "validation": 10, "test": 20, "splits": 5}
    first, again, other = (
        select_best(random_matrix(5, 40), **settings, seed=seed) for seed in (1, 1, 2)
    )
    assert torch.equal(first.test, again.test)
    assert not torch.equal(first.test, other.test)


def test_noise_variance_is_half_the_mean_over_pairs():
    correct = random_matrix(6, 25)
    p = correct.double().mean(1)
    pairs = [
        (correct[i] != correct[j]).double().mean() - (p[i] - p[j]) ** 2
        for i, j in combinations(range(6), 2)
    ]
    assert noise_variance(correct) == pytest.approx(float(sum(pairs)) / len(pairs) / 2)


def test_noise_variance_is_zero_for_twins_and_binomial_for_strangers():
    twins = random_matrix(1, 1000).repeat(5, 1)
    assert noise_variance(twins) == pytest.approx(0)
    assert noise_variance(random_matrix(50, 4000)) == pytest.approx(0.8 * 0.2, rel=0.01)


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (1, 0.0),
        (2, 1 / math.sqrt(math.pi)),
        (3, 1.5 / math.sqrt(math.pi)),
        (20, 1.8674750598),
        (2000, 3.4353371625),
    ],
)
def test_the_expected_maximum_of_normals(n, expected):
    assert expected_maximum(n) == pytest.approx(expected, abs=1e-9)


def test_the_expected_maximum_agrees_with_a_simulation():
    draws = torch.randn(40_000, 50, generator=torch.Generator().manual_seed(0)).amax(1)
    standard_error = (draws.std() / 200).item()
    assert abs(draws.mean().item() - expected_maximum(50)) < 4 * standard_error


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"sizes": [1, 6]}, "sizes=(1, 6): choose 1 to 5, the number of networks"),
        ({"sizes": [0, 2]}, "sizes=(0, 2): choose 1 to 5, the number of networks"),
        (
            {"validation": 11},
            "validation=11 and test=20: choose 1 or more of each, together at most the 30 images",
        ),
        (
            {"test": 0},
            "validation=10 and test=0: choose 1 or more of each, together at most the 30 images",
        ),
    ],
    ids=["more networks", "no networks", "more images", "no images"],
)
def test_impossible_experiments_are_refused(settings, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        select_best(random_matrix(5, 30), **{"sizes": [2], "validation": 10, "test": 20} | settings)


def test_no_expected_maximum_of_nothing():
    message = "the largest of 0 numbers does not exist: choose n of at least 1"
    with pytest.raises(ValueError, match=f"^{message}$"):
        expected_maximum(0)
