"""Which statements of a page measure, which only check, and which only draw."""

import pytest

from runner.roles import measuring, roles

PAGE = """
import matplotlib.pyplot as plt
from answers_lib.figures import INK, label
fig, ax = plt.subplots(num="loss")
history = compare(run, lr=rates)
spare = history.loss[0] - 40
style = {"lw": 2}
best = history.loss.max()
top = ax.twinx()
for a, color in zip(history, "bg"):
    if a > 3:
        ax.plot(a, **style)
tile = Rectangle((0, 1), color=INK)
top.set(ylim=(0, 2))
label(axis, 0, 1, "here")
assert len(history) == 3
claim(f"It falls by {best}.", spare > 0, margin=spare)
table({"best": [best]})
"""


def by_role(code, values=()):
    """The lines of the code by what they are for."""
    found = {"measures": [], "checks": [], "draws": []}
    for part, role in roles([code], values):
        found[role].append(code.split("\n")[part.first.lineno - 1].strip())
    return found


def test_a_page():
    assert by_role(PAGE) == {
        "measures": [
            "history = compare(run, lr=rates)",
            "best = history.loss.max()",
            'table({"best": [best]})',
        ],
        "checks": [
            "spare = history.loss[0] - 40",
            "assert len(history) == 3",
            'claim(f"It falls by {best}.", spare > 0, margin=spare)',
        ],
        "draws": [
            'fig, ax = plt.subplots(num="loss")',
            'style = {"lw": 2}',
            "top = ax.twinx()",
            'for a, color in zip(history, "bg"):',
            "if a > 3:",
            "ax.plot(a, **style)",
            "tile = Rectangle((0, 1), color=INK)",
            "top.set(ylim=(0, 2))",
            'label(axis, 0, 1, "here")',
        ],
    }


def test_a_function_that_draws_draws_where_it_is_called():
    code = "import matplotlib.pyplot as plt\ndef arrow(a, b): plt.plot(a, b)\narrow(2, 3)"
    assert by_role(code)["draws"] == code.split("\n")[1:]


def test_a_function_that_draws_and_measures_measures_where_it_is_called():
    code = "import matplotlib.pyplot as plt\ndef f(a):\n    plt.plot(a)\n    return a + 1\nb = f(2)"
    assert by_role(code)["measures"] == ["b = f(2)"]


def test_a_loop_over_an_experiment_measures_what_it_draws():
    code = "import matplotlib.pyplot as plt\nfor run in train(3):\n    plt.plot(run)"
    assert by_role(code)["measures"] == ["for run in train(3):"]


def test_a_loop_that_only_draws_draws():
    code = "import matplotlib.pyplot as plt\nfor x in (1, 2):\n    plt.plot(x)\nprint(x)"
    assert by_role(code)["draws"] == ["for x in (1, 2):", "plt.plot(x)"]


def test_what_a_value_in_the_prose_tells_measures():
    code = "spare = a - 1\nclaim('So.', spare > 0)"
    assert by_role(code)["checks"] == code.split("\n")
    assert by_role(code, ["f'{spare:.1f}'"])["measures"] == ["spare = a - 1"]


@pytest.mark.parametrize(
    "experiment",
    ["x = train(run)", "x = torch.rand(3)", "x = [fit(s) for s in seeds]", "def x(): return 1"],
)
def test_an_experiment_that_only_a_claim_uses_measures(experiment):
    assert by_role(f"{experiment}\nclaim('So.', x)")["measures"] == [experiment]


@pytest.mark.parametrize(
    "arithmetic", ["x = abs(a)", "x = np.log(a.mean())", "x = [b + 1 for b in a]"]
)
def test_arithmetic_that_only_a_claim_uses_checks(arithmetic):
    assert by_role(f"{arithmetic}\nclaim('So.', x)")["checks"][0] == arithmetic


def test_what_measures_is_found_in_every_block():
    found = measuring(["a = f(1)", "b = a + 1\nprint(b)"], [])
    assert [part.block for part in found] == [0, 1, 1]


def test_a_name_of_a_function_is_no_variable_of_the_page():
    code = "def f(low): return low\nlow = a - 1\nclaim('So.', low > 0)"
    assert by_role(code)["checks"] == ["low = a - 1", "claim('So.', low > 0)"]


def test_a_name_of_a_comprehension_is_no_variable_of_the_page():
    code = "held = [low < b for low in lows]\nclaim('So.', held)\nprint(low)"
    assert by_role(code)["checks"][0] == "held = [low < b for low in lows]"
