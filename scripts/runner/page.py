"""A page as it is written: its name, its source, and what its front matter says."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from mkdocs.utils.meta import get_data
from pathspec.gitignore import GitIgnoreSpec

# MkDocs' own rule: files of editors and tools are no pages, nor are templates.
NO_PAGES = GitIgnoreSpec.from_lines([".*", "/templates/"])
DEFAULT_TIMEOUT = 300.0
DEFAULT_SECONDS = 10.0
DEFAULT_MEMORY = 4.0
LOST = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True)
class Page:
    """One source file below docs/.

    Attributes:
        docs: the absolute path of the docs directory.
        name: the file's path below it, as "training/05-batch-size.md".
        source: the file's text, with line ends as "\n".
    """

    docs: Path
    name: str
    source: str

    @property
    def path(self) -> Path:
        """The absolute path of the file."""
        return self.docs / self.name

    @property
    def shown_path(self) -> str:
        """The path as messages show it: "docs/training/05-batch-size.md"."""
        return f"{self.docs.name}/{self.name}"

    @property
    def slug(self) -> str:
        """The page's directory on the site, below its section: "05-batch-size"."""
        return self.path.stem

    @property
    def place(self) -> str:
        """The page's directory on the site: "training/05-batch-size"."""
        return self.name.rpartition(".")[0]

    @property
    def is_lab(self) -> bool:
        """Whether this is a notebook script."""
        return self.name.endswith(".py")

    @cached_property
    def meta(self) -> dict[str, Any]:
        """What stands in the front matter."""
        return {} if self.is_lab else get_data(self.source)[1]

    @cached_property
    def body_start(self) -> int:
        """Where the body begins in the source, after the front matter."""
        return len(self.source) - len(get_data(self.source)[0]) if self.meta else 0

    @cached_property
    def body(self) -> str:
        """The source with the front matter blanked, so that positions and lines stay."""
        front = re.sub(r"[^\n]", " ", self.source[: self.body_start])
        return front + self.source[self.body_start :]

    @property
    def is_answer(self) -> bool:
        """Whether the page answers one of the questions."""
        return "question" in self.meta

    @property
    def part(self) -> str:
        """The part that an answer belongs to, "training"."""
        return self.name.partition("/")[0]

    @property
    def number(self) -> int:
        """An answer's number in its part: 5 of "training/05-batch-size.md"."""
        return int(self.slug.partition("-")[0])

    @property
    def seconds(self) -> float:
        """About how long a run takes, for a page that has not run here."""
        return float(self.meta.get("seconds", DEFAULT_SECONDS))

    @property
    def timeout(self) -> float:
        """Seconds that a run of the page may take."""
        return float(self.meta.get("timeout", DEFAULT_TIMEOUT))

    @property
    def memory(self) -> float:
        """Gigabytes that a run of the page may take."""
        return float(self.meta.get("memory", DEFAULT_MEMORY))

    def line_at(self, position: int) -> int:
        """The number, from 1, of the line at a position in the source."""
        return self.source.count("\n", 0, position) + 1


def read_page(docs: Path, name: str) -> Page:
    """Read one page; any kind of line end becomes "\n", what is not UTF-8 becomes LOST."""
    # As MkDocs reads it: an editor's byte order mark is no part of the text.
    source = (docs / name).read_text(encoding="utf-8-sig", errors="replace")
    return Page(docs, name, source)


def find_pages(docs: Path, exclude: GitIgnoreSpec | None = None) -> Iterator[Page]:
    """Every answer, text page and lab below `docs`, in the order of their paths.

    Args:
        docs: the directory.
        exclude: what else is no page, as `exclude_docs` in mkdocs.yml.
    """
    for name in find_files(docs, exclude):
        if name.endswith((".md", ".markdown")) or re.fullmatch(r"labs/[^/]+\.py", name):
            yield read_page(docs, name)


def find_files(docs: Path, exclude: GitIgnoreSpec | None = None) -> list[str]:
    """The files below `docs` that MkDocs reads, and the labs; sorted."""
    spec = NO_PAGES + exclude if exclude else NO_PAGES
    found = []
    for directory, _, names in os.walk(docs, followlinks=True):
        place = Path(directory).relative_to(docs)
        found += [(place / name).as_posix() for name in names]
    return sorted(name for name in found if not spec.match_file(name))
