"""MkDocs glue: pages run before they are rendered, and what they yield joins the site."""

import logging
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as SitePage

from runner.building import Outcome, build_pages
from runner.errors import PageError, page_error, why_not
from runner.weaving import figures_shown, weave, weave_failed
from sitegen import formulas, glossary, home, notebooks, searching, trust, unchanged

# The name lets MkDocs count errors: a strict build fails on them, a server goes on.
log = logging.getLogger("mkdocs.answers")

SCRIPTS = Path(__file__).resolve().parent
CACHE = SCRIPTS.parent / ".cache"
GLOSSARY = "glossary.md"
# A percent sign after a number, or after the end of a computed one; or code, to pass over.
PERCENT = re.compile(r"<(code|pre)\b.*?</\1>|(?<=[\d>]) (?=%)", re.DOTALL)
EMPTY = '<svg xmlns="http://www.w3.org/2000/svg"/>'
_outcomes: dict[str, Outcome] = {}


def on_startup(command: str, **_: object) -> None:
    """A server builds again after every edit, most of which concern one page."""
    if command == "serve":
        unchanged.keep_between_builds()


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Keep this directory importable: MkDocs forgets it, the pages' processes inherit it."""
    if str(SCRIPTS) not in sys.path:
        sys.path.insert(0, str(SCRIPTS))
    return config


@event_priority(100)  # before mkdocs-jupyter, which takes the notebooks over
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Run what is stale; add figures and notebooks as generated files."""
    names = os.environ.get("ANSWERS_PAGES", "").splitlines()
    _outcomes.clear()
    for outcome in build_pages(Path(config.docs_dir), CACHE, names=names):
        _outcomes[_site_name(outcome)] = outcome
        for error in outcome.errors:
            _report(error)
        for file in _generated(outcome, config):
            files.append(file)
    return files


def on_page_read_source(page: SitePage, **_: object) -> str | None:
    """Give MkDocs the text the runner has read: it would stop at one that is not UTF-8."""
    written = _outcomes[page.file.src_uri].page
    return None if written.is_lab else written.source


def on_build_error(error: Exception, **_: object) -> None:
    """Say in a line what could not be read or written; a traceback says no more."""
    if isinstance(error, OSError):
        raise Abort(why_not(error)) from error


def on_page_markdown(markdown: str, page: SitePage, config: MkDocsConfig, **_: object) -> str:
    """Replace the source by the woven page, and build markers by what they stand for."""
    outcome = _outcomes[page.file.src_uri]
    if outcome.page.is_lab:
        return markdown
    if outcome.errors or outcome.result is None:
        return weave_failed(outcome.page, outcome.errors)
    woven = weave(outcome.page, outcome.result)
    if outcome.page.name == GLOSSARY:
        return glossary.with_ids(woven)
    if "question" in outcome.page.meta:
        woven = glossary.with_links(woven, _source(GLOSSARY), f"../{GLOSSARY}")
    return _fill(woven, config)


def on_page_content(html: str, page: SitePage, **_: object) -> str:
    """Bring a lab into the site's own markup; keep a percent sign on the line of its number."""
    if _outcomes[page.file.src_uri].page.is_lab:
        html = notebooks.finished(html)
    return PERCENT.sub(lambda m: m[0] if m[1] else "\N{NO-BREAK SPACE}", html)


def on_env(env: Environment, **_: object) -> Environment:
    """Compile the templates once, not in every build."""
    (CACHE / "templates").mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = FileSystemBytecodeCache(str(CACHE / "templates"))
    return env


def on_post_page(output: str, page: SitePage, **_: object) -> str:
    """Set the formulas; only now, since the search has to read them as text."""
    source = _outcomes[page.file.src_uri].page

    def failed(tex: str, why: str) -> None:
        line = source.line_at(max(source.source.find(tex), 0))
        _report(page_error(source, line, f"the formula {tex.strip()!r}: {why}"))

    return formulas.rendered(_valid(output), failed)


def on_post_template(output_content: str, **_: object) -> str:
    """Mend what is no page of ours, such as 404.html, too."""
    return _valid(output_content)


@event_priority(-100)  # after the search plugin has written its index
def on_post_build(config: MkDocsConfig) -> None:
    """Make the search index readable and light."""
    index = Path(config.site_dir, "search", "search_index.json")
    if index.exists():
        index.write_text(searching.readable(index.read_text(encoding="utf-8")), encoding="utf-8")


def _valid(html: str) -> str:
    # The theme's labels have a tabindex that is empty, where only a number is valid.
    return html.replace(' tabindex=""', "")


def _source(name: str) -> str:
    return _outcomes[name].page.source if name in _outcomes else ""


def _site_name(outcome: Outcome) -> str:
    page = outcome.page
    return notebooks.notebook_name(page) if page.is_lab else page.name


def _report(error: PageError) -> None:
    log.error("%s\n%s", error, error.excerpt)


def _generated(outcome: Outcome, config: MkDocsConfig) -> list[File]:
    page = outcome.page
    if page.is_lab:
        notebooks.write_notebook(outcome, CACHE / "notebooks")
        name = notebooks.notebook_name(page)
        # mkdocs-jupyter asks for a directory and a name below it, not for generated content.
        source = File(name, str(CACHE / "notebooks"), config.site_dir, config.use_directory_urls)
        download = File.generated(
            config,
            f"labs/{page.slug}/{page.slug}.ipynb.txt",
            content=notebooks.download(page, config.site_url or ""),
        )
        download.dest_uri = f"labs/{page.slug}/{page.slug}.ipynb"
        return [source, download]
    folder = page.name.removesuffix(".md")
    # Another page may show a figure of one that has not run: an empty one keeps the link.
    figures = (
        outcome.result.figures if outcome.result else dict.fromkeys(figures_shown(page), EMPTY)
    )
    return [
        File.generated(config, f"{folder}/{label}.svg", content=svg)
        for label, svg in figures.items()
    ]


def _fill(markdown: str, config: MkDocsConfig) -> str:
    outcomes = list(_outcomes.values())
    markers: dict[str, Callable[[], str]] = {
        "questions": lambda: home.questions(outcomes, config.extra.get("open_questions", {})),
        "claims": lambda: trust.claims_table(outcomes),
        "counts": lambda: trust.counts(outcomes),
        "machine": lambda: trust.machine_table(outcomes),
    }
    for name, fill in markers.items():
        marker = f"<!-- {name} -->"
        if marker in markdown:
            markdown = markdown.replace(marker, fill())
    return markdown
