"""The built site as its readers get it: over HTTP, below a path, as on a project's pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from runner.page import find_pages


@dataclass(frozen=True)
class Site:
    """A directory of pages and the address at which it is served."""

    directory: Path
    url: str


def page_paths(root: Path) -> list[str]:
    """Where each page is on the site; a test compares them with the site's own list."""
    names = [page.name.rsplit(".", 1)[0] for page in find_pages(root / "docs")]
    return ["" if name == "index" else f"{name}/" for name in names]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@contextmanager
def served(directory: Path) -> Iterator[Site]:
    """Serve the files beside `directory` on the loopback; the site need not be built yet."""
    handler = partial(_Quiet, directory=directory.parent)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield Site(directory, f"http://127.0.0.1:{server.server_port}/{directory.name}/")
        finally:
            server.shutdown()
            thread.join()
