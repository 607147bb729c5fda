"""Results on disk: one JSON file a page, with what it depends on and a digest."""

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answers_lib.fingerprint import digest
from runner.page import Page
from runner.result import PageResult


@dataclass(frozen=True)
class Stored:
    """A stored result and the dependencies it was computed with."""

    result: PageResult
    depends: dict[str, str]


@dataclass(frozen=True)
class Store:
    """Stored results below a directory."""

    directory: Path

    def path(self, page: Page) -> Path:
        """Where the page's result lives."""
        return self.directory / f"{page.name}.json"

    def load(self, page: Page) -> Stored | None:
        """The stored result of a page, None when there is none.

        Raises:
            ValueError: when the file is damaged; the page must run again.
        """
        path = self.path(page)
        try:
            record = json.loads(path.read_bytes())
            if record["digest"] != _digest(record["content"]):
                raise ValueError("digest")
            content = record["content"]
            return Stored(PageResult.from_json(content["result"]), content["depends"])
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError("the stored result is damaged") from error

    def save(self, page: Page, result: PageResult, depends: dict[str, str]) -> None:
        """Keep a result; whoever reads at the same time sees the old file or the new one."""
        content = {"depends": depends, "result": result.to_json()}
        record = {"digest": _digest(content), "content": content}
        write_whole(self.path(page), json.dumps(record, ensure_ascii=False))


def write_whole(path: Path, text: str) -> None:
    """Write a file beside its place and rename it, so that it is never seen half written.

    Raises:
        OSError: that names the file and says why it cannot be written.
    """
    try:
        _write_whole(path, text)
    except OSError as error:
        # The file that is named is the one a reader knows, not the one beside it.
        raise OSError(error.errno, f"cannot be written: {error.strerror}", str(path)) from error


def _write_whole(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _digest(content: dict[str, Any]) -> str:
    return digest(json.dumps(content, sort_keys=True))
