"""Where a page comes from: its address, the commit, and what its results were made with."""

import subprocess
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urljoin

from answers_lib.fingerprint import environment
from runner.markup import title
from runner.page import Page
from runner.result import PageResult
from weaving.wheel import LIBRARY, project


@dataclass(frozen=True)
class About:
    """What the site says of itself.

    Attributes:
        url: its address, "https://…/", or "" where none is known.
        name: its name.
        description: what it is, in a sentence.
        sources: the address of the directory with the sources of its pages, or "".
    """

    url: str = ""
    name: str = ""
    description: str = ""
    sources: str = ""

    def place(self, page: Page) -> str:
        """The address of a page."""
        return urljoin(self.url, f"{quote(page.place)}/")

    def source(self, page: Page) -> str:
        """The address of a page's source in the repository."""
        return urljoin(self.sources, quote(page.name))


def citation(page: Page, about: About) -> str:
    """A line to cite a page by, in plain text."""
    whose = f"The {about.name} contributors" if about.name else "The contributors"
    version = f", version {commit()}" if commit() else ""
    return f"{whose}: {title(page)}. {about.place(page)}{version}. {project()['license']} license."


def made_with(result: PageResult) -> str:
    """What a page's results were made with, in words."""
    seeds = {claim.repeats for claim in result.claims if claim.per == "seeds"}
    many = f", claims over {_range(seeds)} seeds" if seeds else ""
    at = f" at commit {commit()}" if commit() else ""
    return f"computed in {result.seconds:.0f} s{at}{many}, with {_versions()}"


@lru_cache(maxsize=1)
def commit() -> str:
    """The commit that the site is built of: "70493f0", "70493f0-dirty" with changes, or ""."""
    command = ["git", "-C", str(LIBRARY.parent), "describe", "--always", "--dirty", "--exclude=*"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):  # no git, or a copy without its history
        return ""


@lru_cache(maxsize=1)
def _versions() -> str:
    return ", ".join(f"{name} {version}" for name, version in environment().items())


def _range(numbers: set[int]) -> str:
    low, high = min(numbers), max(numbers)
    return str(low) if low == high else f"{low} to {high}"
