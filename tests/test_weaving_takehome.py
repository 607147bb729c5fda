import json
from base64 import b64decode, b64encode

import nbformat
import pytest

from answers_lib.claims import Claim
from answers_lib.figures import PAPER
from runner.result import PageResult
from runner.running import run_page
from runner.shown import Markdown, Printed, Shown
from runner_fixtures import sample
from weaving import origin
from weaving.cells import Code, Text, cells
from weaving.origin import About
from weaving.takehome import answer_markdown, answer_notebook
from weaving.wheel import wheel_name

URL = "https://e.org/a/"
ABOUT = About(URL)
PLACE = f"{URL}training/05-x/"
SVG = '<svg viewBox="0 0 30 15"></svg>'
PNG = b64encode(b"png").decode()
RESULT = PageResult((Shown(figures={"loss": SVG}, pictures={"loss": PNG}),))
FIGURE = f"![It &#42;falls&#42;]({PLACE}loss.svg)\n\n*Figure:* Down."
CLAIM = Claim("It *falls*.", 2, 2, "seeds", 1.5, "points")


@pytest.fixture(autouse=True)
def _versions(monkeypatch):
    monkeypatch.setattr(origin, "_versions", lambda: "Python 3.11, torch 2.13")
    monkeypatch.setattr(origin, "commit", lambda: "70493f0")


@pytest.fixture
def notebook(page):
    """A function that gives the notebook of cells, below its two opening cells."""

    def of(*cells, result=RESULT):
        given = [Text("# T"), *cells]
        text = answer_notebook(page("# T\n"), result, given, ABOUT)
        read = nbformat.reads(text, as_version=4)
        nbformat.validate(read)
        return read.cells

    return of


def test_it_says_where_it_comes_from_and_what_it_needs(notebook):
    first, install, set_up = notebook(result=PageResult(seconds=12.4))
    assert first.source == (
        f"# T\n\nFrom <{PLACE}>, with all its code, figures and claims, computed in 12 s at commit "
        "70493f0, with Python 3.11, torch 2.13. MIT license."
    )
    assert install.source == f"%pip install -q jupyter {URL}{wheel_name()}"
    assert f'"facecolor": "{PAPER}"' in set_up.source
    assert "torch.set_num_threads(1)" in set_up.source


def test_the_same_bytes_every_time(page):
    write = [answer_notebook(page(""), PageResult(), [Text("# T")], ABOUT) for _ in range(2)]
    assert write[0] == write[1]
    assert [cell["id"] for cell in json.loads(write[0])["cells"]] == ["cell-0", "cell-1", "cell-2"]


def test_what_code_showed_is_below_it(notebook):
    items = (Printed("one\n"), Markdown("| a |"), CLAIM)
    *_, cell = notebook(Code("x = 1", items))
    stream, table, claim = cell.outputs
    assert stream.text == "one\n"
    assert table.data["text/markdown"] == "| a |"
    assert claim.data["text/markdown"] == (
        "**Claim.** It *falls*. *(held in 2 of 2 seeds, with at least 1.5 points to spare)*"
    )


def test_a_figure_that_code_draws_is_its_output(notebook):
    *_, code, text = notebook(Code("draw", figures=("loss",)), Text(FIGURE))
    (figure,) = code.outputs
    assert figure.data == {"image/png": PNG, "text/plain": "It *falls*"}
    assert figure.metadata == {"image/png": {"width": 40, "height": 20}}
    assert text.source == "*Figure:* Down."
    assert "attachments" not in text


def test_a_figure_that_is_drawn_later_comes_with_the_text(notebook):
    *_, text, _ = notebook(Text(FIGURE), Code("draw", figures=("loss",)))
    assert text.source == "![It &#42;falls&#42;](attachment:loss.png)\n\n*Figure:* Down."
    assert text.attachments == {"loss.png": {"image/png": PNG}}


def test_a_figure_of_another_page_stays_on_the_site(notebook):
    other = f"![a]({URL}training/06-y/loss.svg)"
    *_, text = notebook(Text(other))
    assert text.source == other


def test_a_figure_without_a_picture_stays_on_the_site(notebook):
    old = PageResult((Shown(figures={"loss": SVG}),))
    *_, text, code = notebook(Text(FIGURE), Code("draw", figures=("loss",)), result=old)
    assert text.source == FIGURE
    assert code.outputs[0].data == {"text/plain": "It *falls*"}


@pytest.mark.parametrize(
    ("code", "items", "expected"),
    [
        ("ax.set(\n    x=1\n)", (), "ax.set(\n    x=1\n);"),
        ("x = 1", (), "x = 1"),
        ("f()  # told", (), "f()  # told"),
        ("claim()", (Printed("a"), CLAIM), "claim()"),
        ("log()", (CLAIM, Printed("a")), "log();"),
        ("# only told", (), "# only told"),
    ],
)
def test_no_value_is_shown_that_the_page_does_not_show(notebook, code, items, expected):
    *_, cell = notebook(Code(code, items))
    assert cell.source == expected


def test_as_markdown(page):
    items = (Printed("one\n"), Markdown("| a |"), CLAIM)
    given = [Text("# T"), Text(FIGURE), Code("x = 1", items, ("loss",))]
    text = answer_markdown(page("# T\n"), PageResult(), given, ABOUT)
    title, origin, rest = text.split("\n\n", 2)
    assert (title, origin[:6]) == ("# T", "From <")
    assert rest == (
        f"{FIGURE}\n\n```python\nx = 1\n```\n\n```text\none\n```\n\n| a |\n\n"
        "**Claim.** It *falls*. *(held in 2 of 2 seeds, with at least 1.5 points to spare)*\n"
    )


def test_a_whole_answer(page):
    answer = page(sample("answer.md"))
    result = run_page(answer)
    given = cells(answer, result, None, f"{URL}training/05-x.md")
    read = nbformat.reads(answer_notebook(answer, result, given, ABOUT), as_version=4)
    nbformat.validate(read)
    (drawing,) = [cell for cell in read.cells if "subplots" in cell.source]
    (figure,) = drawing.outputs
    picture = b64decode(figure.data["image/png"])
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    size = figure.metadata["image/png"]
    assert (size["width"], size["height"]) == (288, 192)
    # What a reader sees of a picture of 3 by 2 inches, at 200 dots an inch:
    assert [int.from_bytes(picture[at : at + 4]) for at in (16, 20)] == [600, 400]
