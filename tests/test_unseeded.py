"""Draws without a seed are named with file and line, and draws with one are not."""

import pytest

import unseeded
from runner_fixtures import python

SEEDED = """
import random

import numpy as np
import torch

values = [
    torch.rand(1, generator=torch.Generator().manual_seed(0)).item(),
    np.random.default_rng(0).random(),
    random.Random(0).random(),
]
print(values)
"""


@pytest.mark.parametrize("draw", ["torch.rand(1).item()", "np.random.rand()", "random.random()"])
def test_a_draw_without_a_seed(page, docs, capsys, draw):
    source = python(SEEDED) + f"\n`{{python}} len(values)` and `{{python}} {draw}`\n"
    page(source, "a.md")
    assert unseeded.main([], docs) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"docs/a.md:17: `{draw}` is 0.")


def test_every_draw_has_a_seed(page, docs, capsys):
    page(python(SEEDED) + "\n`{python timing} __import__('time').perf_counter()`\n", "a.md")
    assert unseeded.main([], docs) == 0
    assert capsys.readouterr().out == "every draw has a seed\n"


def test_a_table_and_a_figure_without_a_seed(page, docs, capsys):
    code = (
        "import matplotlib.pyplot as plt\nimport torch\n\n"
        "from answers_lib.tables import table\n\n"
        "table({'a': [torch.rand(1).item()]})\n"
        "plt.subplots(num='a')\nplt.plot(torch.rand(2))"
    )
    page(python(code) + "\n![A](a.svg)\n", "a.md")
    assert unseeded.main([], docs) == 1
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("docs/a.md:1: ('| a |")
    assert second == "docs/a.md:1: the figure 'a' differs"
