import re
import statistics

import markdown
import numpy as np
import pytest
import torch
from bs4 import BeautifulSoup

from answers_lib.literal import Markdown
from answers_lib.tables import extent, spread, table


def html(shown):
    """The table's cells as a reader sees them, and the alignment of the last row's."""
    page = markdown.markdown(shown._repr_markdown_(), extensions=["tables"])
    rows = BeautifulSoup(page, "html.parser").find_all("tr")
    cells = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in rows]
    return cells, [cell.get("style") for cell in rows[-1].find_all("td")]


def test_a_table_as_markdown():
    shown = table({"batch size": [1, 32], "accuracy": ["0.9", None]})
    assert shown.header == ("batch size", "accuracy")
    assert shown.rows == (("1", "0.9"), ("32", "None"))
    assert shown._repr_markdown_() == (
        "| batch size | accuracy |\n| --- | ---: |\n| 1 | 0.9 |\n| 32 | None |"
    )


def test_markdown_makes_the_same_cells_of_it():
    cells, styles = html(table({"|w|": ["a|b", "||"], "loss": np.array([1, 2]), "n": iter("xy")}))
    assert cells == [["|w|", "loss", "n"], ["a|b", "1", "x"], ["||", "2", "y"]]
    assert styles == [None, "text-align: right;", None]


@pytest.mark.parametrize(
    ("column", "numeric"),
    [
        (["0.9", "−2", "<1"], True),
        (["−0.3 ± 0.1", "never"], True),
        (["", "12 %"], True),
        (["tanh", "ReLU", "3"], False),
        (["`torch`", "epoch 3"], False),
    ],
)
def test_columns_of_numbers_are_aligned_right(column, numeric):
    _, styles = html(table({"what": ["a"] * len(column), "value": column}))
    assert styles[1] == ("text-align: right;" if numeric else None)


def test_what_shows_itself_as_markdown_is_markdown():
    code = Markdown("`ab`")
    shown = table({Markdown("*what*"): [code, "`a`"], "n": [Markdown("two\nlines"), 2]})
    page = markdown.markdown(shown._repr_markdown_(), extensions=["tables"])
    cells = [cell.decode_contents() for cell in BeautifulSoup(page, "html.parser").select("th, td")]
    assert cells == ["<em>what</em>", "n", "<code>ab</code>", "two lines", "`a`", "2"]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ([1, 2], "columns is of type list: give a dict of names and columns"),
        ({"a": "text"}, "column 'a' is 'text': give a list of its cells"),
        ({"a": 3}, "column 'a' is 3: give a list of its cells"),
    ],
)
def test_what_is_no_table(columns, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        table(columns)


def test_columns_of_different_lengths():
    message = "columns of different lengths: 'a': 2, 'b': 3"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        table({"a": [1, 2], "b": [1, 2, 3]})


VALUES = [0.962, 0.978, 0.973]


@pytest.mark.parametrize("kind", [list, tuple, iter, np.array, torch.tensor])
def test_mean_and_spread_of_any_iterable(kind):
    mean, sd = statistics.mean(VALUES), statistics.stdev(VALUES)
    assert spread(kind(VALUES)) == f"{mean:.3f}\xa0±\xa0{sd:.3f}"
    assert extent(kind(VALUES)) == f"{mean:.3f} [0.962, 0.978]"


def test_formats():
    assert spread([10, 30], ".0f") == "20\xa0±\xa014"
    assert spread([0.1, 0.3], ".1%") == "20.0%\xa0±\xa014.1%"
    assert extent([10, 30, 50], ".1f") == "30.0 [10.0, 50.0]"
    assert extent(np.array([[1, 2], [3, 4]]), "g") == "2.5 [1, 4]"


@pytest.mark.parametrize("show", [spread, extent])
@pytest.mark.parametrize("values", [[], [0.5]])
def test_one_value_has_no_spread(show, values):
    message = f"^a spread needs at least two values, not {len(values)}$"
    with pytest.raises(ValueError, match=message):
        show(values)
