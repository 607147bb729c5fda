"""The woven tree stands alone: plain MkDocs and plain Material show all that pages computed."""

import json

import pytest
from bs4 import BeautifulSoup
from mkdocs.commands.build import build
from mkdocs.config import load_config

from as_it_ran import (
    expected_code,
    expected_prints,
    expected_values,
    shown_code,
    shown_prints,
    shown_values,
)
from runner.building import build_pages
from runner_fixtures import sample
from site_fixtures import read
from weaving.project import build_of, tree_of, weave

ANSWER = "training/05-é.md"
GLOSSARY = "# Glossary\n\ndata\n:   What one learns from.\n    See [Data](training/05-é.md).\n"
HOME = "# Home\n\n<!-- counts -->\n\n<!-- questions -->\n\n<!-- claims -->\n"


@pytest.fixture(scope="module")
def woven(tmp_path_factory):
    """A project of an answer, a lab and a glossary after its build: its pages and their results."""
    root = tmp_path_factory.mktemp("plain")
    pages = {
        ANSWER: sample("answer.md").replace("By a little.", "By a little, with data.", 1),
        "labs/lab.py": sample("lab.py"),
        "glossary.md": GLOSSARY,
        "index.md": HOME,
    }
    for name, text in pages.items():
        path = root / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "mkdocs.yml").write_text("site_name: Woven\n", encoding="utf-8")
    config = load_config(str(root / "mkdocs.yml"))
    outcomes = build_pages(build_of(config))
    weave(config, outcomes)
    return {outcome.page.name: outcome for outcome in outcomes}, tree_of(config)


@pytest.fixture(scope="module")
def site(woven, tmp_path_factory, request):
    """The tree as MkDocs renders it: no hook, no theme of ours, no file from outside the tree."""
    ours = load_config(str(request.config.rootpath / "mkdocs.yml"))
    directory = tmp_path_factory.mktemp("site")
    empty = tmp_path_factory.mktemp("config") / "mkdocs.yml"
    empty.write_text("site_name: Plain\n", encoding="utf-8")
    plain = {
        "docs_dir": str(woven[1]),
        "site_dir": str(directory),
        "theme": "material",
        "plugins": ["search", {"mkdocs-jupyter": {"execute": False}}],
        "markdown_extensions": extensions(ours),
    }
    build(load_config(str(empty), strict=True, **plain))
    return directory


def extensions(config):
    """Our Markdown extensions with their settings, as mkdocs.yml has them."""
    return [{name: config.mdx_configs.get(name, {})} for name in config.markdown_extensions]


@pytest.fixture(scope="module")
def answer(woven):
    return woven[0][ANSWER]


@pytest.fixture(scope="module")
def html(site):
    return read(site, ANSWER.removesuffix(".md"))


def test_the_question(html):
    question = html.select_one(".question")
    assert question.em.text == "more"
    assert question.select_one("p:not(.question__place)").text == "Does more data help?"


def test_every_computed_value(html, answer):
    expected = expected_values(answer.page, answer.result)
    assert shown_values(html.article) == expected == ["1.5", "1.5", "1.5", "0.25 s", "1.5"]
    assert html.select_one(".tabbed-block img")["alt"] == "The gain is 1.5 points"


def test_every_figure_is_a_file_that_is_shown(html, site, answer):
    assert list(answer.result.figures) == ["gain"]
    (image,) = html.article.select("img")
    path = site / ANSWER.removesuffix(".md") / image["src"]
    assert path.read_text(encoding="utf-8") == answer.result.figures["gain"]
    assert (image["width"], image["height"]) == ("288", "192")


def test_every_claim_and_every_print(html, answer):
    (claim,) = html.select(".claim")
    assert claim.select_one(".claim__text").text == "More data helps."
    evidence = "held in 2 of 2 seeds, with at least 1.5 points to spare"
    assert claim.select_one(".claim__evidence").text == evidence
    assert shown_prints(html.article) == expected_prints(answer.result) == ["measured\n"]


def test_every_block_of_code(html, answer):
    assert shown_code(html.article) == expected_code(answer.page)


def test_the_home_page(site):
    home = read(site)
    assert "1 answers, 1 claims, 1 figures" in home.text
    (link,) = home.select(".questions__item a")
    assert (site / "training/05-é").is_dir()
    assert link["href"] == "training/05-%C3%A9/"
    assert [cell.text for cell in home.select("details.claims-of td")] == [
        "More data helps.",
        "2 of 2 seeds",
        "1.5 points",
    ]


def test_a_term_leads_to_the_glossary(html, site):
    (term,) = html.select("a.term")
    assert (term.text, term["title"]) == ("data", "What one learns from.")
    place = term["href"].rpartition("#")[2]
    assert read(site, "glossary").find(id=place).text.startswith("data")


def test_a_lab(site, woven):
    lab = read(site, "labs/lab")
    cells = json.loads(woven[0]["labs/lab.py"].result.notebook)["cells"]
    assert lab.h1.text.startswith("A lab about w")
    assert "one\ntwo" in lab.text
    assert len(lab.select(".jp-CodeCell[id]")) == sum(cell["cell_type"] == "code" for cell in cells)
    assert lab.select_one("img")["src"].startswith("data:image/svg+xml;base64,")


def test_nothing_of_our_syntax_is_left(site):
    for path in site.rglob("*.html"):
        text = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").text
        assert not [mark for mark in ("{python", "fold=", "<!-- ") if mark in text], path
