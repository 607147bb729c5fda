"""Run a lab: a percent script becomes an executed notebook."""

import re
import time
from collections.abc import Callable

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from runner.errors import PageError, error_from, page_error
from runner.page import Page
from runner.percent import cell_lines, read_lab
from runner.result import PageResult
from runner.svg import themed

# One thread, warnings as errors and figures as vectors, as on the pages. Warnings about the
# kernel's own code stay warnings: it neither draws nor shuts down when they are errors.
SET_UP = (
    "import warnings, matplotlib, torch; torch.set_num_threads(1)",
    # Not the settings of a matplotlibrc of this user or folder.
    "matplotlib.rcParams.update(matplotlib.rcParamsDefault)",
    "warnings.filterwarnings('error', module='__main__|answers_lib')",
    "%config InlineBackend.figure_formats = ['svg']",
    "%config InlineBackend.rc = {'svg.hashsalt': 'lab', 'figure.facecolor': 'none'}",
    "%config InlineBackend.print_figure_kwargs = {'metadata': {'Date': None, 'Creator': None}}",
    # Last, so that it takes the settings above; the environment says agg, which shows nothing.
    "%matplotlib inline",
)
CELL_FILE = re.compile(r" \(\d+\.py, line \d+\)$")  # what a SyntaxError ends with
ADDRESS = re.compile(r" at 0x[0-9a-f]+(?=>)")  # of an object, another in every run
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
    client = NotebookClient(
        notebook,
        timeout=page.timeout,
        record_timing=False,
        coalesce_streams=True,  # how a cell's output is cut into messages differs from run to run
        resources={"metadata": {"path": str(page.path.parent)}},  # where the kernel works
        extra_arguments=["--log-level=40", *(f"--IPKernelApp.exec_lines={s}" for s in SET_UP)],
    )
    lines = cell_lines(page, notebook)
    with client.setup_kernel():
        for index, cell in enumerate(notebook.cells):
            report(lines[index])
            _execute(page, client, cell, index, lines)
    _tidy_outputs(notebook)
    return PageResult(notebook=nbformat.writes(notebook), seconds=time.perf_counter() - started)


def _execute(
    page: Page, client: NotebookClient, cell: NotebookNode, index: int, lines: list[int]
) -> None:
    try:
        client.execute_cell(cell, index)
    except CellExecutionError as error:
        ran = [n for n, c in zip(lines, client.nb.cells, strict=True) if _runs(c)]
        raise _cell_error(page, error, lines[index], ran) from None
    except Exception as error:
        raise error_from(page, lines[index], error) from error


def _runs(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and bool(cell.source.strip())


def _cell_error(page: Page, error: CellExecutionError, line: int, ran: list[int]) -> PageError:
    # The innermost frame may be in a function that an earlier cell defined.
    found = re.findall(r"Cell In\[(\d+)\], line (\d+)", ESCAPES.sub("", error.traceback))
    if found:
        count, within = map(int, found[-1])
        line = ran[count - 1] + within - 1
    return page_error(page, line, f"{error.ename}: {CELL_FILE.sub('', error.evalue)}")


def _tidy_outputs(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if text := data.get("text/plain"):
                data["text/plain"] = ADDRESS.sub("", text)
            if svg := data.get("image/svg+xml"):
                data["image/svg+xml"] = themed(svg[svg.index("<svg") :])
