"""The search index after a build, whole or in part."""

import json
from pathlib import Path

import material
import pytest

from sitegen.searching import AMBIGUOUS, finish, tell_nodes_apart


def entry(location: str, text: str = "") -> dict[str, str]:
    return {"location": location, "title": "T", "text": text}


@pytest.fixture
def index(tmp_path):
    """A function that writes an index as the search plugin does."""

    def write(*entries):
        path = tmp_path / "search_index.json"
        path.write_text(json.dumps({"config": 1, "docs": entries}))
        return path

    return write


def test_it_holds_what_a_reader_looks_for(index):
    found = {"location": "a/", "title": "\\(B\\)", "text": "é <pre>x\n</pre> y"}
    path = index(found)
    finish(path, [])
    assert path.read_text() == '{"config":1,"docs":[{"location":"a/","title":"B","text":"é  y"}]}'


def test_pages_that_are_not_built_keep_their_entries(index):
    first = finish(index(entry("a/"), entry("a/#x"), entry("b/", "old")), [])
    path = index(entry("b/", "new"))
    kept = finish(path, first)
    assert kept == [entry("a/"), entry("a/#x"), entry("b/", "new")]
    assert json.loads(path.read_text())["docs"] == kept


def test_a_site_without_a_search(tmp_path):
    assert finish(tmp_path / "search_index.json", [entry("a/")]) == []


def test_the_search_of_the_theme_tells_nodes_apart(tmp_path):
    worker = tmp_path / "assets/javascripts/workers/search.0a1b.min.js"
    worker.parent.mkdir(parents=True)
    worker.write_text("o=this.edges[s];e=e+s+o.id}return e},t.x=1", encoding="utf-8")
    for _ in range(2):  # mended once
        tell_nodes_apart(tmp_path)
        mended = worker.read_text(encoding="utf-8")
        assert mended == 'o=this.edges[s];e=e+s+o.id+","}return e},t.x=1'


def test_the_installed_theme_has_what_is_mended():
    workers = Path(material.__file__).parent.glob(
        "templates/assets/javascripts/workers/search.*.js"
    )
    (worker,) = workers
    assert len(AMBIGUOUS.findall(worker.read_text(encoding="utf-8"))) == 1
