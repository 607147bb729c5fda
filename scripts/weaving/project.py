"""From the sources of a project to its woven tree: what every build does first."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig

from answers_lib import memo
from runner import made
from runner.building import Build
from runner.outcome import Outcome
from weaving.origin import About
from weaving.tree import Tree, titles


def cache_of(config: MkDocsConfig) -> Path:
    """Where a project keeps results, remembered experiments, and the woven tree."""
    return Path(config.config_file_path).parent / ".cache"


def docs_of(config: MkDocsConfig) -> Path:
    """Where a project's sources stand, also when MkDocs reads the woven tree."""
    return Path(config.config_file_path).parent / "docs"


def tree_of(config: MkDocsConfig) -> Path:
    """Where a project's woven tree stands."""
    return cache_of(config) / "woven"


def kept_of(config: MkDocsConfig) -> Path:
    """Where a project keeps files that are slow to make."""
    return cache_of(config) / "made"


def build_of(config: MkDocsConfig) -> Build:
    """How a project's pages are built, as its mkdocs.yml has it."""
    return Build(Path(config.docs_dir), cache_of(config), exclude=config.exclude_docs)


def weave(config: MkDocsConfig, outcomes: Sequence[Outcome]) -> None:
    """Bring the woven tree up to date with what became of the pages, and let MkDocs read it."""
    build = build_of(config)
    tree = Tree(tree_of(config), build.docs, about(config), kept_of(config), build.exclude)
    tree.write(outcomes, config.nav)
    config.docs_dir = str(tree.directory)
    config.nav = with_titles(config.nav, titles(outcomes))


def about(config: MkDocsConfig) -> About:
    """What the site says of itself, as its mkdocs.yml has it."""
    sources = urljoin(f"{config.repo_url}/", config.edit_uri) if config.repo_url else ""
    return About(config.site_url or "", config.site_name, config.site_description or "", sources)


def prune(build: Build) -> None:
    """Delete what the results that are kept do not use."""
    memo.prune(build.cache / "experiments", build.store.prune())
    made.prune(build.cache / "made")


def with_titles(nav: Any, named: dict[str, str]) -> Any:
    """The navigation with the title of each page, which MkDocs else knows only of pages it reads.

    "training/05-batch-size.md" becomes {"Batch size": "training/05-batch-size.md"}.
    """
    if isinstance(nav, str):
        return {named[nav]: nav} if nav in named else nav
    if isinstance(nav, list):
        return [with_titles(entry, named) for entry in nav]
    if isinstance(nav, dict):
        return {name: _below_a_name(entry, named) for name, entry in nav.items()}
    return nav


def _below_a_name(entry: Any, named: dict[str, str]) -> Any:
    """{"Labs": ["a.ipynb"]} has pages to name in it, {"Questions": "index.md"} has a name."""
    return entry if isinstance(entry, str) else with_titles(entry, named)
