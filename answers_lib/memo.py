"""Long experiments are run once: their results are kept on disk with joblib."""

import builtins
import dis
import os
import warnings
from collections.abc import Callable
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
        ValueError: when the function uses a variable that its key would not see.
    """
    used = _used(cast(FunctionType, function))
    _refuse_hidden_inputs(function, used)
    imported = _named(cast(FunctionType, function).__code__, "IMPORT_NAME")
    origins = {module: module for module in (function.__module__, *imported)}
    origins |= {name: _origin(value) for name, value in used.items()}

    @wraps(function)
    def remembered(*args: P.args, **kwargs: P.kwargs) -> R:
        if not (root := os.environ.get(DIRECTORY_VARIABLE)):
            return function(*args, **kwargs)
        # Compressed files carry a checksum: a damaged one is noticed and computed again.
        memory = Memory(Path(root) / _fingerprint(origins), verbose=0, compress=3)
        with warnings.catch_warnings():
            # Large arguments take joblib a moment to write down; that is no fault of the caller.
            warnings.filterwarnings("ignore", message="Persisting input arguments")
            return cast(R, memory.cache(function)(*args, **kwargs))

    return remembered


def _fingerprint(origins: dict[str, str]) -> str:
    # With their names: `f = torch.relu` on a page is not the same as `f = torch.tanh`.
    names = sorted(origins.items())
    return digest(repr((names, library_sources(origins.values()), environment())))[:16]


def _used(function: FunctionType) -> dict[str, Any]:
    """Values from outside a function by name; None for a variable that does not exist yet."""
    code, known = function.__code__, function.__globals__
    names = _named(code, "LOAD_GLOBAL", "LOAD_NAME") - {"__name__"}  # which a class body reads
    outside = {n: known.get(n) for n in sorted(names) if n in known or n not in vars(builtins)}
    return outside | dict.fromkeys(code.co_freevars)


def _named(code: CodeType, *operations: str) -> set[str]:
    """What these operations name in a function's code and in the functions inside it."""
    named = {step.argval for step in dis.get_instructions(code) if step.opname in operations}
    inner = (constant for constant in code.co_consts if isinstance(constant, CodeType))
    return named.union(*(_named(constant, *operations) for constant in inner))


def _refuse_hidden_inputs(function: Callable[..., Any], used: dict[str, Any]) -> None:
    if function.__module__.startswith(PACKAGE):
        return  # the library's sources are part of the fingerprint
    for name, value in used.items():
        if _origin(value).startswith((".", f"{function.__module__}.")):
            raise ValueError(
                f"{function.__name__}() is remembered but uses {name!r} from the page: "
                "pass it as an argument, so that a change of it is noticed"
            )


def _origin(value: Any) -> str:
    """Where a module, function or class is defined; "." for any other value."""
    if isinstance(value, ModuleType):
        return value.__name__
    # An object has its class's __module__, but only functions and classes a __qualname__.
    known = hasattr(value, "__qualname__") and value.__module__
    return f"{value.__module__}.{value.__qualname__}" if known else "."
