import pickle
import re

import numpy as np
import pytest
import torch

from answers_lib.claims import Claim, ClaimError, claim


@pytest.mark.parametrize(
    ("held", "count", "repeats"),
    [
        (True, 1, 1),
        (np.True_, 1, 1),
        (torch.tensor(True), 1, 1),
        ([True, True], 2, 2),
        ((flag for flag in (True, True, True)), 3, 3),
        ({"a": True}.values(), 1, 1),
        (np.ones((2, 3), dtype=bool), 6, 6),
        (torch.tensor([True, True]), 2, 2),
        (np.array([0.1, 0.2]) > 0, 2, 2),
    ],
)
def test_what_held_is_counted(held, count, repeats):
    result = claim("It holds.", held)
    assert (result.held, result.repeats) == (count, repeats)


@pytest.mark.parametrize(
    ("held", "options", "message"),
    [
        (False, {}, "the claim 'It holds.' held in 0 of 1 repeats, 1 needed"),
        (
            [True, False],
            {},
            "the claim 'It holds.' held in 1 of 2 repeats, 2 needed; failed at index 1",
        ),
        (
            np.array([[True, False], [False, False]]),
            {"at_least": 2, "per": "seeds"},
            "the claim 'It holds.' held in 1 of 4 seeds, 2 needed; failed at index [0, 1], [1, 0], "
            "[1, 1]",
        ),
        (
            False,
            {"margin": -0.25, "unit": "points"},
            "the claim 'It holds.' held in 0 of 1 repeats, 1 needed; failed (by 0.25 points)",
        ),
        (
            [False, True, False],
            {"margin": [-1, 2, 3], "unit": "nats"},
            "the claim 'It holds.' held in 1 of 3 repeats, 3 needed; failed at index 0 (by 1 nat), "
            "2 (margin 3 nats)",
        ),
        (
            [False] * 12,
            {},
            "the claim 'It holds.' held in 0 of 12 repeats, 12 needed; failed at index 0, 1, 2, 3, "
            "4, 5, 6, 7, 8, 9 and 2 more",
        ),
    ],
)
def test_a_claim_that_fails(held, options, message):
    with pytest.raises(ClaimError, match=f"^{re.escape(message)}$"):
        claim("It holds.", held, **options)
    assert issubclass(ClaimError, AssertionError)


def test_the_error_survives_a_pickle():
    with pytest.raises(ClaimError) as caught:
        claim("C", [True, False], margin=[1, -2])
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == str(caught.value)
    assert again.claim == caught.value.claim


@pytest.mark.parametrize("needed", [1, 2, 3])
def test_at_least(needed):
    flags = [True, False, True, False]
    if needed > 2:
        with pytest.raises(ClaimError):
            claim("It holds.", flags, at_least=needed)
    else:
        assert claim("It holds.", flags, at_least=needed).held == 2


