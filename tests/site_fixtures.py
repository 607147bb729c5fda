"""A small project of its own with this one's scripts, for the tests of whole builds."""

import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import build as script

CONFIG = """
site_name: Small
site_url: https://example.org/
theme: {name: mkdocs}
plugins: []
hooks: [scripts/hooks.py]
markdown_extensions:
  - attr_list
  - md_in_html
  - tables
  - pymdownx.superfences
  - pymdownx.details
  - pymdownx.blocks.caption
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.arithmatex: {generic: true}
validation: {links: {not_found: warn}}
"""
INDEX = "# Home\n\n<!-- counts -->\n\n<!-- questions -->\n\n<!-- claims -->\n"


@pytest.fixture
def project(page, docs, request):
    """A project with the scripts of this one and a home page."""
    root = docs.parent
    scripts = request.config.rootpath / "scripts"
    shutil.copytree(scripts, root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    page(INDEX, "index.md")
    return root


@pytest.fixture
def build_site(project, monkeypatch, capfd):
    """A function that runs the build script on the project: exit status, output, errors."""
    monkeypatch.setattr(script, "ROOT", project)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(project)

    def build_script(*arguments: str) -> tuple[int, str, str]:
        status = script.main(arguments)
        return status, *capfd.readouterr()

    return build_script


def read(site: Path, name: str = "") -> BeautifulSoup:
    return BeautifulSoup((site / name / "index.html").read_text(encoding="utf-8"), "html.parser")
