"""A server that watches what an author edits, and builds again what that changed."""

from collections.abc import Callable
from pathlib import Path

from mkdocs.livereload import LiveReloadServer


def watch_sources(server: LiveReloadServer, tree: Path, docs: Path) -> LiveReloadServer:
    """Watch `docs` in place of the tree that is woven of it: one edit, one build."""
    server.unwatch(str(tree))
    server.watch(str(docs))
    return server
