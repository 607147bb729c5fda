import sys
from pathlib import Path

import matplotlib.pyplot as plt
import pytest

from answers_lib.claims import Claim
from runner.evaluating import run_inline
from runner.isolation import run_isolated
from runner.shown import Markdown, Printed, Shown
from runner_fixtures import python

CLAIM = "from answers_lib.claims import claim\n"


def test_printed_text(run):
    (shown,) = run(python('print("a")\nprint("b", end="")')).shown
    assert shown == Shown((Printed("a\nb"),))


def test_printing_in_a_value_is_refused(error_of):
    assert error_of('`{python} print("a")`') == (
        "docs/training/05-x.md:1: ValueError: a value prints 'a\\n', which is not shown: "
        "print in a block"
    )


def test_prints_and_values_in_the_order_in_which_they_came(run):
    code = "from answers_lib.tables import table\n"
    loop = 'for n in "ab":\n    print("Table", n)\n    table({"name": [n]})'
    (shown,) = run(python(code + loop)).shown
    assert [type(item) for item in shown.items] == [Printed, Markdown] * 2
    assert shown.items[2] == Printed("Table b\n")


def test_a_logger_of_one_block_is_heard_in_the_next(run):
    source = python(
        "import logging, sys\nlog = logging.getLogger('page')\n"
        "log.addHandler(logging.StreamHandler(sys.stdout))\nlog.setLevel('INFO')"
    )
    assert run(source + "\n" + python("log.info('second')")).shown[1].printed == "second\n"


def test_a_filter_of_warnings_lasts(run):
    source = python("import warnings\nwarnings.filterwarnings('ignore', message='old')")
    assert run(source + "\n" + python("warnings.warn('old')")).shown == (Shown(), Shown())


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
    assert shown.items == (
        Claim("First.", 1, 1, "repeats"),
        Markdown("| a |"),
        Claim("In a loop, 0.", 1, 2, "seeds", 0.0, at_least=1),
        Claim("In a loop, 1.", 2, 2, "seeds", 0.5, at_least=1),
        Claim("In a branch.", 1, 1, "repeats"),
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


def test_a_format_without_its_string_is_explained(error_of):
    assert error_of("`{python} x:.2f`") == (
        "docs/training/05-x.md:1: SyntaxError: invalid decimal literal: to format a value write "
        'f"{x:.2f}"'
    )


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


def test_all_is_restored_after_an_error(error_of):
    before = sys.displayhook, sys.stdout, sys.modules["__main__"], Path.cwd()
    error_of(python("1 / 0"))
    assert (sys.displayhook, sys.stdout, sys.modules["__main__"], Path.cwd()) == before


SCRIPT = """
import inspect, io, pickle, typing
import torch
from torch import nn

class Net(nn.Module):
    width: "int" = 8

    def forward(self, x):
        return x

def double(n):
    return 2 * n
"""


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        ("print(type(pickle.loads(pickle.dumps(Net()))) is Net)", "True\n"),
        ("torch.save(Net(), io.BytesIO()); print('saved')", "saved\n"),
        ("print(inspect.getsource(double))", "def double(n):\n    return 2 * n\n\n"),
        ("print(inspect.getsource(Net)[:21])", "class Net(nn.Module):\n"),
        ("print(typing.get_type_hints(Net)['width'])", "<class 'int'>\n"),
        ("from pathlib import Path; print(Path.cwd().name)", "training\n"),
    ],
)
def test_a_page_behaves_as_a_script(run, code, printed):
    shown = run("# T\n\n" + python(SCRIPT) + "\nText.\n\n" + python(code)).shown
    assert shown[1].printed == printed


WORKERS = """
from concurrent.futures import ProcessPoolExecutor
from torch.utils.data import DataLoader

data = list(range(8))
print(sum(int(batch.sum()) for batch in DataLoader(data, batch_size=2, num_workers=2)))

def square(n):
    return n * n

with ProcessPoolExecutor(2) as pool:
    print(list(pool.map(square, [1, 2, 3])))
"""


def test_a_page_may_start_processes(page):
    assert run_isolated(page(python(WORKERS))).shown[0].printed == "28\n[1, 4, 9]\n"
