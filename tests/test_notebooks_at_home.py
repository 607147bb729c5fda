"""Notebooks run where the project is not, and show again what they showed on the site.

Two answers and one more, another every week; NOTEBOOKS=all runs them all.
"""

import datetime
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from mkdocs.config import load_config
from nbclient import NotebookClient

from runner.building import build_pages
from runner.page import find_pages
from runner.surroundings import DIRECTORY_VARIABLE
from weaving.origin import About
from weaving.project import build_of
from weaving.tree import Tree
from weaving.wheel import wheel, wheel_name

ROOT = Path(__file__).parents[1]
URL = "https://example.org/answers/"
ALWAYS = ["generalization/02-iterations-per-epoch.md", "training/05-batch-size.md"]
LABS = [page.name for page in find_pages(ROOT / "docs") if page.is_lab]
ANSWERS = [page.name for page in find_pages(ROOT / "docs") if page.is_answer]


def chosen() -> list[str]:
    """The pages whose notebooks run; a lab's code has just run in the build of the site."""
    if os.environ.get("NOTEBOOKS") == "all":
        return [*ANSWERS, *LABS]
    others = [name for name in ANSWERS if name not in ALWAYS]
    week = datetime.date.today().isocalendar().week
    return [*ALWAYS, others[week % len(others)]]


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """The woven tree of the chosen pages, as the build weaves it."""
    directory = tmp_path_factory.mktemp("tree")
    config = load_config(str(ROOT / "mkdocs.yml"))
    build = replace(build_of(config), names=chosen())
    tree = Tree(directory, build.docs, About(URL), build.cache / "made", build.exclude)
    tree.write(build_pages(build), config.nav)
    return directory


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A directory with what pip installs of the wheel."""
    directory = tmp_path_factory.mktemp("installed")
    file = directory / Path(wheel_name()).name
    file.write_bytes(wheel())
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*command, "--target", directory, file], check=True)
    return directory


@pytest.mark.parametrize("name", chosen())
def test_a_notebook_shows_again_what_it_showed(name, tree, installed, tmp_path, monkeypatch):
    place = Path(name).with_suffix("")
    notebook = nbformat.read(tree / place / f"{place.name}.ipynb.txt", as_version=4)
    shown = [outputs(cell) for cell in notebook.cells]
    assert notebook.cells[1].source.startswith("%pip install -q jupyter ")
    notebook.cells[1].source = "import answers_lib; print(answers_lib.__file__)"
    monkeypatch.setenv("PYTHONPATH", str(installed))  # in place of the project's
    monkeypatch.delenv("MPLBACKEND", raising=False)  # a notebook shows its figures
    monkeypatch.setenv(DIRECTORY_VARIABLE, str(ROOT / ".cache/experiments"))
    place = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, timeout=600, coalesce_streams=True, resources=place).execute()
    assert outputs(notebook.cells[1]) == [f"{installed}/answers_lib/__init__.py\n"]
    ran = [outputs(cell) for cell in notebook.cells]
    if name in ANSWERS:
        assert ran[2:] == shown[2:]
        assert sum("**Claim.** " in text for cell in ran for text in cell) > 5


def outputs(cell) -> list[str]:
    """What is read below a cell: text as it is, and for each figure that there is one."""
    return [_output(output) for output in cell.get("outputs", []) if not _is_remark(output)]


def _is_remark(output) -> bool:
    """What a package says of its surroundings, as tqdm does without ipywidgets."""
    return output.get("name") == "stderr"


def _output(output) -> str:
    if output.output_type == "stream":
        return output.text
    if "image/png" in output.data:
        return "a figure"
    return output.data.get("text/markdown") or output.data["text/plain"]
