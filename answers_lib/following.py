"""What a function, class or module consists of, and what it refers to, by name."""

import importlib
import importlib.util
import re
import sys
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from functools import reduce
from types import FunctionType, ModuleType
from typing import Any

from answers_lib.loaded_code import Import, code_key, names_in
from answers_lib.places import PACKAGE, is_own

# Attributes that say nothing of what a class does, or that differ from process to process.
NOT_BEHAVIOUR = {
    *("__doc__", "__dict__", "__weakref__", "__annotations__", "__annotations_cache__"),
    *("__firstlineno__", "__static_attributes__", "_abc_impl"),
    "__slotnames__",  # which pickling an object leaves on its class
}
HEAP_TYPE = 1 << 9  # of `cls.__flags__`: made by a class statement, no built-in type of C


@dataclass(frozen=True)
class Installed:
    """A module of a package that code imports when it runs."""

    module: str


def refuse_assignment(function: Callable[..., Any], how: str) -> None:
    """Refuse a function that assigns a variable outside itself: a kept result would not.

    Raises:
        ValueError: naming the function, `how` it is remembered and the variable.
    """
    assigned = names_in(function.__code__).assigned if isinstance(function, FunctionType) else ()
    for name in sorted(assigned):
        raise ValueError(
            f"{function.__name__}() is {how} but assigns {name!r} outside itself: "
            "return the value instead"
        )


def shown(value: Any) -> str:
    """A name for messages: `helper()`, `Net`, `answers_lib.data`."""
    name = getattr(value, "__qualname__", value.__name__)
    return f"{name}()" if isinstance(value, FunctionType) else str(name)


def home(value: Any) -> str:
    """The module in which a function's code stands; `wraps` gives it another `__module__`."""
    if isinstance(value, FunctionType):
        return str(value.__globals__.get("__name__"))
    return str(value.__module__ if isinstance(value, type) else value.__name__)


def is_found(value: Any, module: str) -> bool:
    """Whether a module's name and a value's lead to it; not to what a decorator made, say."""
    if isinstance(value, ModuleType) or not getattr(value, "__flags__", HEAP_TYPE) & HEAP_TYPE:
        return True
    try:
        return reduce(getattr, value.__qualname__.split("."), sys.modules[module]) is value
    except (AttributeError, KeyError):
        return False


def _function(function: FunctionType) -> Iterator[tuple[str, Any]]:
    if is_own(home(function)):
        refuse_assignment(function, "used by a remembered function")
    yield "its code", (function.__module__, function.__qualname__, code_key(function.__code__))
    yield "its defaults", (function.__defaults__, function.__kwdefaults__)
    yield "its attributes", vars(function)
    yield from zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    names = names_in(function.__code__)
    for name in sorted(names.globals & function.__globals__.keys() - {"__name__"}):
        value = function.__globals__[name]
        # In the library such a variable says how work is done, and not what comes of it.
        hidden = isinstance(value, ContextVar) and home(function).startswith(f"{PACKAGE}.")
        yield name, None if hidden else value
        yield from _submodules(value, names.attributes)
    for wanted in names.imports:
        yield from _imported(wanted, function, names.attributes)


def _submodules(value: Any, attributes: frozenset[str]) -> Iterator[tuple[str, Any]]:
    """The modules in an own package that code can mean by one of these attributes."""
    is_package = isinstance(value, ModuleType) and hasattr(value, "__path__")
    for name in sorted(attributes) if is_package and is_own(value.__name__) else ():
        dotted = f"{value.__name__}.{name}"
        # A code's names hold "answers_lib.data" too, where it imports that.
        if name.isidentifier() and (module := _loaded(dotted)):
            yield dotted, module
            yield from _submodules(module, attributes)


def _loaded(dotted: str) -> ModuleType | None:
    """A module of a package, loaded now as it would be later; None when there is none."""
    known = dotted in sys.modules or importlib.util.find_spec(dotted)
    return importlib.import_module(dotted) if known else None


def _imported(
    wanted: Import, function: FunctionType, attributes: frozenset[str]
) -> Iterator[tuple[str, Any]]:
    """What an import inside a function brings; own modules are loaded now, as they will be used."""
    try:
        package = function.__globals__.get("__package__")
        dotted = importlib.util.resolve_name("." * wanted.level + wanted.module, package)
        if not is_own(dotted):
            yield dotted, Installed(dotted)
            return
        module = importlib.import_module(dotted)
    except ImportError:
        return  # the function says so when it comes to this line
    if not wanted.names:
        yield dotted, module
        yield from _submodules(sys.modules[dotted.partition(".")[0]], attributes)
    for name in wanted.names:
        yield from _submodules(module, frozenset([name]))
        yield f"{dotted}.{name}", getattr(module, name, None)


def _class(cls: type) -> Iterator[tuple[str, Any]]:
    yield "its name", (cls.__module__, cls.__qualname__)
    yield "its kind", type(cls)
    yield "its bases", cls.__bases__
    yield "its annotations", re.sub(" at 0x[0-9a-f]+", "", repr(vars(cls).get("__annotations__")))
    for name in sorted(vars(cls).keys() - NOT_BEHAVIOUR):
        yield name, vars(cls)[name]


def _module(module: ModuleType) -> Iterator[tuple[str, Any]]:
    yield "its name", module.__name__
    for name, value in sorted(vars(module).items(), key=lambda item: item[0]):
        is_submodule = getattr(value, "__name__", None) == f"{module.__name__}.{name}"
        is_marked = name.startswith("__") and name != "__getattr__"
        if not is_marked and not (is_submodule and isinstance(value, ModuleType)):
            yield name, value


FOLLOW: dict[type, Callable[[Any], Iterator[tuple[str, Any]]]] = {
    FunctionType: _function,
    type: _class,
    ModuleType: _module,
}
