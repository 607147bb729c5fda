"""The files that a page read: their names for the store, and which of them have changed."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from answers_lib.fingerprint import digest
from runner.result import PageResult


def relative_files(result: PageResult, root: Path) -> PageResult:
    """The result with names relative to the project, so that a moved checkout finds it, too."""
    named = {_relative(Path(name), root): code for name, code in result.files.items()}
    return replace(result, files=named)


def changed_files(files: Mapping[str, str], root: Path) -> Iterator[str]:
    """The files that no longer hold what a page read in them."""
    for name, before in files.items():
        path = root / name
        if not path.is_file() or digest(path.read_bytes()) != before:
            yield name


def _relative(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
