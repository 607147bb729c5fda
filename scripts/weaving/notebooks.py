"""Labs as notebooks: one that shows what it found, and one to take home."""

import base64
import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from urllib.parse import urljoin

import nbformat

from runner.outcome import Outcome
from runner.page import Page
from runner.percent import read_lab
from weaving import takehome
from weaving.sizes import svg_size

# The space between a number and its percent sign; or code, to pass over.
PERCENT = re.compile(r"(`+).*?\1|(?<=\d) (?=%)", re.DOTALL)
UNBROKEN = "\N{NO-BREAK SPACE}"
LINK = re.compile(r"\]\((\.\.?/[^)\s]*)\)")
# Alt text, unless the cell says: # %% alt="…" caption="…"
DRAWN_ABOVE = "The figure that the code above draws"


def notebook_name(page: Page) -> str:
    """The lab's page as MkDocs knows it: "labs/the-loop.ipynb"."""
    return page.name.removesuffix(".py") + ".ipynb"


def lab_title(page: Page) -> str:
    """The first heading of a lab."""
    found = re.search(r"^# # +(.*\S)", page.source, re.MULTILINE)
    return found[1] if found else page.slug


def woven_notebook(outcome: Outcome) -> str:
    """The executed notebook as JSON, for mkdocs-jupyter to render."""
    if outcome.result is None:
        return _failed(outcome)
    return _with_figures(outcome.result.notebook)


@lru_cache(maxsize=16)  # a server weaves again after every edit
def download(page: Page, site_url: str) -> str:
    """The lab a reader takes home: its cells without outputs, links that lead back."""
    first, *others = read_lab(page).cells
    here = urljoin(site_url, page.name.removesuffix(".py") + "/")
    for cell in (first, *others):
        if cell.cell_type == "markdown":
            cell.source = LINK.sub(lambda link: f"]({urljoin(here, link[1])})", cell.source)
    return takehome.written([first, takehome.install(page, site_url), *others])


@lru_cache(maxsize=16)
def _with_figures(text: str) -> str:
    """The notebook, its drawings as images: only as such do they follow the palette."""
    notebook: nbformat.NotebookNode = nbformat.reads(text, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = PERCENT.sub(lambda m: m[0] if m[1] else UNBROKEN, cell.source)
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if svg := data.pop("image/svg+xml", None):
                data["text/html"] = _figure(svg, cell.metadata)
    written: str = nbformat.writes(notebook)
    return written


def _figure(svg: str, says: Mapping[str, str]) -> str:
    source = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
    width, height = svg_size(svg)
    alt, caption = escape(says.get("alt", DRAWN_ABOVE)), escape(says.get("caption", ""))
    image = f'<img src="{source}" alt="{alt}" width="{width}" height="{height}">'
    return f"<figure>{image}<figcaption>{caption}</figcaption></figure>"


def _failed(outcome: Outcome) -> str:
    notebook = read_lab(outcome.page)
    text = "\n".join(f"> **{error}**" for error in outcome.errors)
    notebook.cells.insert(0, nbformat.v4.new_markdown_cell(text, id="error"))
    written: str = nbformat.writes(notebook)
    return written
