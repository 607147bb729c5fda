import pytest

from answers_lib.claims import Claim
from answers_lib.exporting import Export
from runner.result import PageResult
from runner.running import run_page
from runner.shown import Markdown, Printed, Shown
from runner_fixtures import python, sample
from weaving.cells import Code, Text, cells

PLACE = "https://e.org/training/05-x"
HERE = f"{PLACE}.md"
CLAIM = Claim("C.", 1, 1, "repeats")


@pytest.fixture
def cells_of(page):
    """A function that gives the cells of a page's source, whose blocks showed what is given."""
    return lambda source, *shown: cells(page(source), PageResult(shown), None, HERE)


def test_text_and_code_take_turns(cells_of):
    source = f"# T\n\nA.\n\n{python('x = 1')}\nB.\n\n{python('y = 2')}"
    assert cells_of(source, Shown(), Shown()) == [
        Text("# T\n\nA."),
        Code("x = 1"),
        Text("B."),
        Code("y = 2"),
    ]


def test_a_cell_for_each_section(cells_of):
    assert cells_of("# T\n\n## A\n\na\n\n### B\n\nb\n") == [
        Text("# T"),
        Text("## A\n\na"),
        Text("### B\n\nb"),
    ]


def test_a_block_that_is_folded_on_the_page_has_a_heading(cells_of):
    source = python("x", ' fold="How"') + python("y", ' title="a.py"')
    assert cells_of(source, Shown(), Shown()) == [
        Text("**How**"),
        Code("x"),
        Text("**a.py**"),
        Code("y"),
    ]


def test_each_claim_and_each_table_ends_a_cell(cells_of):
    code = 'print(1)\n\nclaim(\n    "C.", True\n)  # why\nprint(2)\ntable({"a": [1]})\nprint(3)'
    table = Markdown("| a |")
    items = (Printed("1\n"), CLAIM, Printed("2\n"), table, Printed("3\n"))
    assert cells_of(python(code), Shown(items)) == [
        Code('print(1)\n\nclaim(\n    "C.", True\n)  # why', (Printed("1\n"), CLAIM)),
        Code('print(2)\ntable({"a": [1]})', (Printed("2\n"), table)),
        Code("print(3)", (Printed("3\n"),)),
    ]


def test_a_function_of_the_page_may_return_a_table(cells_of):
    first = "def by_size(n):\n    rows = [n]\n    return table({'a': rows})"
    second = "by_size(1)\nhouse_style()\nclaim(1)"
    found = cells_of(python(first) + python(second), Shown(), Shown((Markdown("| a |"), CLAIM)))
    assert [(cell.source, cell.items) for cell in found[1:]] == [
        ("by_size(1)", (Markdown("| a |"),)),
        ("house_style()\nclaim(1)", (CLAIM,)),
    ]


def test_what_no_cell_ends_in_is_shown_below_the_last_one(cells_of):
    (cell,) = cells_of(python("for n in range(2):\n    claim(n)"), Shown((CLAIM, CLAIM)))
    assert cell.items == (CLAIM, CLAIM)


def test_a_figure_is_where_its_name_opens_it(cells_of):
    code = (
        'table({"b": [1]})\nplt.subplots(\n    num="b"\n)\nclaim("C.", x)\nplt.figure("a")\ndraw()'
    )
    figures = {"a": "<svg/>", "b": "<svg/>", "c": "<svg/>"}
    found = cells_of(python(code), Shown((Markdown(""), CLAIM), figures))
    assert [cell.figures for cell in found] == [(), ("b",), ("a", "c")]


def test_a_whole_answer(page):
    answer = page(sample("answer.md"))
    found = cells(answer, run_page(answer), {"data": "What one learns from."}, HERE)
    assert isinstance(found[0], Text)
    assert found[0].markdown.startswith("# More data\n\n*Training · Question 5*\n\n> Does *more*")
    first, drawing = [cell for cell in found if isinstance(cell, Code)]
    assert [type(item) for item in first.items] == [Printed, Claim]
    assert drawing.figures == ("gain",)
    assert found[found.index(drawing) - 1 : found.index(drawing) + 2] == [
        Text("It helps by 1.5 points in 0.25 s.\n\n**Figure**"),
        drawing,
        Text(f"![The gain is 1.5 points]({PLACE}/gain.svg)\n\n*Figure:* Up by 1.5."),
    ]


def test_exported_data_is_no_output(cells_of):
    items = (Export("a", "[1]"), CLAIM)
    (cell,) = cells_of(python('export("a", [1])\nclaim("C.", True)'), Shown(items))
    assert cell.items == (CLAIM,)
