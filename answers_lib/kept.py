"""Results in files: written whole, checked before they are unpickled, pruned by name."""

import hashlib
import logging
import os
import pickle
import re
import shutil
import tempfile
import time
import zlib
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answers_lib.reading import still_agree

RESULT = re.compile(r"[\w.]+-[0-9a-f]{40}\.kept")
UNFINISHED = re.compile(r"[\w.]+-[0-9a-f]{40}\.kept\.\w+\.part")
# What joblib.Memory wrote for us once: `<fingerprint>/joblib/…`.
OF_JOBLIB = re.compile(r"[0-9a-f]{16}")
A_WRITE = 60.0

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    """A result, and the files it was computed from: absolute path → SHA-256."""

    result: Any
    files: Mapping[str, str]


def read(path: Path) -> Kept | None:
    """The result in a file; None when there is none, it is damaged, or a file it read changed.

    Only what `write` wrote under this name is unpickled: the digest in front is over the bytes.

    Raises:
        OSError: when the file cannot be read.
    """
    try:
        digest, _, content = path.read_bytes().partition(b"\n")
    except FileNotFoundError:
        return None
    if digest != _digest(path.name, content):
        log.warning(f"{path}: damaged, so it is computed again")
        return None
    try:
        files, packed = pickle.loads(content)
        return Kept(pickle.loads(zlib.decompress(packed)), files) if still_agree(files) else None
    except Exception as error:  # a class of the result that is gone, say
        log.warning(f"{path}: cannot be read back, so it is computed again: {error}")
        return None


def write(path: Path, kept: Kept) -> None:
    """Keep a result in a file, which is there whole or not at all; the last writer wins.

    Raises:
        OSError: when the disk refuses.
        Exception: whatever `pickle` raises for a result that it cannot take.
    """
    packed = zlib.compress(pickle.dumps(kept.result), level=3)
    content = pickle.dumps((dict(kept.files), packed))
    path.parent.mkdir(parents=True, exist_ok=True)
    file, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".part", dir=path.parent)
    try:
        with open(file, "wb") as part:
            part.write(_digest(path.name, content) + b"\n" + content)
        os.replace(name, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise


def prune(directory: Path, keep: Collection[str]) -> None:
    """Delete the results that are not named in `keep`, and what killed writes left behind.

    Only files that `write` names, and directories of the earlier layout, are ever deleted.

    Raises:
        OSError: when something of ours cannot be deleted.
    """
    for path in list(directory.iterdir()) if directory.is_dir() else []:
        if _is_left_over(path) or (RESULT.fullmatch(path.name) and path.name not in keep):
            path.unlink(missing_ok=True)
        elif OF_JOBLIB.fullmatch(path.name) and (path / "joblib").is_dir():
            shutil.rmtree(path)


def _is_left_over(path: Path) -> bool:
    """Whether a write was killed; what is young another process may be writing now."""
    if not UNFINISHED.fullmatch(path.name):
        return False
    try:
        return time.time() - path.stat().st_mtime > A_WRITE
    except FileNotFoundError:  # it has just been given its name
        return False


def _digest(name: str, content: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + content).hexdigest().encode()
