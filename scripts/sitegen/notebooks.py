"""Labs on the site: their notebooks, and the HTML that mkdocs-jupyter makes of them."""

import base64
import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from pathlib import Path
from urllib.parse import urljoin

import nbformat
from bs4 import BeautifulSoup, Tag

from runner.building import Outcome
from runner.labs import read_lab
from runner.page import Page
from runner.store import write_whole
from runner.svg import svg_size
from sitegen.formulas import mark_dollars

LINK = re.compile(r"\]\((\.\.?/[^)\s]*)\)")
# Alt text, unless the cell says: # %% alt="…" caption="…"
DRAWN_ABOVE = "The figure that the code above draws"


def notebook_name(page: Page) -> str:
    """The lab's page as MkDocs knows it: "labs/the-loop.ipynb"."""
    return page.name.removesuffix(".py") + ".ipynb"


def write_notebook(outcome: Outcome, directory: Path) -> Path:
    """Write the executed notebook below `directory` for mkdocs-jupyter to render."""
    path = directory / notebook_name(outcome.page)
    notebook = _with_figures(outcome.result.notebook) if outcome.result else _failed(outcome)
    text = nbformat.writes(notebook)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        write_whole(path, text)
    return path


def download(page: Page, site_url: str) -> str:
    """The notebook a reader takes home: the same cells without outputs, links that lead back."""
    notebook = read_lab(page)
    here = urljoin(site_url, page.name.removesuffix(".py") + "/")
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = LINK.sub(lambda link: f"]({urljoin(here, link[1])})", cell.source)
    text: str = nbformat.writes(notebook)
    return text


@lru_cache(maxsize=8)  # half a second a lab, and a server builds again after every edit
def finished(html: str) -> str:
    """The lab in the site's own markup: code, results, figures and folded solutions."""
    soup = BeautifulSoup(html, "html.parser")
    # Of the theme of mkdocs-jupyter, half a megabyte a page, nothing is left to style.
    for foreign in soup.find_all(["script", "style"]):
        foreign.decompose()
    for link in soup.select("a.anchor-link"):
        link["class"], link["title"] = "headerlink", "Permanent link"
    for cell in soup.select(".jp-MarkdownCell"):
        text = cell.select_one(".jp-RenderedMarkdown")
        if text:
            mark_dollars(text)
        cell.replace_with(*([text] if text else []))
    for cell in soup.select(".jp-CodeCell"):
        if not cell.select_one(".jp-CodeCell"):  # each cell is wrapped in another of its kind
            _rebuild(soup, cell)
    for wrapper in soup.select(".jp-CodeCell"):
        wrapper.unwrap()
    return str(soup)


def _rebuild(soup: BeautifulSoup, cell: Tag) -> None:
    source = cell.select_one(".jp-InputArea pre")
    parts = [_code(soup, source)] if source else []
    for output in cell.select(".jp-OutputArea-output"):
        figure = output.find("figure")
        parts.append(figure if isinstance(figure, Tag) else _result(soup, output))
    if "celltag_solution" in cell.get_attribute_list("class"):
        parts = [_folded(soup, parts)]
    cell.replace_with(*parts)


def _code(soup: BeautifulSoup, pre: Tag) -> Tag:
    """What Markdown makes of a fence, so that it looks and is copied as code elsewhere."""
    block = soup.new_tag("div", attrs={"class": "highlight"})
    code = soup.new_tag("code")
    code.extend(list(pre.contents))
    pre = soup.new_tag("pre")
    pre.append(code)
    block.append(pre)
    return block


def _result(soup: BeautifulSoup, output: Tag) -> Tag:
    result = soup.new_tag("div", attrs={"class": "result"})
    for part in list(output.contents):
        result.append(_code(soup, part) if isinstance(part, Tag) and part.name == "pre" else part)
    return result


def _folded(soup: BeautifulSoup, parts: list[Tag]) -> Tag:
    details = soup.new_tag("details", attrs={"class": "solution"})
    summary = soup.new_tag("summary", string="Solution")
    details.extend([summary, *parts])
    return details


def _with_figures(text: str) -> nbformat.NotebookNode:
    """The notebook, its drawings as images: only as such do they follow the palette."""
    notebook: nbformat.NotebookNode = nbformat.reads(text, as_version=4)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if svg := data.pop("image/svg+xml", None):
                data["text/html"] = _figure(svg, cell.metadata)
    return notebook


def _figure(svg: str, says: Mapping[str, str]) -> str:
    source = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
    width, height = svg_size(svg)
    alt, caption = escape(says.get("alt", DRAWN_ABOVE)), escape(says.get("caption", ""))
    image = f'<img src="{source}" alt="{alt}" width="{width}" height="{height}">'
    return f"<figure>{image}<figcaption>{caption}</figcaption></figure>"


def _failed(outcome: Outcome) -> nbformat.NotebookNode:
    notebook = read_lab(outcome.page)
    text = "\n".join(f"> **{error}**" for error in outcome.errors)
    notebook.cells.insert(0, nbformat.v4.new_markdown_cell(text, id="error"))
    return notebook
