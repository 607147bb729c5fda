"""The built site: whether it is newer than its sources, and how a new one takes its place."""

import hashlib
import json
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

SOURCES = (
    *("docs", "answers_lib", "scripts", "mkdocs.yml", "constraints.txt", "pyproject.toml"),
    "tests/mutants-last-run.json",
)
ADDRESSES = ("SITE_URL", "REPO_URL")  # as mkdocs.yml knows them
# The file by which a build knows a site of its own; it says what the site was built of.
MARK = ".built"


class RefusedError(Exception):
    """Why nothing is built, in words."""


@dataclass(frozen=True)
class Site:
    """The site of the project at `root`, in `directory`."""

    root: Path
    directory: Path

    @property
    def name(self) -> str:
        """The directory's name, for messages."""
        return self.directory.name

    def is_fresh(self) -> bool:
        """Whether the site was built of the sources as they are, and is as it was built."""
        try:
            mark = json.loads((self.directory / MARK).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return bool(mark == {"sources": self.sources(), "files": self._files(self.directory)})

    def refuse_foreign(self) -> None:
        """Raise when the directory holds what no build has made.

        Raises:
            RefusedError: and says so; nothing in it is touched.
        """
        if self.directory.is_dir() and not any(self.directory.iterdir()):
            return
        if self.directory.exists() and not _is_ours(self.directory):
            what = f"{self.directory} holds files that no build of this project has made"
            raise RefusedError(f"{what}: name another directory, or remove it yourself")

    def config(self) -> "MkDocsConfig":
        """MkDocs' configuration for a strict build beside the site."""
        from mkdocs.config import load_config

        _show_warnings()
        return load_config(str(self.root / "mkdocs.yml"), strict=True)

    def build(self, config: "MkDocsConfig", sources: str) -> None:
        """Build the woven tree beside the site, then swap the two.

        Args:
            config: as `config` gives it.
            sources: what `sources` gave before the first page was looked up; an edit since
                then makes the site stale.

        Raises:
            RefusedError: when MkDocs has found something wrong; the site is left as it was.
        """
        from mkdocs.commands.build import build
        from mkdocs.exceptions import Abort

        self.directory.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{self.name}.", dir=self.directory.parent))
        try:
            (beside / MARK).touch()  # MkDocs empties the directory, but for files with a dot
            config.site_dir = str(beside)
            build(config)
            beside.chmod(0o755)  # as any directory; a temporary one is closed to others
            mark = {"sources": sources, "files": self._files(beside)}
            (beside / MARK).write_text(json.dumps(mark), encoding="utf-8")
            self._swap(beside)
        except Abort as abort:
            raise RefusedError(f"{abort}\n\n{self.name}/ is left as it was") from abort
        finally:
            shutil.rmtree(beside, ignore_errors=True)

    def end_swap(self) -> None:
        """End a swap that was cut short, by a kill perhaps, with the site that was there."""
        left = [path for path in self.directory.parent.glob(f".{self.name}.*") if _is_ours(path)]
        for path in left:
            if path.suffix == ".old" and not self.directory.exists():
                path.rename(self.directory)
            shutil.rmtree(path, ignore_errors=True)

    def _swap(self, beside: Path) -> None:
        old = beside.with_name(f"{beside.name}.old")
        if self.directory.exists():
            self.directory.rename(old)
        try:
            beside.rename(self.directory)
        except OSError:
            if old.exists():
                old.rename(self.directory)
            raise
        shutil.rmtree(old, ignore_errors=True)

    def sources(self) -> str:
        """A digest of all that a site is made of: names, sizes and times of files, and settings."""
        files = sorted(path for name in SOURCES for path in _below(self.root / name))
        stats = ((str(path), path.stat()) for path in files)
        parts = [f"{name} {stat.st_mtime_ns} {stat.st_size}" for name, stat in stats]
        parts += [sys.version, *(os.environ.get(name, "") for name in ADDRESSES), *_installed()]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    @staticmethod
    def _files(directory: Path) -> dict[str, int]:
        """The size of each file of a site."""
        paths = sorted(path for path in _below(directory) if path.name != MARK)
        return {path.relative_to(directory).as_posix(): path.stat().st_size for path in paths}


def _is_ours(directory: Path) -> bool:
    return (directory / MARK).is_file()


def _below(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    for found in path.rglob("*"):
        if found.is_file() and "__pycache__" not in found.parts:
            yield found


def _installed() -> list[str]:
    """The packages that are installed, each with its version: numpy-2.4.0.dist-info."""
    places = (Path(place) for place in sys.path if place)
    return sorted(found.name for place in places for found in place.glob("*.dist-info"))


def _show_warnings() -> None:
    """Print what MkDocs warns of; it only logs."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)s -  %(message)s"))
    handler.setLevel(logging.WARNING)
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.INFO)
    logger.handlers = [handler]
