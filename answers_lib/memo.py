"""Long experiments are run once: their results are kept on disk with joblib."""

import os
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, ParamSpec, TypeVar, cast

from joblib import Memory

from answers_lib.fingerprint import PACKAGE, digest, environment, library_sources

P = ParamSpec("P")
R = TypeVar("R")

DIRECTORY_VARIABLE = "ANSWERS_CACHE"


def remember(function: Callable[P, R]) -> Callable[P, R]:
    """Keep what `function` returns, keyed by its code, its arguments and what it depends on.

    Results live in the directory that the environment variable `ANSWERS_CACHE` names, under
    the fingerprint of the library modules the function uses; without the variable nothing is
    kept. A function may use modules, builtins and the library's names; everything else must
    be an argument, since only arguments are part of the key.

    Raises:
        ValueError: when the function uses a global that its key would not see.
    """
    used = dict(_globals(cast(FunctionType, function)))
    _refuse_hidden_inputs(function, used)
    modules = {function.__module__, *(_home(value) for value in used.values())}

    @wraps(function)
    def remembered(*args: P.args, **kwargs: P.kwargs) -> R:
        if not (root := os.environ.get(DIRECTORY_VARIABLE)):
            return function(*args, **kwargs)
        # Compressed files carry a checksum: a damaged one is noticed and computed again.
        memory = Memory(Path(root) / _fingerprint(modules), verbose=0, compress=3)
        return cast(R, memory.cache(function)(*args, **kwargs))

    return remembered


def _fingerprint(modules: set[str]) -> str:
    return digest(repr((library_sources(modules), environment())))[:16]


def _globals(function: FunctionType) -> Iterator[tuple[str, Any]]:
    for name in sorted(_names(function.__code__)):
        if name in function.__globals__:
            yield name, function.__globals__[name]


def _names(code: CodeType) -> set[str]:
    """Global and attribute names in a function's code and in the functions inside it."""
    inner = (constant for constant in code.co_consts if isinstance(constant, CodeType))
    return set(code.co_names).union(*map(_names, inner))


def _refuse_hidden_inputs(function: Callable[..., Any], used: dict[str, Any]) -> None:
    if function.__module__.startswith(PACKAGE):
        return  # the library's sources are part of the fingerprint
    for name, value in used.items():
        if _home(value) in ("", function.__module__):
            raise ValueError(
                f"{function.__name__}() is remembered but uses {name!r} from the page: "
                "pass it as an argument, so that a change of it is noticed"
            )


def _home(value: Any) -> str:
    """The module that a global came from, empty for a plain value."""
    if isinstance(value, ModuleType):
        return value.__name__
    return getattr(value, "__module__", None) or ""
