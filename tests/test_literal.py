"""Any text is shown as it is, by the site's Markdown and by what notebooks use."""

import html
import random
import re
import string
from pathlib import Path

import markdown
import pytest
import yaml
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from nbconvert.filters import markdown2html

from answers_lib.literal import literal
from answers_lib.tables import table

TEXTS = [
    "x|y", "a*b*c", "$5", "$5 and $6", "p<q", "p<q and r>s", "__init__", "int | None", "`code`",
    "[a](b)", "![a](b)", "# a", "- a", "+ a", "* a", "1. a", "12) a", "> a", ": a", "=== a", "---",
    "***", "a -- b", "a --> b", "1/2", "(c) 1st (TM)", "+/-", ":smile:", "a:b:c", "~~a~~", "^^a^^",
    "==a==", "{.a}", "{: #a}", "<b>a</b>", "<!-- a -->", "&amp;", "&lt;b&gt;", r"\*", r"\(x\)",
    r"\[x\]", "$$x$$", "https://example.org/a_b_c", "a@b.org", "[^1]", "!!! note", "??? note",
    "*[HTML]: a", '"a"', "'a'", "{python} x", "`{python} x`", "\\", "\\\\|", "|", "||", "a\\|b",
    "−0.3 ± 0.1", "12 %", "<1", "John: 3", "    a", "/// note", "--8<-- 'a'", "{++a++}", "C#",
    "www.example.org", "H~2~O", "&#36;", "a&copy;b", "[TOC]", "@a", "a  \nb", "", "é ü ∞ 你好",
]  # fmt: skip


def random_texts(count=1000):
    source = random.Random(0)
    alphabet = string.punctuation * 2 + "ab1 \n"
    return ["".join(source.choices(alphabet, k=source.randint(1, 12))) for _ in range(count)]


class Loader(yaml.SafeLoader):
    """The site's configuration without what only MkDocs can read."""


Loader.add_multi_constructor("", lambda loader, suffix, node: None)


@pytest.fixture(scope="module")
def site(request):
    """A function that renders Markdown as the site does."""
    text = (Path(request.config.rootpath) / "mkdocs.yml").read_text(encoding="utf-8")
    listed = yaml.load(text, Loader)["markdown_extensions"]
    named = [entry if isinstance(entry, dict) else {entry: {}} for entry in listed]
    settings = {name: options for entry in named for name, options in entry.items()}
    return lambda source: markdown.markdown(
        source, extensions=list(settings), extension_configs=settings
    )


@pytest.fixture(scope="module", params=["site", "CommonMark", "nbconvert"])
def render(request):
    if request.param == "site":
        return request.getfixturevalue("site")
    if request.param == "nbconvert":
        return markdown2html
    return MarkdownIt("gfm-like", {"linkify": False}).render


def words(text):
    """As a browser lays it out: white space is one space."""
    return " ".join(text.split())


def test_a_cell_shows_its_text(render):
    texts = [*TEXTS, *random_texts()]
    shown = table({"first": texts, "as a name: a*b": texts, "last": ["z"] * len(texts)})
    rows = BeautifulSoup(render(shown._repr_markdown_()), "html.parser").select("tr")
    assert words(rows[0].get_text()) == "first as a name: a*b last"
    assert len(rows) == len(texts) + 1
    for text, row in zip(texts, rows[1:], strict=True):
        cells = row.find_all("td")
        assert [words(cell.get_text()) for cell in cells] == [words(text), words(text), "z"]
        assert {tag.name for tag in row.find_all()} <= {"td", "span"}, text


@pytest.mark.parametrize("around", ["{}", "before {} after", "**{}** and", "![{}](a.svg)"])
def test_a_paragraph_shows_its_text(site, around):
    texts = [text for text in (*TEXTS, *random_texts()) if text.strip()]
    if "**" in around:
        texts = [text for text in texts if text == text.strip()]  # else no emphasis begins there
    page = BeautifulSoup(site("\n\n".join(around.format(literal(t)) for t in texts)), "html.parser")
    paragraphs = page.find_all(recursive=False)
    assert [tag.name for tag in paragraphs] == ["p"] * len(texts)
    for text, paragraph in zip(texts, paragraphs, strict=True):
        seen = paragraph.img["alt"] if "![" in around else paragraph.get_text()
        wanted = "{}" if "![" in around else around.replace("*", "")
        assert words(seen) == words(wanted.format(text))
        assert len(paragraph.find_all()) == ("*" in around or "![" in around), text


@pytest.mark.parametrize(
    "text", ["0.93", "−2.5", "12,000", "97 %", "0.971 ± 0.004", "é ß", "3 × 4"]
)
def test_what_reads_as_a_number_or_words_stays(text):
    assert literal(text) == text


def test_every_mark_is_an_entity():
    assert literal("a*b|c") == "a&#42;b&#124;c"
    assert literal("two\nlines") == "two&#10;lines"
    assert literal(" a b ") == "&#32;a b&#32;"
    assert literal("1. is the 1st") == "1&#46; is the &#49;st"


def test_every_character_of_ascii_comes_back():
    text = "".join(map(chr, range(32, 127))) + "\t\n\r"
    assert html.unescape(literal(text)) == text


def test_dollars_stand_apart_where_mathjax_looks_at_what_is_shown():
    source = table({"a": ["$5 and $6", r"\(x\)"]})._repr_markdown_()
    cells = BeautifulSoup(markdown2html(source), "html.parser").select("td")
    for cell, text in zip(cells, ("$5 and $6", r"\(x\)"), strict=True):
        assert cell.get_text() == text
        pieces = [str(piece) for piece in cell.find_all(string=True)]
        assert not any(re.search(r"\$.|.\$|\\.", piece) for piece in pieces)
