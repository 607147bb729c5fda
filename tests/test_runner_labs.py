import json

import nbformat
import pytest

from answers_lib.figures import PAPER
from runner.errors import PageError
from runner.labs import run_lab
from runner.percent import cell_lines, read_lab
from runner_fixtures import sample
from weaving.notebooks import download
from weaving.wheel import wheel_name

NAME = "labs/the-loop.py"


def test_a_lab_runs_to_the_same_bytes_every_time(page, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")  # as the build sets it
    lab, reported = page(sample("lab.py"), NAME), []
    first = run_lab(lab, reported.append)
    assert run_lab(lab).notebook == first.notebook
    assert reported == [1, 7, 13, 13, 19, 23]
    text, printing, value, _, solution, again = json.loads(first.notebook)["cells"]
    assert "".join(text["source"]).startswith("# A lab about w")
    assert printing["outputs"] == [
        {"name": "stdout", "output_type": "stream", "text": ["one\n", "two\n"]}
    ]
    assert value["outputs"][0]["data"] == again["outputs"][0]["data"] == {"text/plain": ["1"]}
    assert solution["metadata"]["tags"] == ["solution"]
    line, figure = (output["data"] for output in solution["outputs"])
    assert line == {"text/plain": ["[<matplotlib.lines.Line2D>]"]}
    figure = figure["image/svg+xml"]
    assert figure[0].startswith("<svg ")
    assert "prefers-color-scheme:dark" in figure[0]
    assert "dc:date" not in "".join(figure)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            "# %%\nimport warnings\ndef f():\n    warnings.warn('old')\n\n# %%\n\n# %%\n1\nf()\n",
            "4: UserWarning: old",
        ),
        ("# %%\nx = 1\n\n# %%\ny = 2\nx = = 1\n", "6: SyntaxError: invalid syntax"),
    ],
)
def test_a_cell_that_fails_is_reported_with_its_line(page, source, message):
    with pytest.raises(PageError) as caught:
        run_lab(page(source, NAME))
    assert str(caught.value) == f"docs/{NAME}:{message}"


def test_the_lines_of_cells(page):
    lab = page("x = 0\n\n# %%\nx\n\n# %% [markdown]\n# x\n# x\n\n# %%\nx\n\n# %%\nx\n", NAME)
    assert cell_lines(lab, read_lab(lab)) == [1, 4, 4, 11, 14]


def test_the_notebook_to_take_home_has_no_outputs(page):
    lab = page(sample("lab.py"), NAME)
    notebook = json.loads(download(lab, "https://example.org/a/"))
    install = notebook["cells"].pop(1)
    assert install["source"] == f"%pip install -q jupyter https://example.org/a/{wheel_name()}"
    cells = nbformat.reads(download(lab, "https://example.org/a/"), as_version=4).cells
    assert [c.source for c in cells[:1] + cells[2:]] == [c.source for c in read_lab(lab).cells]
    assert [cell.get("outputs", []) for cell in notebook["cells"]] == [[]] * 6
    assert [cell.id for cell in cells] == [f"cell-{n}" for n in range(7)]
    assert notebook["metadata"] == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}
    }


def test_links_of_a_notebook_to_take_home_lead_back(page):
    text = "# %% [markdown]\n# [a](../../training/05-x/), [b](https://b.org/) and [c](#c)\n"
    notebook = json.loads(download(page(text, NAME), "https://example.org/a/"))
    assert notebook["cells"][0]["source"] == (
        "[a](https://example.org/a/training/05-x/), [b](https://b.org/) and [c](#c)"
    )


def test_figures_can_be_read_in_a_dark_notebook(request):
    drawing = [
        text
        for path in (request.config.rootpath / "docs/labs").glob("*.py")
        if "plt.subplots" in (text := path.read_text(encoding="utf-8"))
    ]
    assert drawing
    assert all(f'"figure.facecolor": "{PAPER}"' in text for text in drawing)
