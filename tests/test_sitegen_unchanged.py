"""A rebuild that keeps what has not changed against a build from nothing."""

from pathlib import Path

import pytest
from material.plugins.search.plugin import SearchIndex
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.structure.pages import Page

from sitegen import unchanged

CONFIG = """
site_name: Small
site_url: https://example.org/
theme: {name: material, font: false}
plugins: [search, tags]
validation: {links: {not_found: warn, anchors: warn}}
"""
PAGES = {
    "index.md": "# Home\n\nSee [the other](other.md#part).\n",
    "other.md": "---\ntags: [one]\n---\n# Other\n\n## Part\n\nText of the part.\n",
    "third.md": "# Third\n\n## Section\n\nText.\n",
}


@pytest.fixture
def docs(tmp_path):
    (tmp_path / "mkdocs.yml").write_text(CONFIG)
    (tmp_path / "docs").mkdir()
    for name, text in PAGES.items():
        (tmp_path / "docs" / name).write_text(text)
    return tmp_path / "docs"


@pytest.fixture
def worked_on(monkeypatch):
    """The pages that were really rendered and indexed, by what was done."""
    done = {"rendered": [], "indexed": []}

    def noting(function, name):
        def noted(*args):
            page = next(a for a in args if isinstance(a, Page))
            done[name].append(page.file.src_uri)
            function(*args)

        return noted

    for owner, attribute in ((Page, "render"), (SearchIndex, "add_entry_from_context")):
        monkeypatch.setattr(owner, attribute, getattr(owner, attribute))  # put back at the end
    monkeypatch.setattr(unchanged, "render", noting(unchanged.render, "rendered"))
    monkeypatch.setattr(unchanged, "index", noting(unchanged.index, "indexed"))
    monkeypatch.setattr(unchanged, "_rendered", {})
    monkeypatch.setattr(unchanged, "_indexed", {})
    return done


def built(docs: Path, site: str) -> dict[str, bytes]:
    """What a build writes, by path; the compressed site map holds the time."""
    site_dir = docs.parent / site
    build(load_config(str(docs.parent / "mkdocs.yml"), site_dir=str(site_dir)))
    files = (path for path in site_dir.rglob("*") if path.is_file())
    return {str(f.relative_to(site_dir)): f.read_bytes() for f in files if f.suffix != ".gz"}


@pytest.mark.parametrize(
    ("name", "text", "again"),
    [
        ("third.md", "# Third\n\n## Section\n\nAnother text.\n", ["third.md"]),
        ("other.md", "---\ntags: [two]\n---\n# New title\n\n## Part\n\nText.\n", ["other.md"]),
        ("fourth.md", "# Fourth\n", ["fourth.md", "index.md", "other.md", "third.md"]),
    ],
)
def test_a_rebuild_writes_what_a_build_from_nothing_writes(docs, worked_on, name, text, again):
    fresh_render, fresh_index = Page.render, SearchIndex.add_entry_from_context
    unchanged.keep_between_builds()
    built(docs, "kept")
    for done in worked_on.values():
        done.clear()
    (docs / name).write_text(text)
    kept = built(docs, "kept")
    assert sorted(worked_on["rendered"]) == again
    assert name in worked_on["indexed"]
    Page.render, SearchIndex.add_entry_from_context = fresh_render, fresh_index
    assert kept == built(docs, "fresh")


def test_an_anchor_that_goes_is_missed_although_the_page_that_links_is_kept(
    docs, worked_on, caplog
):
    unchanged.keep_between_builds()
    built(docs, "kept")
    assert not caplog.records
    (docs / "other.md").write_text("# Other\n")
    built(docs, "kept")
    assert worked_on["rendered"].count("index.md") == 1
    (warning,) = (record.getMessage() for record in caplog.records)
    assert warning == (
        "Doc file 'index.md' contains a link 'other.md#part', "
        "but the doc 'other.md' does not contain an anchor '#part'."
    )
