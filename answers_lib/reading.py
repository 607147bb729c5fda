"""Which files a piece of work reads: they belong to what its result depends on."""

import hashlib
import os
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from answers_lib.places import installed_places, is_below

DIRECTORY_VARIABLE = "ANSWERS_CACHE"
# What the machine says of itself, not data.
OF_THE_SYSTEM = ("/proc", "/dev", "/sys", "/etc")


@dataclass(eq=False)
class _Watch:
    ignored: tuple[str, ...]
    temporary: tuple[str, ...]
    own: tuple[str, ...]
    files: dict[str, str] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)


_watches: list[_Watch] = []
_own_read = threading.local()


@contextmanager
def files_read(own: str | None = None) -> Iterator[dict[str, str]]:
    """Collect the files that this process opens for reading while inside, in any thread.

        with files_read() as files:
            scores = np.load("scores.npy")
        # files == {"/home/me/scores.npy": "9f86d0…"}

    The SHA-256 is that of the moment when the file was opened first. Left out are files of the
    interpreter and of packages, of the system (/proc, /dev, /sys, /etc), the temporary
    directory, the directory of remembered results, imported sources, and files written while
    inside before they were read. Not seen: what a child process or a library in C opens (so a
    file from `torch.save`, read again, is a file read), a file that is missing, a directory.

    Args:
        own: a directory whose files count although it lies in the temporary directory, such as
            a checkout there.

    Yields:
        absolute path → SHA-256, filled while inside. Contexts may be nested; each sees all.
    """
    _listen()
    # Not asked for in the hook: to find a temporary directory opens files.
    temporary = (os.path.abspath(tempfile.gettempdir()),)
    watch = _Watch(_ignored_places(), temporary, (os.path.abspath(own),) if own else ())
    _watches.append(watch)
    try:
        yield watch.files
    finally:
        _watches.remove(watch)


def note(files: Mapping[str, str]) -> None:
    """Let every context that is open count these files, as if they had been read now."""
    for path, digest in files.items():
        _seen(path, digest)


def still_agree(files: Mapping[str, str]) -> bool:
    """Whether every file has the digest it had."""
    return all(_digest(path) == digest for path, digest in files.items())


@cache
def _listen() -> None:
    sys.addaudithook(_hear)  # for good: Python takes none away


def _ignored_places() -> tuple[str, ...]:
    results = os.environ.get(DIRECTORY_VARIABLE)
    ours = (os.path.abspath(results),) if results else ()
    return (*installed_places(), *OF_THE_SYSTEM, *ours)


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watches or getattr(_own_read, "now", False):
        return
    match event, arguments:
        case "open", (str() | bytes() | os.PathLike() as path, _, int() as flags):
            _opened(_absolute(path), flags)
        case "os.rename", (before, after, *_):
            _renamed(_absolute(before), _absolute(after))


def _opened(path: str, flags: int) -> None:
    writes = flags & (os.O_WRONLY | os.O_RDWR)
    if not flags & (os.O_WRONLY | os.O_TRUNC):
        _read(path)
    if writes:
        for watch in _watches:
            watch.written.add(path)


def _renamed(before: str, after: str) -> None:
    for watch in _watches:
        if before in watch.written:
            watch.written.add(after)


def _read(path: str) -> None:
    unseen = any(_counts(watch, path) for watch in _watches)
    if unseen and not _is_code(path) and (digest := _digest(path)):
        _seen(path, digest)


def _seen(path: str, digest: str) -> None:
    for watch in _watches:
        if _counts(watch, path):
            watch.files[path] = digest


def _counts(watch: _Watch, path: str) -> bool:
    if path in watch.files or path in watch.written or is_below(path, watch.ignored):
        return False
    return not is_below(path, watch.temporary) or is_below(path, watch.own)


def _is_code(path: str) -> bool:
    """Whether a file is the source or the byte code of an imported module."""
    if "__pycache__" in Path(path).parts:
        return True
    if not path.endswith(".py"):
        return False
    modules = list(sys.modules.values())
    return any(getattr(m, "__dict__", {}).get("__file__") == path for m in modules)


def _digest(path: str) -> str | None:
    """SHA-256 of a file; None when it is no file (a pipe would be emptied) or cannot be read."""
    _own_read.now = True
    try:
        with suppress(OSError):
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    return hashlib.file_digest(file, "sha256").hexdigest()
        return None
    finally:
        _own_read.now = False


def _absolute(path: "str | bytes | os.PathLike[Any]") -> str:
    return os.path.abspath(os.fsdecode(path))
