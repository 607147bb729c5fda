"""The built files, as a strict reader of them would judge."""

import gzip
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from justhtml import JustHTML

from readers.serving import page_paths

BIN = str(Path(sys.executable).parent)


def test_the_site_lists_every_page(site, sitemap, request):
    assert sorted(sitemap) == sorted(page_paths(request.config.rootpath))


def test_every_link_leads_somewhere(site):
    options = ["--offline", "--no-progress", "--include-fragments", "--index-files", "index.html"]
    root = ["--root-dir", str(site.directory.parent)]
    command = [shutil.which("lychee", path=BIN), *options, *root, str(site.directory)]
    checked = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("name", ["{}index.html", "404.html"])
def test_valid_html(site, path, name):
    html = (site.directory / name.format(path)).read_text(encoding="utf-8")
    parsed = JustHTML(html, collect_errors=True, sanitize=False)
    assert [f"line {error.line}: {error.message}" for error in parsed.errors] == []
    ids = Counter(element.attrs["id"] for element in parsed.query("[id]"))
    assert [name for name, count in ids.items() if count > 1] == []
    focusable = [element.attrs["tabindex"] for element in parsed.query("[tabindex]")]
    assert [value for value in focusable if not re.fullmatch(r"-?\d+", value or "")] == []


def test_a_figure_is_light(site):
    weights = {
        path.relative_to(site.directory).as_posix(): len(gzip.compress(path.read_bytes()))
        for path in site.directory.rglob("*.svg")
    }
    assert {name: weight for name, weight in weights.items() if weight > 60_000} == {}
