import sys

import matplotlib.pyplot as plt
import pytest

from answers_lib.claims import Claim
from runner.evaluating import Shown, run_inline, run_python
from runner_fixtures import python

CLAIM = "from answers_lib.claims import claim\n"


def test_printed_text(run):
    (shown,) = run(python('print("a")\nprint("b", end="")')).shown
    assert shown == Shown(printed="a\nb")


def test_printing_in_a_value_is_not_part_of_it(run, capsys):
    assert run('`{python} print("a")`').shown == (Shown(text="None"),)
    assert capsys.readouterr().out == "a\n"


def test_values_in_the_order_in_which_they_came(run):
    source = """
class Table:
    def _repr_markdown_(self):
        return "| a |"

claim("First.", True)
Table()
for n in range(2):
    claim(f"In a loop, {n}.", [True, n == 1], at_least=1, margin=[0.5, n], per="seeds")
if True:
    claim("In a branch.", True)
"""
    (shown,) = run(python(CLAIM + source)).shown
    assert shown.values == (
        Claim("First.", 1, 1, "repeats", ""),
        "| a |",
        Claim("In a loop, 0.", 1, 2, "seeds", "0", at_least=1),
        Claim("In a loop, 1.", 2, 2, "seeds", "0.5", at_least=1),
        Claim("In a branch.", 1, 1, "repeats", ""),
    )


@pytest.mark.parametrize(
    "code",
    ["1 + 1", "None", '"text"', 'kept = claim("a", True)', 'def f():\n    claim("a", True)\nf()'],
)
def test_other_expressions_show_nothing(run, code):
    assert run(python(CLAIM + code)).shown == (Shown(),)


def test_an_empty_block_and_one_with_a_comment_show_nothing(run):
    assert run(python("") + "\n" + python("# nothing")).shown == (Shown(), Shown())


def test_blocks_share_their_names_and_pages_do_not(run, error_of):
    run(python("shared = 1") + "\n" + python("print(shared, __name__)"))
    assert error_of("`{python} shared`").endswith("NameError: name 'shared' is not defined")


def test_future_imports_of_the_runner_do_not_reach_the_page(run):
    (shown,) = run(python("def f(x: 1): ...\nprint(f.__annotations__)")).shown
    assert shown.printed == "{'x': 1}\n"


def test_a_dataclass_can_be_defined_on_a_page(run):
    code = "from dataclasses import dataclass\n@dataclass\nclass A:\n    x: 'int' = 1\nprint(A())"
    assert run(python(code)).shown[0].printed == "A(x=1)\n"


def test_what_a_value_looks_like():
    assert run_inline("\n\nf'{x:.1f}'  ", "a.md", {"x": 1 / 3}).text == "0.3"


def test_figures_by_label_and_all_closed(run):
    code = """
import matplotlib.pyplot as plt
plt.subplots(num="first")
plt.subplots(num="second_2")
plt.figure("first")
"""
    (shown,) = run(python(code)).shown
    assert list(shown.figures) == ["first", "second_2"]
    assert plt.get_fignums() == []


@pytest.mark.parametrize(
    ("label", "message"),
    [
        ("", 'a figure without a label: open it with plt.subplots(num="its-name")'),
        ("num='a b'", "the figure label 'a b' names a file: use letters, digits and -"),
        ("num='../up'", "the figure label '../up' names a file: use letters, digits and -"),
    ],
)
def test_a_figure_that_cannot_be_shown(error_of, label, message):
    source = "\n" + python(f"import matplotlib.pyplot as plt\n\nplt.subplots({label})")
    assert error_of(source) == f"docs/training/05-x.md:2: ValueError: {message}"
    assert plt.get_fignums() == []


def test_figures_are_closed_when_a_page_fails(error_of):
    error_of(python("import matplotlib.pyplot as plt\nplt.subplots(num='a')\n1 / 0"))
    assert plt.get_fignums() == []


def test_the_prompt_of_python_is_restored_after_an_error():
    before = sys.displayhook
    with pytest.raises(ZeroDivisionError):
        run_python("1 / 0", "a.md", {})
    assert sys.displayhook is before
