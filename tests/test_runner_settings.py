"""Numbers that are typed in a claim's sentence: something on the page must hold them."""

import pytest

from runner.settings import typed_settings
from runner_fixtures import python

AT = "docs/training/05-x.md"


def told(page, code):
    return [str(error) for error in typed_settings(page(python(code)))]


def error(line, number):
    return (
        f"{AT}:{line}: the claim here says {number}, which nothing holds: compute it, or let the "
        "claim's condition or an `assert` have it, too"
    )


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("In 30 epochs it falls.", "30"),
        ("With batches of 8 it falls.", "8"),
        ("At batch size 8 it falls.", "8"),
        ("At learning rate 3 it falls.", "3"),
        ("With 8 hidden layers it falls.", "8"),
        ("Over 5 seeds it falls.", "5"),
        ("At 0.003 it falls.", "0.003"),
        ("Of 10,000 points it sees all.", "10,000"),
        ("It falls by 20 %.", "20"),
        ("A network 64–10 falls.", "64"),
    ],
)
def test_a_number_that_nothing_holds(page, sentence, number):
    code = f'x = 10\nclaim("{sentence}", f(x))'
    assert error(3, number) in told(page, code)


@pytest.mark.parametrize(
    "sentence",
    [
        "It falls in 2 of 3.",
        "The SHA-256 is the same.",
        "$x^{20}$ and `batch_size=30` are code.",
        "float32 is enough.",
        "Two layers are one.",
    ],
)
def test_what_is_no_setting(page, sentence):
    assert told(page, f'claim("{sentence}", held)') == []


@pytest.mark.parametrize(
    "code",
    [
        'claim("More than 20 points.", gain > 20)',
        'claim("More than 20 points.", gain > 0, margin=gain - 20)',
        'spare = gain - 20\nclaim("More than 20 points.", spare > 0)',
        'claim("More than 20 %.", gain > 0.2)',
        'claim("Up by more than 20 %.", rise > 1.2)',
        'claim("To one part in 1000.", error < 1e-3)',
        'run = Run(20)\nassert run.epochs == 20\nclaim("In 20 epochs.", held)',
        'def f():\n    assert epochs == 20\nclaim("In 20 epochs.", held)',
        'epochs = 20\nclaim(f"In {epochs} epochs.", held)',
        'claim(f"In {epochs + 20} epochs.", held)',
    ],
)
def test_a_number_that_something_holds(page, code):
    assert told(page, code) == []


def test_an_experiment_does_not_hold_its_own_settings(page):
    assert told(page, 'loss = train(epochs=20)\nclaim("In 20 epochs.", loss < 1)') == [
        error(3, "20")
    ]


def test_a_block_that_is_no_python_is_told_elsewhere(page):
    assert told(page, "claim(") == []
