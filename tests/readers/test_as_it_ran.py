"""The built site shows what ran and what came of it: code, values and prints, to the letter."""

import re
from html import unescape

import nbformat
import pytest
from bs4 import BeautifulSoup

from as_it_ran import (
    expected_code,
    expected_prints,
    expected_values,
    links_out_of_place,
    shown_code,
    shown_prints,
    shown_values,
)
from runner.page import find_pages
from runner.parsing import Fence, examples
from runner.store import Store

# Pages made of others: test_products.py compares them with those.
MADE = {"practice.md", "worksheet.md", "key.md"}


def pytest_generate_tests(metafunc):
    found = find_pages(metafunc.config.rootpath / "docs")
    pages = [page for page in found if page.name not in MADE]
    kinds = {
        "page": [page for page in pages if not page.is_lab],
        "lab": [page for page in pages if page.is_lab],
    }
    for kind in kinds.keys() & set(metafunc.fixturenames):
        metafunc.parametrize(kind, kinds[kind], ids=lambda page: page.name)


def read(site, page):
    """The HTML of a page of the site."""
    name = page.name.rsplit(".", 1)[0]
    path = site.directory / ("" if name == "index" else name) / "index.html"
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


@pytest.fixture(scope="module")
def store(site, request):
    """What the build of the site has kept."""
    return Store(request.config.rootpath / ".cache/pages")


def test_every_block_of_code_is_the_one_that_ran(site, page):
    assert shown_code(read(site, page).article) == expected_code(page)


def test_every_value_and_every_print_is_the_stored_one(site, store, page):
    article, stored = read(site, page).article, store.last(page)
    values = expected_values(page, stored.result) if stored else []
    prints = expected_prints(stored.result) if stored else []
    assert shown_values(article) == values
    assert [lines(text) for text in shown_prints(article)] == [lines(text) for text in prints]


def test_no_link_to_the_glossary_is_out_of_place(site, page):
    html = read(site, page)
    assert links_out_of_place(html) == []
    assert bool(html.select("a.term")) == page.is_answer


def test_the_notebook_holds_what_the_page_shows(site, store, page):
    if not page.is_answer:
        return
    result = store.last(page).result
    file = site.directory / page.place / f"{page.slug}.ipynb"
    cells = nbformat.read(file, as_version=4).cells
    text = unescape("\n".join(cell.source for cell in cells if cell.cell_type == "markdown"))
    assert missing(expected_values(page, result), text) == []
    code = [cell for cell in cells[3:] if cell.cell_type == "code"]
    assert code_lines(cell.source for cell in code) == code_lines(expected_python(page))
    outputs = [output for cell in code for output in cell.outputs]
    claims = [claim._repr_markdown_() for claim in result.claims]
    told = [output.data.get("text/markdown", "") for output in outputs if "data" in output]
    assert [text for text in told if text.startswith("**Claim.**")] == claims
    assert [cell.source for cell in code if len(shown_in(cell)) > 1] == []
    assert [o.text for o in outputs if o.output_type == "stream"] == expected_prints(result)
    assert sum("image/png" in o.get("data", {}) for o in outputs) == len(result.figures)


def test_the_markdown_holds_what_the_page_shows(site, store, page):
    if not page.is_answer:
        return
    result = store.last(page).result
    text = (site.directory / page.place / "index.md").read_text(encoding="utf-8")
    assert missing(expected_values(page, result), unescape(text)) == []
    assert missing((claim._repr_markdown_() for claim in result.claims), text) == []
    fences = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert code_lines(fences) == code_lines(expected_python(page))


def expected_python(page):
    """The code of every block that runs, in order."""
    found = (example.parsed for example in examples(page))
    return [parsed.source for parsed in found if isinstance(parsed, Fence)]


def shown_in(cell):
    """The claims and tables below a cell; run again, it shows the value that it ends in alone."""
    return [output for output in cell.outputs if "text/markdown" in output.get("data", {})]


def code_lines(sources):
    """The lines of code in order, without the semicolon that quiets the last one of a cell."""
    lines = (line for source in sources for line in source.removesuffix(";").split("\n"))
    return [line for line in lines if line.strip()]


def missing(texts, whole):
    """The texts that do not follow one another in the whole."""
    found, position = [], 0
    for text in texts:
        place = whole.find(text, position)
        if place < 0:
            found.append(text)
        else:
            position = place + len(text)
    return found


def test_a_lab_shows_its_cells_and_their_outputs(site, store, lab):
    article = read(site, lab).article
    cells = nbformat.reads(store.last(lab).result.notebook, as_version=4).cells
    ran = [cell for cell in cells if cell.cell_type == "code"]
    assert [lines(code) for code in shown_code(article)] == [lines(cell.source) for cell in ran]
    printed = [text for cell in ran for text in texts(cell)]
    assert [lines(text) for text in shown_prints(article)] == [lines(text) for text in printed]


def texts(cell):
    """What a cell prints and the value it ends with, where neither is a figure or a table."""
    for output in cell.outputs:
        if output.output_type == "stream":
            yield output.text
        elif set(output.data) == {"text/plain"}:
            yield output.data["text/plain"]


def lines(text):
    """The lines that a reader sees: nothing shows whether the last one ends."""
    return text.removesuffix("\n").split("\n")
