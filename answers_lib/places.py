"""Which files and modules came with Python or were installed, and which are somebody's own."""

import importlib.util
import os
import site
import sys
import sysconfig
from functools import cache
from pathlib import PurePath

PACKAGE = "answers_lib"
# Below sys.prefix; all of it would be too much where that is /usr and a project is in /usr/src.
OF_PYTHON = ("bin", "etc", "include", "lib", "lib64", "Lib", "Scripts", "share")


@cache
def installed_places() -> tuple[str, ...]:
    """Directories of the interpreter and of installed packages, absolute."""
    prefixes = dict.fromkeys([sys.prefix, sys.base_prefix])
    beneath = [str(PurePath(prefix, name)) for prefix in prefixes for name in OF_PYTHON]
    known = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    return (*beneath, *known, *site.getsitepackages(), site.getusersitepackages())


def is_below(path: str, places: tuple[str, ...]) -> bool:
    """Whether an absolute path is one of these directories or lies in one."""
    return f"{path}{os.sep}".startswith(tuple(f"{place}{os.sep}" for place in places))


@cache
def is_own(module: str) -> bool:
    """Whether a module's code is the library's, the page's or a reader's, not a package's.

    What is installed has a version, which says all about it; what is one's own has only its code.
    """
    package = module.partition(".")[0]
    if package in ("__main__", PACKAGE):
        return True
    if package in sys.stdlib_module_names:
        return False
    place = _place(package)
    return place is None or not is_below(place, installed_places())


def _place(package: str) -> str | None:
    """The file or the directory of a top-level module; None when it has neither."""
    loaded = sys.modules.get(package)
    if loaded is None:
        spec = importlib.util.find_spec(package) if package else None
        return None if spec is None else _first(spec.origin, spec.submodule_search_locations)
    return _first(getattr(loaded, "__file__", None), getattr(loaded, "__path__", None))


def _first(file: str | None, directories: object) -> str | None:
    if file:
        return file
    return next(iter(directories), None) if directories else None  # type: ignore[call-overload]
