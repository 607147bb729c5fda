"""What a reader takes home of an answer: a notebook, and the same as Markdown."""

import ast
import re
from collections.abc import Iterator, Sequence
from html import unescape
from urllib.parse import quote, urljoin

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from answers_lib.claims import Claim
from answers_lib.figures import PAPER
from answers_lib.fingerprint import environment
from runner.keys import imports_of
from runner.page import Page
from runner.result import PageResult
from runner.shown import Markdown, Printed
from weaving.cells import Cell, Code, Text, Visible, shows
from weaving.results import fenced
from weaving.sizes import svg_size
from weaving.wheel import beyond, project, wheel_name

METADATA = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
SET_UP = f"""\
import torch

torch.set_num_threads(1)  # as on the site: for networks this small more threads are slower
# Figures on paper of their own, legible in a dark notebook, too:
%config InlineBackend.figure_formats = ["retina"]
%config InlineBackend.print_figure_kwargs = {{"facecolor": "{PAPER}"}}"""


def install(page: Page, site_url: str) -> NotebookNode:
    """The cell that installs what a notebook of the site needs."""
    packages = ["jupyter", *beyond(imports_of(page)), urljoin(site_url, wheel_name())]
    return _code_cell(f"%pip install -q {' '.join(packages)}")


def provenance(page: Page, result: PageResult, site_url: str) -> str:
    """Where a page comes from and what its results were made with, in Markdown."""
    place = urljoin(site_url, f"{quote(page.place)}/")
    versions = ", ".join(f"{name} {version}" for name, version in environment().items())
    return (
        f"From <{place}>. The build of the site ran all the code, in {result.seconds:.0f} s, and "
        f"made every figure, value and claim with it: {versions}. {project()['license']} license."
    )


def answer_notebook(page: Page, result: PageResult, cells: Sequence[Cell], site_url: str) -> str:
    """An answer's cells as a notebook that runs at home, as JSON, with what they showed."""
    first, *others = cells
    told = Text(f"{_markdown(first)}\n\n{provenance(page, result, site_url)}")
    shown = _Shown(page, result, cells)
    opening = [*shown.cells([told]), install(page, site_url), _code_cell(SET_UP)]
    return written([*opening, *shown.cells(others)])


def answer_markdown(page: Page, result: PageResult, cells: Sequence[Cell], site_url: str) -> str:
    """An answer's cells as one Markdown file, its figures on the site."""
    first, *others = map(_markdown, cells)
    return "\n\n".join([first, provenance(page, result, site_url), *others]) + "\n"


def written(cells: Sequence[NotebookNode]) -> str:
    """A notebook of these cells as JSON, the same bytes every time."""
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    notebook = nbformat.v4.new_notebook(cells=list(cells), metadata=METADATA)
    text: str = nbformat.writes(notebook)
    return text


def _markdown(cell: Cell) -> str:
    if isinstance(cell, Text):
        return cell.markdown
    return "\n\n".join([fenced(cell.source, "python"), *map(_item_markdown, cell.items)])


def _item_markdown(item: Visible) -> str:
    return fenced(item.text) if isinstance(item, Printed) else _shown(item)


def _shown(item: Claim | Markdown) -> str:
    return item._repr_markdown_() if isinstance(item, Claim) else item.text


class _Shown:
    """Cells of a notebook with outputs and figures: each figure once, where it is drawn.

    What the text shows before it is drawn, as the key figure of an answer, is in both places.
    """

    def __init__(self, page: Page, result: PageResult, cells: Sequence[Cell]) -> None:
        self.result = result
        self.drawn: set[str] = set()
        alt, place = r"(?P<alt>(?:`[^`\n]*`|[^\]`])*)", re.escape(quote(page.slug))
        self.image = re.compile(rf"!\[{alt}\]\([^)\s]*/{place}/(?P<label>[\w-]+)\.svg\)")
        texts = [cell.markdown for cell in cells if isinstance(cell, Text)]
        found = self.image.finditer("\n".join(texts))
        self.alt = {image["label"]: unescape(image["alt"]) for image in found}

    def cells(self, cells: Sequence[Cell]) -> Iterator[NotebookNode]:
        for cell in cells:
            yield self._text(cell) if isinstance(cell, Text) else self._code(cell)

    def _text(self, text: Text) -> NotebookNode:
        attachments = {}

        def attached(image: re.Match[str]) -> str:
            label = image["label"]
            if label in self.drawn:
                return ""
            if label not in self.result.pictures:  # a figure of a run before there were pictures
                return image[0]
            attachments[f"{label}.png"] = {"image/png": self.result.pictures[label]}
            return f"![{image['alt']}](attachment:{label}.png)"

        cell: NotebookNode = new_markdown_cell(self.image.sub(attached, text.markdown).strip())
        if attachments:
            cell.attachments = attachments
        return cell

    def _code(self, code: Code) -> NotebookNode:
        outputs = [*map(_output, code.items), *map(self._figure, code.figures)]
        self.drawn.update(code.figures)
        return _code_cell(_quiet(code.source), outputs)

    def _figure(self, label: str) -> NotebookNode:
        width, height = svg_size(self.result.figures[label])
        data = {"text/plain": self.alt.get(label, label)}
        if label in self.result.pictures:
            data["image/png"] = self.result.pictures[label]
        size = {"image/png": {"width": width, "height": height}}
        return _display(data, size)


def _output(item: Visible) -> NotebookNode:
    if isinstance(item, Printed):
        printed: NotebookNode = new_output("stream", text=item.text)
        return printed
    text = _shown(item)
    return _display({"text/markdown": text, "text/plain": text}, {})


def _display(data: dict[str, str], metadata: dict[str, dict[str, int]]) -> NotebookNode:
    shown: NotebookNode = new_output("display_data", data=data, metadata=metadata)
    return shown


def _code_cell(source: str, outputs: Sequence[NotebookNode] = ()) -> NotebookNode:
    cell: NotebookNode = new_code_cell(source, outputs=list(outputs))
    return cell


def _quiet(source: str) -> str:
    """The code with a semicolon, where a notebook would show what `ax.set(…)` returns."""
    body = ast.parse(source).body
    if not body or not isinstance(body[-1], ast.Expr) or shows(body[-1]):
        return source
    ends_in_it = source.endswith(ast.get_source_segment(source, body[-1]) or "")
    return f"{source};" if ends_in_it else source
