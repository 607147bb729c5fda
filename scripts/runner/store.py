"""Results on disk: several a page, each a JSON file under the key of what it depends on."""

import json
import os
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answers_lib.fingerprint import digest
from runner.page import Page
from runner.result import PageResult

KEPT = 3  # results of each page: an edit that is taken back runs nothing again


@dataclass(frozen=True)
class Stored:
    """A stored result and the dependencies it was computed with."""

    result: PageResult
    depends: dict[str, str]


@dataclass(frozen=True)
class Store:
    """Stored results below a directory."""

    directory: Path

    def path(self, page: Page, depends: dict[str, str]) -> Path:
        """Where the page's result with these dependencies lives."""
        key = digest(json.dumps(depends, sort_keys=True))[:16]
        return self.directory / page.name / f"{key}.json"

    def find(self, page: Page, depends: dict[str, str]) -> PageResult | None:
        """The result with these dependencies, None when there is none.

        Raises:
            ValueError: when the file is damaged; the page must run again.
        """
        path = self.path(page, depends)
        stored = _read(path)
        if stored is None:
            return None
        os.utime(path)  # the time of its last use, for `prune`
        return stored.result

    def last(self, page: Page) -> Stored | None:
        """The result that was used last, whatever it depends on; None when there is none."""
        for path in self._by_last_use(self.directory / page.name):
            try:
                return _read(path)
            except ValueError:
                continue
        return None

    def save(self, page: Page, result: PageResult, depends: dict[str, str]) -> None:
        """Keep a result; whoever reads at the same time sees no file or a whole one."""
        content = {"depends": depends, "result": result.to_json()}
        record = {"digest": _digest(content), "content": content}
        write_whole(self.path(page, depends), json.dumps(record, ensure_ascii=False))

    def prune(self) -> set[str]:
        """Keep the results used last, a few for each page; names the experiments behind them."""
        remembered: set[str] = set()
        for directory in {path.parent for path in self.directory.rglob("*.json")}:
            paths = list(self._by_last_use(directory))
            for path in paths[KEPT:]:
                path.unlink(missing_ok=True)
            for path in paths[:KEPT]:
                remembered.update(_remembered(path))
        return remembered

    def _by_last_use(self, directory: Path) -> Iterator[Path]:
        found = [path for path in directory.glob("*.json") if not path.name.startswith(".")]
        yield from sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file beside its place and rename it, so that it is never seen half written.

    Raises:
        OSError: that names the file and says why it cannot be written.
    """
    try:
        _write_whole(path, content)
    except OSError as error:
        # The file that is named is the one a reader knows, not the one beside it.
        raise OSError(error.errno, f"cannot be written: {error.strerror}", str(path)) from error


def _write_whole(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _read(path: Path) -> Stored | None:
    try:
        record = json.loads(path.read_bytes())
        content = record["content"]
        if record["digest"] != _digest(content):
            raise ValueError("digest")
        return Stored(PageResult.from_json(content["result"]), content["depends"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError("the stored result is damaged") from error


def _remembered(path: Path) -> Collection[str]:
    try:
        stored = _read(path)
    except ValueError:
        return ()
    return stored.result.remembered if stored else ()


def _digest(content: dict[str, Any]) -> str:
    return digest(json.dumps(content, sort_keys=True))
