"""Long experiments are run once: their results are kept on disk, keyed by the code that ran."""

import inspect
import logging
import os
import re
import sys
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from answers_lib import kept
from answers_lib.apart import UnkeyableError
from answers_lib.fingerprint import digest, environment
from answers_lib.following import refuse_assignment
from answers_lib.installed import distributions
from answers_lib.kept import Kept
from answers_lib.kept import prune as prune
from answers_lib.keying import key_of
from answers_lib.reading import DIRECTORY_VARIABLE as DIRECTORY_VARIABLE
from answers_lib.reading import files_read, note

P = ParamSpec("P")
R = TypeVar("R")

# When true, nothing that was kept is read: everything runs, and is kept anew.
forgetful: ContextVar[bool] = ContextVar("forgetful", default=False)

CHANGES = (
    "{name}() is remembered but changes an argument or a variable outside itself, "
    "so what it returned is not kept: let it change a copy, and return that"
)

log = logging.getLogger(__name__)

_used: set[str] = set()


def remember(function: Callable[P, R]) -> Callable[P, R]:
    """Keep what `function` returns, keyed by its code, its arguments and all that both refer to.

    The key is of the code that is loaded: the function, the helpers, classes, constants and
    modules it names, of the library and of the page, what these name in turn, and the classes
    of the arguments. Comments, docstrings and positions are not code. Packages count by their
    versions. The files that it reads while it runs are kept with the result, which is found
    again as long as they are the same. What changes an argument in place, or draws from a generator
    that it was given, is not kept: found again, it would leave them as they were.

    Not seen: names looked up in a text (`globals()["f"]`), the time, environment variables, the
    state of a global random generator, and a file that `functools.cache` has read before.

    Results live in the directory that the environment variable `ANSWERS_CACHE` names; without it
    nothing is kept. They are pickles, and a pickle can run any code while it is loaded: let the
    variable name a directory that only your own runs write to.

    Raises:
        ValueError: when the function assigns a variable outside itself; and from the function,
            when it uses what no key can hold, or returns what cannot be kept.
        OSError: from the function, when the disk refuses.
    """
    refuse_assignment(function, "remembered")

    @wraps(function)
    def remembered(*args: P.args, **kwargs: P.kwargs) -> R:
        directory = os.environ.get(DIRECTORY_VARIABLE)
        arguments = _bound(function, args, kwargs)
        if not directory or arguments is None:
            return function(*args, **kwargs)
        path = Path(directory) / _file_name(function, arguments)
        found = None if forgetful.get() else kept.read(path)
        if found is None:
            with files_read() as files:
                found = Kept(function(*args, **kwargs), files)
            if _file_name(function, arguments) != path.name:  # found again, it would not do that
                log.warning(CHANGES.format(name=function.__name__))
                return cast(R, found.result)
            _keep(function, path, found)
        note(found.files)
        _used.add(path.name)
        return cast(R, found.result)

    return remembered


def used() -> frozenset[str]:
    """Names of the files, below the directory, that this process has read or written."""
    return frozenset(_used)


def _bound(
    function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> dict[str, Any] | None:
    """Arguments by name, defaults too; None for a call that Python will refuse."""
    try:
        bound = inspect.signature(function).bind(*args, **kwargs)
    except TypeError:
        return None
    bound.apply_defaults()
    return bound.arguments


def _file_name(function: Callable[..., Any], arguments: dict[str, Any]) -> str:
    """`answers_lib.training.train-1f0a….kept`."""
    try:
        key, packages = key_of(function, arguments)
    except UnkeyableError as error:
        raise ValueError(
            f"{function.__name__}() is remembered but uses {error.where}, {error.what}, "
            "which no key can hold: make it inside the function that uses it, "
            "from a path, numbers or arrays"
        ) from None
    versions = (environment(), distributions(packages), _settings())
    readable = re.sub(r"[^\w.]", "_", f"{function.__module__}.{function.__qualname__}")
    return f"{readable[:100]}-{digest(repr((key, versions)))[:40]}.kept"


def _settings() -> str:
    """What a program can set that decides every result of PyTorch."""
    torch = sys.modules.get("torch")
    return str(torch.get_default_dtype()) if torch else "torch.float32"


def _keep(function: Callable[..., Any], path: Path, found: Kept) -> None:
    try:
        kept.write(path, found)
    except OSError as error:
        message = f"{path}: what {function.__name__}() returned is not kept: {error}"
        raise OSError(message) from None
    except Exception as error:  # pickle raises PicklingError, TypeError, AttributeError …
        raise ValueError(
            f"{function.__name__}() is remembered but what it returned cannot be kept: {error}: "
            "return numbers, texts, arrays, or objects of classes that can be imported"
        ) from None
