"""Which installed distributions stand behind an import, and their versions."""

import re
import sys
from collections.abc import Iterable
from email.message import Message
from email.parser import HeaderParser
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.metadata import distributions as all_distributions

from packaging.requirements import Requirement

from answers_lib.places import PACKAGE


def distributions(imports: Iterable[str]) -> dict[str, str]:
    """Versions of the distributions behind imported modules, and of all that these require.

    `{"PIL.Image"}` gives `{"pillow": "12.0.0"}`: the name is the one that is installed, in lower
    case with hyphens. The standard library and our own package count for nothing, and a name
    that nothing installed provides is passed over.

    Returns:
        name → version, sorted by name.
    """
    packages = {name.partition(".")[0] for name in imports}
    wanted = packages - sys.stdlib_module_names - {PACKAGE, "__main__", ""}
    waiting = [(name, "") for package in sorted(wanted) for name in providers(package)]
    seen = set(waiting)
    while waiting:
        new = set(_requirements(*waiting.pop())) - seen
        seen |= new
        waiting += new
    return {name: _headers(name)["Version"] for name in sorted({name for name, _extra in seen})}


@cache
def _requirements(name: str, extra: str) -> tuple[tuple[str, str], ...]:
    """The distributions, each with an extra or "", that this one with its extra requires."""
    texts = _headers(name).get_all("Requires-Dist", ())
    required = [Requirement(text) for text in texts if extra or not _is_for_an_extra(text)]
    return tuple(
        (_normal(one.name), wanted)
        for one in required
        if one.marker is None or one.marker.evaluate({"extra": extra})
        for wanted in ("", *one.extras)
        if _is_installed(one.name)
    )


def _is_for_an_extra(requirement: str) -> bool:
    """`pytest; extra == "test"`, without the time that it takes to parse it."""
    return bool(re.search(r"\bextra *==", requirement)) and " or " not in requirement


@cache
def _headers(name: str) -> Message:
    """A distribution's metadata; without the description below them, they are read quickly."""
    found = distribution(name)
    text = found.read_text("METADATA") or found.read_text("PKG-INFO") or ""
    return HeaderParser().parsestr(text.partition("\n\n")[0])


@cache
def _is_installed(name: str) -> bool:
    try:
        return bool(_headers(name))
    except PackageNotFoundError:
        return False


@cache
def providers(package: str) -> tuple[str, ...]:
    """The distributions that installed a top-level package or module: `("pillow",)` of "PIL"."""
    # Most are called like what they provide: reading what all have installed takes a while.
    if _is_installed(package) and _provides(distribution(package), package):
        return (_normal(package),)
    return tuple(_normal(one.name) for one in _all() if _provides(one, package))


def _provides(one: Distribution, package: str) -> bool:
    """Whether `PIL/__init__.py,sha256=…` or `six.py,sha256=…` is in the list of its files."""
    files = _files(one)
    return any(f"\n{package}{rest}" in files for rest in ("/", ".py,")) or bool(
        re.search(rf"\n{re.escape(package)}\.[^/,]+\.(so|pyd),", files)
    )


@cache
def _all() -> tuple[Distribution, ...]:
    return tuple(all_distributions())


@cache
def _files(one: Distribution) -> str:
    return "\n" + (one.read_text("RECORD") or "".join(f"{file},\n" for file in one.files or ()))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
