"""Run a lab: a percent script becomes an executed notebook."""

import re
import time
from collections.abc import Callable

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from runner.errors import PageError, error_from, page_error
from runner.page import Page
from runner.result import PageResult
from runner.svg import themed

# One thread, warnings as errors and figures as vectors, as on the pages.
SET_UP = (
    "import warnings, torch; torch.set_num_threads(1); warnings.simplefilter('error')",
    "%config InlineBackend.figure_formats = ['svg']",
    "%config InlineBackend.rc = {'svg.hashsalt': 'lab', 'figure.facecolor': 'none'}",
)
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def run_lab(page: Page, report: Callable[[int], None] = lambda line: None) -> PageResult:
    """Execute a lab's cells from top to bottom.

    Args:
        page: the percent script.
        report: called with the line of each code cell before it runs.

    Raises:
        PageError: when a cell fails, with the line in the script.
    """
    started, notebook = time.perf_counter(), read_lab(page)
    client = NotebookClient(notebook, timeout=page.timeout, record_timing=False)
    lines = cell_lines(page, notebook)
    arguments = [f"--IPKernelApp.exec_lines={line}" for line in SET_UP]
    with client.setup_kernel(extra_arguments=arguments):
        for index, cell in enumerate(notebook.cells):
            report(lines[index])
            _execute(page, client, cell, index, lines[index])
    _theme_figures(notebook)
    return PageResult(notebook=nbformat.writes(notebook), seconds=time.perf_counter() - started)


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
    lines, position = [], 0
    for cell in notebook.cells:
        if cell.cell_type == "code":
            position = max(position, page.source.find(cell.source, position))
        lines.append(page.line_at(position))
    return lines


def _execute(page: Page, client: NotebookClient, cell: NotebookNode, index: int, line: int) -> None:
    try:
        client.execute_cell(cell, index)
    except CellExecutionError as error:
        raise _cell_error(page, error, line) from None
    except Exception as error:
        raise error_from(page, line, error) from error


def _cell_error(page: Page, error: CellExecutionError, line: int) -> PageError:
    found = re.findall(r"Cell In\[\d+\], line (\d+)", ESCAPES.sub("", error.traceback))
    within = int(found[-1]) - 1 if found else 0
    return page_error(page, line + within, f"{error.ename}: {error.evalue}")


def _theme_figures(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if svg := data.get("image/svg+xml"):
                data["image/svg+xml"] = themed(svg[svg.index("<svg") :])
