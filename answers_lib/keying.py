"""A key for code and values as they are in this process, the same in every other one.

The walk starts at a function and its arguments. Own functions, classes and modules
(`places.is_own`) are followed: a function to its code, defaults, closure and the globals that it
names, a class to its bases and attributes, a module to what it defines. What is installed counts
by its name, and its package is noted. Other values are taken apart down to numbers and texts.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from types import FunctionType, ModuleType
from typing import Any

from answers_lib.apart import UnkeyableError, pieces
from answers_lib.following import FOLLOW, Installed, home, is_found, shown
from answers_lib.places import PACKAGE, is_own

# How results are kept, not what they are: these modules are never followed.
MACHINERY = {f"{PACKAGE}.{name}" for name in ("keying", "kept", "memo", "reading")}
ATOMS = {type(None), bool, int, float, complex, str, range, type(...), type(NotImplemented)}


def key_of(
    function: Callable[..., Any], arguments: Mapping[str, Any]
) -> tuple[str, frozenset[str]]:
    """SHA-256 of a function and its arguments with all that they refer to.

    Returns:
        The key, and the top-level names of the installed packages that the walk came to.

    Raises:
        UnkeyableError: for an open file, a generator, a lock and whatever `pickle` cannot take.
        ValueError: when a function on the way assigns a variable outside itself.
    """
    walk = _Walk()
    named = {f"its argument {name!r}": value for name, value in arguments.items()}
    digests = [walk.of(function), *(walk.piece("", *item) for item in named.items())]
    key = _digest("key", *digests, *walk.parts())
    return key.hex(), frozenset(walk.packages)


class _Walk:
    """One walk. Functions, classes and modules are its parts, numbered as they are found."""

    def __init__(self) -> None:
        self.packages: set[str] = set()
        self._numbers: dict[int, int] = {}
        self._parts: list[Any] = []
        # With each digest its value, which must live: another could get the same id.
        self._known: dict[int, tuple[bytes, Any]] = {}
        self._open: list[int] = []

    def parts(self) -> Iterator[bytes]:
        """Digests of every part; taking one apart finds more."""
        for part in self._parts:
            follow = next(FOLLOW[kind] for kind in FOLLOW if isinstance(part, kind))
            for name, value in follow(part):
                yield self.piece(part, name, value)

    def piece(self, part: Any, name: str, value: Any) -> bytes:
        """Digest of a named value in a part; an error names both."""
        try:
            return _digest("piece", name.encode(), self.of(value))
        except UnkeyableError as error:
            if isinstance(part, ModuleType):  # a function that uses it says so itself
                return _digest("piece", name.encode())
            where = f"{name!r} of {shown(part)}" if part else name
            raise UnkeyableError(error.what, error.where or where) from None

    def of(self, value: Any) -> bytes:
        """Digest of a value; equal values have equal ones, whether they are shared or not."""
        if type(value) in ATOMS:
            return _digest(type(value).__name__, repr(value).encode())
        if id(value) in self._known:
            return self._known[id(value)][0]
        if id(value) in self._open:  # a list that holds itself
            return _digest("around", str(len(self._open) - self._open.index(id(value))).encode())
        self._open.append(id(value))
        try:
            found = self._taken_apart(value)
        finally:
            self._open.pop()
        self._known[id(value)] = found, value
        return found

    def _taken_apart(self, value: Any) -> bytes:
        if isinstance(value, FunctionType | type | ModuleType):
            return self._reference(value)
        if isinstance(value, Installed):
            return self._installed(value.module, "")
        if type(value) in (bytes, bytearray):
            return _digest(type(value).__name__, value)
        # A set has another order in each process: its items go by what they are.
        is_set = type(value) in (set, frozenset)
        inside = sorted(value, key=_own_key) if is_set else pieces(value)
        return _digest("value", self.of(type(value)), *map(self.of, inside))

    def _reference(self, value: Any) -> bytes:
        if home(value) in MACHINERY:
            inner = getattr(value, "__wrapped__", None)  # of a remembered function
            return self.of(inner) if inner else _digest("machinery", shown(value).encode())
        module = value.__name__ if isinstance(value, ModuleType) else str(value.__module__)
        if not is_own(module) and is_found(value, module):
            return self._installed(module, shown(value))
        number = self._numbers.setdefault(id(value), len(self._parts))
        if number == len(self._parts):
            self._parts.append(value)
        return _digest("part", str(number).encode())

    def _installed(self, module: str, name: str) -> bytes:
        self.packages.add(module.partition(".")[0])
        return _digest("installed", module.encode(), name.encode())


def _digest(kind: str, *contents: bytes) -> bytes:
    digest = hashlib.sha256(kind.encode())
    for content in contents:
        digest.update(len(content).to_bytes(8, "big"))  # ("ab", "c") is not ("a", "bc")
        digest.update(content)
    return digest.digest()


def _own_key(item: Any) -> bytes:
    walk = _Walk()
    return _digest("item", walk.of(item), *walk.parts())
