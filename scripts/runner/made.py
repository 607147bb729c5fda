"""Files that are slow to make, such as pictures: kept, each named by all that it is made of."""

import hashlib
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from runner.store import write_whole

UNUSED = 30 * 24 * 3600  # seconds after which a file that no build has used is deleted


def made(
    directory: Path, suffix: str, of: Iterable[str | bytes], make: Callable[[], str | bytes]
) -> Path:
    """The path of a file, made now or by an earlier build.

    Args:
        directory: where such files are kept.
        suffix: the end of its name, such as ".png".
        of: everything that decides what is in it, also the code that makes it.
        make: gives what is in it.
    """
    digest = hashlib.sha256()
    for part in of:
        content = part.encode() if isinstance(part, str) else part
        digest.update(f"{len(content)}:".encode() + content)  # "a", "bc" is not "ab", "c"
    path = directory / f"{digest.hexdigest()}{suffix}"
    if path.is_file():
        path.touch()
    else:
        write_whole(path, make())
    return path


def prune(directory: Path) -> None:
    """Delete what no build has used for a month."""
    for path in directory.glob("*"):
        if time.time() - path.stat().st_mtime > UNUSED:
            path.unlink(missing_ok=True)
