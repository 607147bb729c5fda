"""What a reader takes home of an answer: a notebook, and the same as Markdown."""

import ast
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urljoin

from answers_lib.claims import Claim
from answers_lib.palette import PAPER
from runner.keys import imports_of
from runner.page import Page
from runner.result import PageResult
from runner.shown import Markdown, Printed
from weaving.cells import Cell, Code, Text, Visible
from weaving.origin import About, made_with
from weaving.results import fenced
from weaving.reuse import figures_of, image_of
from weaving.sizes import svg_size
from weaving.wheel import beyond, project, wheel_name

Node = dict[str, Any]
"""A part of a notebook as https://nbformat.readthedocs.io has it; nbformat itself is slow."""

METADATA = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
SET_UP = f"""\
import torch

torch.set_num_threads(1)  # as on the site: for networks this small more threads are slower
# Figures on paper of their own, legible in a dark notebook, too:
%config InlineBackend.figure_formats = ["retina"]
%config InlineBackend.print_figure_kwargs = {{"facecolor": "{PAPER}"}}"""


def install(page: Page, site_url: str) -> Node:
    """The cell that installs what a notebook of the site needs."""
    packages = ["jupyter", *beyond(imports_of(page)), urljoin(site_url, wheel_name())]
    return _code_cell(f"%pip install -q {' '.join(packages)}")


def provenance(page: Page, result: PageResult, about: About) -> str:
    """Where a page comes from and what its results were made with, in Markdown."""
    return (
        f"From <{about.place(page)}>, with all its code, figures and claims, "
        f"{made_with(result)}. {project()['license']} license."
    )


def answer_notebook(page: Page, result: PageResult, cells: Sequence[Cell], about: About) -> str:
    """An answer's cells as a notebook that runs at home, as JSON, with what they showed."""
    first, *others = cells
    told = Text(f"{_markdown(first)}\n\n{provenance(page, result, about)}")
    shown = _Shown(page, result, cells)
    opening = [*shown.cells([told]), install(page, about.url), _code_cell(SET_UP)]
    return written([*opening, *shown.cells(others)])


def answer_markdown(page: Page, result: PageResult, cells: Sequence[Cell], about: About) -> str:
    """An answer's cells as one Markdown file, its figures on the site."""
    first, *others = map(_markdown, cells)
    return "\n\n".join([first, provenance(page, result, about), *others]) + "\n"


def written(cells: Iterable[Node]) -> str:
    """A notebook of these cells as JSON, the same bytes every time."""
    numbered = [{**cell, "id": f"cell-{number}"} for number, cell in enumerate(cells)]
    notebook = {"cells": numbered, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


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
        self.image = image_of(page)
        self.alt = {figure.label: figure.alt for figure in figures_of(page, cells)}

    def cells(self, cells: Sequence[Cell]) -> Iterator[Node]:
        for cell in cells:
            yield self._text(cell) if isinstance(cell, Text) else self._code(cell)

    def _text(self, text: Text) -> Node:
        attachments = {}

        def attached(image: re.Match[str]) -> str:
            label = image["label"]
            if label in self.drawn:
                return ""
            if label not in self.result.pictures:  # a figure of a run before there were pictures
                return image[0]
            attachments[f"{label}.png"] = {"image/png": self.result.pictures[label]}
            return f"![{image['alt']}](attachment:{label}.png)"

        source = self.image.sub(attached, text.markdown).strip()
        cell = {"cell_type": "markdown", "metadata": {}, "source": source}
        return {**cell, "attachments": attachments} if attachments else cell

    def _code(self, code: Code) -> Node:
        outputs = [*map(_output, code.items), *map(self._figure, code.figures)]
        self.drawn.update(code.figures)
        return _code_cell(_quiet(code), outputs)

    def _figure(self, label: str) -> Node:
        width, height = svg_size(self.result.figures[label])
        data = {"text/plain": self.alt.get(label, label)}
        if label in self.result.pictures:
            data["image/png"] = self.result.pictures[label]
        size = {"image/png": {"width": width, "height": height}}
        return _display(data, size)


def _output(item: Visible) -> Node:
    if isinstance(item, Printed):
        return {"output_type": "stream", "name": "stdout", "text": item.text}
    text = _shown(item)
    return _display({"text/markdown": text, "text/plain": text}, {})


def _display(data: dict[str, str], metadata: Node) -> Node:
    return {"output_type": "display_data", "data": data, "metadata": metadata}


def _code_cell(source: str, outputs: Sequence[Node] = ()) -> Node:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": list(outputs),
        "source": source,
    }


def _quiet(code: Code) -> str:
    """The code with a semicolon, where a notebook would show what `ax.set(…)` returns."""
    body = ast.parse(code.source).body
    shows = bool(code.items) and not isinstance(code.items[-1], Printed)
    if shows or not body or not isinstance(body[-1], ast.Expr):
        return code.source
    last = ast.get_source_segment(code.source, body[-1]) or ""
    return f"{code.source};" if code.source.endswith(last) else code.source
