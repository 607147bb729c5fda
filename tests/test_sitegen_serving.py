"""A rebuild under the server renders what changed, and writes what a build from nothing writes."""

import socket
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.pages import Page

from runner_fixtures import python

PAGES = {
    "other.md": "# Other\n\n## Part\n\nText of the part.\n",
    "third.md": "# Third\n\nSee [the other](other.md#part).\n\n" + python("x = 6"),
}


@pytest.fixture
def small(project, page):
    """The project with a search and three pages."""
    config = project / "mkdocs.yml"
    text = config.read_text().replace("plugins: []", "plugins: [search]")
    text += "nav: [index.md, other.md, third.md]\n"
    config.write_text(text.replace("theme: {name: mkdocs}", "theme: {name: material, font: false}"))
    for name, source in PAGES.items():
        page(source, name)
    return project


@pytest.fixture
def rendered(monkeypatch):
    """The pages that were rendered since the list was emptied."""
    done, render = [], Page.render

    def noted(page, *arguments):
        done.append(page.file.src_uri)
        render(page, *arguments)

    monkeypatch.setattr(Page, "render", noted)
    return done


@pytest.fixture
def server(small, tmp_path):
    """A server after its first build, as `mkdocs serve` makes one; it does not listen."""
    config = load_config(str(small / "mkdocs.yml"), site_dir=str(tmp_path / "served"))

    def builder():
        raise AssertionError("MkDocs' own builder would weave again")

    build(config, serve_url=config.site_url)
    server = LiveReloadServer(builder, "127.0.0.1", 0, str(tmp_path / "served"))
    server.watch(config.docs_dir)
    yield config.plugins.on_serve(server, config=config, builder=builder)
    server.server_close()
    server.server_close()


def files(site: Path) -> dict[str, str]:
    found = (path for path in site.rglob("*") if path.suffix in (".html", ".json"))
    return {str(path.relative_to(site)): path.read_text(encoding="utf-8") for path in found}


def from_nothing(project: Path, site: Path) -> dict[str, str]:
    config = load_config(str(project / "mkdocs.yml"), site_dir=str(site))
    build(config)
    return files(site)


def test_only_a_page_that_changed_is_rendered(small, server, page, rendered, tmp_path):
    rendered.clear()
    page(PAGES["other.md"].replace("Text", "Another text"), "other.md")
    server.builder()
    assert rendered == ["other.md"]
    assert files(tmp_path / "served") == from_nothing(small, tmp_path / "fresh")


@pytest.mark.parametrize(
    ("name", "source"),
    [("other.md", "# New title\n\n## Part\n\nText.\n"), ("fourth.md", "# Fourth\n")],
)
def test_what_every_page_shows_renders_all(small, server, page, rendered, tmp_path, name, source):
    rendered.clear()
    page(source, name)
    server.builder()
    assert set(rendered) == {"index.md", *PAGES, name}
    assert files(tmp_path / "served") == from_nothing(small, tmp_path / "fresh")


def test_without_a_menu_of_its_own_all_is_rendered(small, server, page, rendered):
    config = small / "mkdocs.yml"
    config.write_text(config.read_text().replace("nav:", "not_in_nav: x\nnot_nav:"))
    page(PAGES["other.md"] + "More.\n", "other.md")
    for _ in range(2):
        rendered.clear()
        server.builder()
        assert set(rendered) == {"index.md", *PAGES}


def test_the_sources_are_watched_and_the_tree_is_not(small, server):
    assert list(server._watched_paths) == [str(small / "docs")]


def test_an_error_is_shown_and_goes_again(small, server, page, tmp_path):
    page(PAGES["third.md"] + "\n`{python} x / 0`\n", "third.md")
    server.builder()
    served = tmp_path / "served/third/index.html"
    assert "docs/third.md:9: ZeroDivisionError: division by zero" in served.read_text()
    page(PAGES["third.md"] + "\n`{python} x * 7`\n", "third.md")
    server.builder()
    assert ">42</span>" in served.read_text()
    assert "page-error" not in served.read_text()


def test_a_busy_port_is_told_in_a_line(small, tmp_path):
    config = load_config(str(small / "mkdocs.yml"), site_dir=str(tmp_path / "served"))
    build(config)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        server = LiveReloadServer(lambda: None, "127.0.0.1", port, str(tmp_path / "served"))
        server.watch(config.docs_dir)
        message = f"^127.0.0.1:{port}: Address already in use: stop it, or choose another address"
        with pytest.raises(Abort, match=message):
            config.plugins.on_serve(server, config=config, builder=None)
        server.server_close()
