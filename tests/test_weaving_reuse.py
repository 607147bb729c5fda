import io
from base64 import b64decode, b64encode
from xml.etree import ElementTree

import markdown
import pytest
from bs4 import BeautifulSoup
from PIL import Image

from runner.result import PageResult
from runner.running import run_page
from runner.shown import Shown
from runner.svg import DARK
from runner_fixtures import python, sample
from weaving import origin
from weaving.cells import Code, Text, cells
from weaving.origin import About, citation, made_with
from weaving.reuse import Figure, figures_of, files, links, png_file, svg_file

ABOUT = About("https://e.org/a/", "Trained", "", "https://git.org/b/blob/main/docs/")
SVG = "{http://www.w3.org/2000/svg}"
DC = "{http://purl.org/dc/elements/1.1/}"
SAID = {
    "Title": "Up & “down”",
    "Description": "A line <rises>.",
    "Source": "https://e.org/",
    "Copyright": "MIT license",
    "Comment": "computed",
}


@pytest.fixture(autouse=True)
def _versions(monkeypatch):
    monkeypatch.setattr(origin, "commit", lambda: "70493f0")


@pytest.fixture
def drawn(run):
    """The result of a page that draws one figure in every color of the palette."""
    return run(
        python(
            "import matplotlib.pyplot as plt\n"
            "from answers_lib.figures import INK, MUTED, PAPER, RULE, SERIES, house_style\n"
            'house_style()\nfig, ax = plt.subplots(num="loss", figsize=(3, 2))\n'
            "for color in (INK, MUTED, PAPER, RULE, *SERIES):\n    ax.plot([0, 1], color=color)"
        )
    )


def test_the_figures_of_a_page_with_what_they_say(page):
    place = "https://e.org/a/training"
    text = (
        f"![A &#42; line](  {place}/05-x/b.svg)\n\n*Figure:* It *falls*\nto [zero](https://z.org), "
        f"$x$ &#38; more.\n\nText.\n\n![B]({place}/05-x/a.svg)\n\n![C]({place}/06-y/c.svg)"
    ).replace("(  ", "(")
    assert figures_of(page(""), [Text(text), Code("x")]) == [
        Figure("b", "A * line", "It falls to zero, x & more."),
        Figure("a", "B", ""),
    ]


def test_an_svg_says_where_it_comes_from_and_needs_no_css(drawn):
    svg = svg_file(drawn.figures["loss"], SAID)
    root = ElementTree.fromstring(svg)
    assert [root.find(f"{SVG}{name}").text for name in ("title", "desc")] == [
        SAID["Title"],
        SAID["Description"],
    ]
    (metadata,) = root.iter(f"{SVG}metadata")
    facts = {entry.tag.removeprefix(DC): entry.text for entry in metadata.iter() if entry.text}
    assert facts == {"source": SAID["Source"], "rights": "MIT license", "description": "computed"}
    assert "var(" not in svg
    assert "prefers-color-scheme" not in svg
    assert {color for color in DARK if color in svg} == set(DARK)


def test_a_png_says_where_it_comes_from_and_shows_the_same(drawn):
    picture = drawn.pictures["loss"]
    made = Image.open(io.BytesIO(png_file(picture, SAID)))
    assert made.text == SAID
    made.load()
    plain = Image.open(io.BytesIO(b64decode(picture)))
    assert made.tobytes() == plain.tobytes()


def test_the_files_of_a_page(page):
    answer = page(sample("answer.md"))
    result = run_page(answer)
    given = cells(answer, result, None, "https://e.org/a/training/05-x.md")
    made = dict(files(answer, result, figures_of(answer, given), ABOUT))
    assert list(made) == ["training/05-x/figures/gain.svg", "training/05-x/figures/gain.png"]
    assert Image.open(io.BytesIO(made["training/05-x/figures/gain.png"])).text == {
        "Title": "Up by 1.5.",
        "Description": "The gain is 1.5 points",
        "Source": citation(answer, ABOUT),
        "Copyright": "MIT license",
        "Comment": made_with(result),
    }


@pytest.fixture
def below(page):
    """A function that gives the HTML below an answer with two figures."""

    def read(about=ABOUT, pictures=None):
        answer = page("# T & *x*\n\n![a](a-b.svg)\n\n![c](c.svg)\n")
        svg = {"a-b": "<svg/>", "c": "<svg/>"}
        given = dict.fromkeys(svg, b64encode(b"png").decode()) if pictures is None else pictures
        woven = links(answer, PageResult((Shown(figures=svg, pictures=given),)), about)
        html = markdown.markdown(woven, extensions=["attr_list", "md_in_html"])
        return BeautifulSoup(html, "html.parser")

    return read


def test_the_page_in_other_forms(below):
    assert [(a.text, a["href"], a.get("download")) for a in below().p("a")] == [
        ("notebook", "05-x/05-x.ipynb.txt", "05-x.ipynb"),
        ("Markdown", "05-x/index.md.txt", None),
        ("source", "https://git.org/b/blob/main/docs/training/05-x.md", None),
    ]
    assert [a.text for a in below(About()).p("a")] == ["notebook", "Markdown"]


def test_how_to_cite_and_the_figures(below, page):
    fold = below().details
    cite, made = (paragraph.text for paragraph in fold("p"))
    assert cite == citation(page("# T & *x*\n"), ABOUT)
    assert made.startswith("Results computed in 0 s at commit 70493f0, with Python ")
    assert [item.text for item in fold("li")] == ["A b: SVG · PNG", "C: SVG · PNG"]
    assert [(a["href"], a["download"]) for a in fold.li("a")] == [
        ("05-x/figures/a-b.svg", "a-b.svg"),
        ("05-x/figures/a-b.png", "a-b.png"),
    ]


def test_a_figure_without_a_picture_is_an_svg_alone(below):
    assert [item.text for item in below(pictures={}).details("li")] == ["A b: SVG", "C: SVG"]