@pytest.mark.parametrize(
    ("held", "at_least", "message"),
    [
        ([], None, "claim 'C': held must be one boolean per repeat, not []"),
        ([1, 0], None, "claim 'C': held must be one boolean per repeat, not [1, 0]"),
        (0.5, None, "claim 'C': held must be one boolean per repeat, not 0.5"),
        ((n for n in (3, 4)), None, "claim 'C': held must be one boolean per repeat, not [3, 4]"),
        ([True], 0, "claim 'C': at_least=0 of 1 repeats"),
        ([True], 2, "claim 'C': at_least=2 of 1 repeats"),
    ],
)
def test_what_is_no_claim(held, at_least, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        claim("C", held, at_least=at_least)


@pytest.mark.parametrize(
    ("held", "margin", "message"),
    [
        (
            [True, True],
            [-1, 2],
            "claim 'C': held is True at index 0, but the margin is -1: a margin is 0 or more "
            "where the claim held",
        ),
        (
            True,
            -0.5,
            "claim 'C': held is True, but the margin is -0.5: a margin is 0 or more where the "
            "claim held",
        ),
        (
            np.ones((2, 2), dtype=bool),
            [[1, 2], [3, -4]],
            "claim 'C': held is True at index [1, 1], but the margin is -4: a margin is 0 or more "
            "where the claim held",
        ),
        (
            [True, True],
            [0.5, np.nan],
            "claim 'C': margin has values that are no numbers: [0.5 nan]",
        ),
        ([True, True], ["a", "b"], "claim 'C': margin has values that are no numbers: ['a' 'b']"),
        (
            [True, True],
            [1, 2, 3],
            "claim 'C': margin has shape [3], held [2]: give one margin for every repeat",
        ),
        (
            [True, True],
            1,
            "claim 'C': margin has shape [], held [2]: give one margin for every repeat",
        ),
        (True, [], "claim 'C': margin has shape [0], held []: give one margin for every repeat"),
    ],
)
def test_margins_that_contradict_the_claim(held, margin, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        claim("C", held, margin=margin)


def test_arguments_in_the_wrong_order():
    message = "^the sentence is of type list: give it first, a str$"
    with pytest.raises(ValueError, match=message):
        claim([True], "C")


def test_margins_in_rows_are_refused():
    # Of rates and seeds, say: the smallest would be that of another claim.
    with pytest.raises(ValueError, match=r"margin has shape \[2, 3\], held \[3\]: give one margin"):
        claim("C", [True, True, True], margin=[[1, 5, 3], [2, 4, 0.5]])


def test_a_failed_repeat_may_have_any_margin_and_zero_holds():
    assert claim("C", [True, False], margin=[0, 3], at_least=1).margin == 0
    assert claim("C", 0.1 + 0.2 - 0.3 > 0, margin=-(0.1 + 0.2 - 0.3)).margin < 0  # rounding


@pytest.mark.parametrize(
    ("margin", "unit", "shown"),
    [
        (None, "", ""),
        (0.25, "", "0.25"),
        (3, "points", "3 points"),
        (0, "", "0"),
        (np.float32(1.5), "", "1.5"),
        ([0.129, 2], "%", "0.12 %"),
        (0.3, "", "0.3"),
        (2e-7, "", "0.0000002"),
        (1, "points", "1 point"),
        (12.9, "nats", "12 nats"),
        ((x for x in (3.0, 2.0)), "nats", "2 nats"),
        (np.array([[12345.7, 2e6]]), "", "12345"),
        (np.inf, "", "Infinity"),
        (torch.tensor([1.0, 0.5]), "×", "0.5 ×"),
    ],
)
def test_the_smallest_margin(margin, unit, shown):
    made = claim("C", True, margin=margin, unit=unit)
    assert made.margin_text == shown
    assert type(made.margin) is (float if shown else type(None))


@pytest.mark.parametrize(
    ("margin", "unit", "shown"), [(-1.0, "nats", "−1 nat"), (-1.01, "nats", "−1.1 nats")]
)
def test_a_limit_that_was_missed(margin, unit, shown):
    made = claim("C", [True, False], margin=[3, margin], unit=unit, at_least=1)
    assert (made.margin, made.margin_text) == (margin, shown)


@pytest.mark.parametrize(
    ("made", "evidence"),
    [
        (Claim("C", 1, 1, "seeds"), "checked once, in this build"),
        (
            Claim("C", 1, 1, "seeds", 2, "%"),
            "checked once, in this build, with at least 2 % to spare",
        ),
        (Claim("C", 9, 10, "seeds"), "held in 9 of 10 seeds"),
        (Claim("C", 9, 10, "seeds", at_least=8), "held in 9 of 10 seeds, 8 needed"),
        (Claim("C", 10, 10, "steps", 0.1), "held in 10 of 10 steps, with at least 0.1 to spare"),
        (
            Claim("C", 7, 8, "seeds", -2.0, "points"),
            "held in 7 of 8 seeds, missed by at most 2 points",
        ),
    ],
)
def test_evidence_in_words(made, evidence):
    assert made.evidence == evidence
    assert made._repr_markdown_() == f"**Claim.** C *({evidence})*"
