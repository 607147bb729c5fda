"""Labs on the site: their notebooks, and the HTML that mkdocs-jupyter makes of them."""

import base64
import re
from pathlib import Path

import nbformat
from bs4 import BeautifulSoup, Tag

from runner.building import Outcome
from runner.labs import read_lab
from runner.page import Page
from runner.store import write_whole

STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)


def notebook_name(page: Page) -> str:
    """The lab's page as MkDocs knows it: "labs/the-loop.ipynb"."""
    return page.name.removesuffix(".py") + ".ipynb"


def write_notebook(outcome: Outcome, directory: Path) -> Path:
    """Write the executed notebook below `directory` for mkdocs-jupyter to render."""
    path = directory / notebook_name(outcome.page)
    text = outcome.result.notebook if outcome.result else nbformat.writes(_failed(outcome))
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        write_whole(path, text)
    return path


def download(page: Page) -> str:
    """The notebook a reader takes home: the same cells, without outputs."""
    text: str = nbformat.writes(read_lab(page))
    return text


def split_styles(html: str) -> tuple[str, str]:
    """The page without its inlined style sheets, and these as one text."""
    return STYLE.sub("", html), "\n".join(STYLE.findall(html))


def finished(html: str) -> str:
    """Solutions folded, figures as images that follow the palette, no stray scripts."""
    soup = BeautifulSoup(html, "html.parser")
    for script in soup.find_all("script"):
        script.decompose()
    for cell in soup.select(".celltag_solution"):
        _fold(soup, cell)
    for number, svg in enumerate(soup.select(".jp-OutputArea-output svg"), start=1):
        svg.replace_with(_image(soup, svg, number))
    return str(soup)


def _fold(soup: BeautifulSoup, cell: Tag) -> None:
    details = soup.new_tag("details", attrs={"class": "solution"})
    summary = soup.new_tag("summary")
    summary.string = "Solution"
    cell.wrap(details).insert(0, summary)


def _image(soup: BeautifulSoup, svg: Tag, number: int) -> Tag:
    data = base64.b64encode(str(svg).encode()).decode()
    source = f"data:image/svg+xml;base64,{data}"
    alt = f"Figure {number} of this lab, drawn by the cell above"
    return soup.new_tag("img", attrs={"src": source, "alt": alt})


def _failed(outcome: Outcome) -> nbformat.NotebookNode:
    notebook = read_lab(outcome.page)
    text = "\n".join(f"> **{error}**" for error in outcome.errors)
    notebook.cells.insert(0, nbformat.v4.new_markdown_cell(text, id="error"))
    return notebook
