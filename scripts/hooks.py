"""MkDocs glue: the woven tree is what MkDocs builds; formulas and the search are finished after it.

What MkDocs makes of the tree without these hooks differs in this: formulas are left as TeX, code
stands in the search index, labs are in the markup of mkdocs-jupyter, and what a reader takes home
ends in .ipynb.txt or .md.txt.
"""

import logging
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as SitePage
from rich.console import Console

SCRIPTS = str(Path(__file__).resolve().parent)
sys.path.insert(0, SCRIPTS)

from runner.building import build_pages  # noqa: E402
from runner.errors import page_error, why_not  # noqa: E402
from runner.page import read_page  # noqa: E402
from runner.progress import Display  # noqa: E402
from sitegen import formulas, labs, printing, searching, serving  # noqa: E402
from weaving.project import build_of, cache_of, docs_of, kept_of, tree_of, weave  # noqa: E402

# The name lets MkDocs count errors: a strict build fails on them, a server goes on.
log = logging.getLogger("mkdocs.answers")
_entries: list[dict[str, Any]] = []  # of the search, as the last build left them
_serves = False


def on_startup(command: str, **_: object) -> None:
    """A server makes no PDFs: each would take a second."""
    global _serves
    _serves = command == "serve"


def _prints() -> bool:
    return printing.browser() is not None and not _serves


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Bring the woven tree up to date, and let MkDocs read it in place of docs/."""
    if SCRIPTS not in sys.path:  # MkDocs forgets it, the pages' processes inherit it
        sys.path.insert(0, SCRIPTS)
    if Path(config.docs_dir) != tree_of(config):
        weave_pages(config)
    return config


def weave_pages(config: MkDocsConfig) -> None:
    """Run what is stale, showing how far it is, and weave; errors are told and shown in place."""
    with Display(Console(stderr=True)) as display:
        outcomes = build_pages(replace(build_of(config), watcher=display))
    for error in (error for outcome in outcomes for error in outcome.errors):
        log.error("%s\n%s", error, error.excerpt)
    weave(config, outcomes)


def on_serve(server: LiveReloadServer, config: MkDocsConfig, **_: object) -> LiveReloadServer:
    """Watch what an author edits, not the tree that is woven of it."""
    return serving.watch_sources(server, config, weave_pages)


def on_build_error(error: Exception, **_: object) -> None:
    """Say in a line what could not be read or written; a traceback says no more."""
    if isinstance(error, OSError):
        raise Abort(why_not(error)) from error


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Publish what is taken home under its own name, by which MkDocs takes it for a page."""
    for file in files:
        if file.src_uri.endswith((".ipynb.txt", ".md.txt")):
            file.dest_uri = file.src_uri.removesuffix(".txt")
    return files


def on_env(env: Environment, config: MkDocsConfig, **_: object) -> Environment:
    """Compile the templates once, not in every build."""
    kept = cache_of(config) / "templates"
    kept.mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = FileSystemBytecodeCache(str(kept))
    return env


def on_page_content(html: str, page: SitePage, config: MkDocsConfig, **_: object) -> str:
    """Bring a lab into the site's own markup, and let an answer on its topic be found first."""
    if not page.file.src_uri.endswith(".ipynb"):
        return html
    page.meta["search"] = {"boost": 0.1}
    return labs.finished(html, kept_of(config))


def on_post_page(output: str, page: SitePage, config: MkDocsConfig) -> str:
    """Set the formulas; only now, since the search has to read them as text."""

    def failed(tex: str, why: str) -> None:
        source = read_page(docs_of(config), page.file.src_uri)
        line = source.line_at(max(source.source.find(tex), 0))
        error = page_error(source, line, f"the formula {tex.strip()!r}: {why}")
        log.error("%s\n%s", error, error.excerpt)

    shown = output if _prints() else printing.without_links(output)
    return formulas.rendered(_valid(shown), failed)


def on_post_template(output_content: str, **_: object) -> str:
    """Mend what is no page of ours, such as 404.html, too."""
    return _valid(output_content)


@event_priority(-100)  # after the search plugin has written its index
def on_post_build(config: MkDocsConfig) -> None:
    """Make the search index readable and light; print what is made for paper."""
    index = Path(config.site_dir, "search", "search_index.json")
    before = _entries if serving.partial.get() else []
    _entries[:] = searching.finish(index, before)
    searching.tell_nodes_apart(Path(config.site_dir))
    if _prints():
        printing.print_pages(Path(config.site_dir), kept_of(config))


def _valid(html: str) -> str:
    # The theme's labels have a tabindex that is empty, where only a number is valid.
    return html.replace(' tabindex=""', "")
