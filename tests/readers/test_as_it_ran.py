"""The built site shows what ran and what came of it: code, values and prints, to the letter."""

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
from runner.store import Store


def pytest_generate_tests(metafunc):
    pages = list(find_pages(metafunc.config.rootpath / "docs"))
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
