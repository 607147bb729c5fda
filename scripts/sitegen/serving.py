"""A server that watches what an author edits, and builds again only the pages that this changed."""

import logging
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer

from weaving.project import docs_of, tree_of

# Whether the build at work passes over pages that are as they were.
partial: ContextVar[bool] = ContextVar("partial", default=False)


@dataclass
class Rebuild:
    """Builds the site again after an edit.

    Attributes:
        config: of the first build.
        weave: brings the tree up to date, given a configuration.
        frame: what every page shows, as the last build found it: see `frame_of`.
    """

    config: MkDocsConfig
    weave: Callable[[MkDocsConfig], None]
    frame: object = None

    def __call__(self) -> None:
        """Weave, then render the pages whose text has changed, or all when the frame has."""
        config = load_config(self.config.config_file_path, site_dir=self.config.site_dir)
        config.site_url = self.config.site_url
        self.weave(config)
        before, self.frame = self.frame, frame_of(config)
        # Without a `nav` in mkdocs.yml, MkDocs has to read every page to know its title.
        if config.nav is None or before != self.frame:
            build(config, serve_url=config.site_url)
            return
        with _quietly_partial():
            build(config, serve_url=config.site_url, dirty=True)


def watch_sources(
    server: LiveReloadServer, config: MkDocsConfig, weave: Callable[[MkDocsConfig], None]
) -> LiveReloadServer:
    """Watch `docs/` in place of the tree that is woven of it: one edit, one build.

    Raises:
        Abort: when another program listens at the server's address.
    """
    _refuse_busy(*server.server_address[:2])
    server.unwatch(config.docs_dir)
    server.builder = Rebuild(config, weave, frame_of(config))
    server.watch(str(docs_of(config)))
    return server


def _refuse_busy(host: object, port: object) -> None:
    try:
        with socket.create_server((str(host), int(str(port)))):
            return
    except OSError as error:
        other = "stop it, or choose another address: mkdocs serve --dev-addr 127.0.0.1:8001"
        raise Abort(f"{host}:{port}: {os.strerror(error.errno or 0)}: {other}") from error


def frame_of(config: MkDocsConfig) -> object:
    """What all pages share: which files there are, the titles in the menu, theme and settings."""
    tree = tree_of(config)
    names = sorted(path.relative_to(tree).as_posix() for path in tree.rglob("*"))
    settings = [Path(config.config_file_path), *_own_theme(config)]
    return names, repr(config.nav), [(str(path), path.stat().st_mtime_ns) for path in settings]


def _own_theme(config: MkDocsConfig) -> Iterator[Path]:
    scripts = Path(config.config_file_path).parent / "scripts"
    return (path for path in sorted(scripts.rglob("*")) if path.suffix in (".py", ".html"))


@contextmanager
def _quietly_partial() -> Iterator[None]:
    """Without the warning that a dirty build may leave links and search behind: ours does not."""
    log, token = logging.getLogger("mkdocs.commands.build"), partial.set(True)
    log.addFilter(_is_news)
    try:
        yield
    finally:
        log.removeFilter(_is_news)
        partial.reset(token)


def _is_news(record: logging.LogRecord) -> bool:
    return not record.getMessage().startswith("A 'dirty' build is being performed")
