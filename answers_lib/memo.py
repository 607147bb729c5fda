"""Long experiments are run once: their results are kept on disk with joblib."""

import builtins
import dis
import logging
import os
import warnings
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, ParamSpec, TypeVar, cast

from joblib import Memory
from joblib.memory import (  # type: ignore[attr-defined]
    CacheWarning,
    JobLibCollisionWarning,
    MemorizedFunc,
    extract_first_line,
)

from answers_lib.fingerprint import PACKAGE, digest, environment, library_sources

P = ParamSpec("P")
R = TypeVar("R")

DIRECTORY_VARIABLE = "ANSWERS_CACHE"

log = logging.getLogger(__name__)


def remember(function: Callable[P, R]) -> Callable[P, R]:
    """Keep what `function` returns, keyed by its code, its arguments and what it depends on.

    Results live in the directory that the environment variable `ANSWERS_CACHE` names, under
    the fingerprint of the library modules the function uses; without the variable nothing is
    kept. A function may use modules, builtins and the library's names; everything else must
    be an argument, since only arguments are part of the key.

    Results are pickles, and a pickle can run any code while it is loaded: let the variable name
    a directory that only your own runs write to.

    Raises:
        ValueError: when the function uses a variable that its key would not see.
        OSError: from the function, when what it returned cannot be written.
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
        return cast(R, _called(memory.cache(function), *args, **kwargs))

    return remembered


def _called(kept: MemorizedFunc, *args: Any, **kwargs: Any) -> Any:
    name = kept.func.__name__
    _say_damage_in_a_line(kept)
    _drop_damaged_code(kept)
    with warnings.catch_warnings():
        # Large arguments take joblib a moment to write down; that is no fault of the caller.
        warnings.filterwarnings("ignore", message="Persisting input arguments")
        # Code that differs from what was kept, damaged or not, runs again: no need to be told.
        warnings.simplefilter("ignore", JobLibCollisionWarning)
        warnings.simplefilter("error", CacheWarning)
        try:
            return kept(*args, **kwargs)
        except CacheWarning as warning:
            reason = warning.__context__
            directory = kept.store_backend.location
            raise OSError(f"{directory}: what {name}() returned is not kept: {reason}") from None


def _say_damage_in_a_line(kept: MemorizedFunc) -> None:
    """Replace joblib's message, which is a traceback of many lines."""
    message = f"what {kept.func.__name__}() returned is damaged: it runs again"
    kept.warn = lambda _: log.warning(message)  # type: ignore[method-assign]


def _drop_damaged_code(kept: MemorizedFunc) -> None:
    """Forget a function whose code joblib cannot read back: it would raise, not run again."""
    try:
        extract_first_line(kept.store_backend.get_cached_func_code([kept.func_id]))
    except FileNotFoundError:
        return  # it has not run yet
    except ValueError:
        kept.warn("")
        kept.clear(warn=False)


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


from contextvars import ContextVar
forgetful = ContextVar("forgetful", default=False)
def used(): return frozenset()
def prune(directory, keep): pass
