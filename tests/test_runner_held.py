"""Values in the prose: something that checks reads what they are computed from."""

import pytest

from runner.held import unheld_values
from runner_fixtures import python, sample


def told(page, code, value):
    return [
        str(error)
        for error in unheld_values(page(f"{python(code)}\nIt is `{{python}} {value}`.\n"))
    ]


def error(line, value):
    return (
        f"docs/training/05-x.md:{line}: no claim and no `assert` reads what {value!r} is computed "
        "from: let one say what it has to be like"
    )


def test_a_value_that_nothing_checks(page):
    assert told(page, "gain = measure()", "gain.mean()") == [error(5, "gain.mean()")]


def test_a_claim_tells_a_value_and_does_not_check_it(page):
    code = 'gain = measure()\nclaim(f"It gains {gain}.", other > 2)'
    assert told(page, code, "gain") == [error(6, "gain")]


@pytest.mark.parametrize(
    "check",
    [
        'claim("It gains.", gain > 2)',
        'claim("It gains.", held, margin=gain - 2)',
        "assert gain.mean() > 2",
        'spare = gain - 2\nclaim("It gains.", spare > 0)',
        "def check():\n    assert gain > 2",
    ],
)
def test_a_value_that_something_checks(page, check):
    assert told(page, f"gain = measure()\n{check}", "gain.mean()") == []


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("rate = 0.1", "rate"),
        ("rate = 0.1\nhigher = 3 * rate", "higher"),
        ("runs = measure()", "len(runs)"),
        ("runs = measure()", "len(runs.train)"),
        ("run = Run(data)", "run.epochs"),
        ("runs = measure()", "runs.size"),
        ("runs = measure()", "runs.shape[0]"),
        ("runs = measure()", "expected_maximum(20)"),
    ],
)
def test_settings_and_counts_are_told_as_they_are(page, code, value):
    assert told(page, code, value) == []


@pytest.mark.parametrize(
    "code",
    [
        "found = []\nfor x in measure():\n    found.append(x)",
        "found = {}\nfound[1] = measure()",
        "found = np.zeros(3)\nfor i in range(3):\n    found[i] = measure(i)\nfound = 2 * found",
    ],
)
def test_what_is_filled_later_is_no_setting(page, code):
    assert len(told(page, code, "found")) == 1


def test_a_count_does_not_excuse_the_value_beside_it(page):
    value = "sum(runs) / len(runs)"
    assert told(page, "runs = measure()", value) == [error(5, value)]


def test_a_time_is_told_as_it_is(page):
    source = python("took = measure()") + "\n`{python timing} took`\n"
    assert list(unheld_values(page(source))) == []


def test_code_that_is_no_python_is_for_the_run_to_tell(page):
    assert told(page, "gain =", "gain") == []


def test_the_sample_answer(page):
    assert list(unheld_values(page(sample("answer.md")))) == []
