"""A lab's percent script as cells."""

import re

import jupytext
from nbformat import NotebookNode

from runner.page import Page


def read_lab(page: Page) -> NotebookNode:
    """The lab as a notebook without outputs, the same bytes every time."""
    notebook: NotebookNode = jupytext.reads(page.source, fmt="py:percent")
    notebook.metadata = NotebookNode(
        kernelspec=NotebookNode(name="python3", display_name="Python 3", language="python")
    )
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    return notebook


def cell_lines(page: Page, notebook: NotebookNode) -> list[int]:
    """The first line of every cell in the script; a text cell has the line it follows."""
    lines, start, end = [], 0, 0
    for cell in notebook.cells:
        # Whole lines: the cell `w` is not the letter in the text before it.
        whole = re.compile(rf"^{re.escape(cell.source)}$", re.MULTILINE)
        if cell.cell_type == "code" and (found := whole.search(page.source, end)):
            start, end = found.span()
        lines.append(page.line_at(start))
    return lines
