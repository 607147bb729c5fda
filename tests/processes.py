"""What several tests share: processes that are started, watched and gone."""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil

PATIENCE = 120.0  # seconds, on a busy machine; a quiet one needs two


def started(arguments: Sequence[str], directory: Path) -> subprocess.Popen[str]:
    """Python with these arguments, its output in pipes."""
    pipe = subprocess.PIPE
    command = [sys.executable, *arguments]
    return subprocess.Popen(command, cwd=directory, stdout=pipe, stderr=pipe, text=True)


def until(happened: Callable[[], object], what: str) -> None:
    """Wait for something to happen."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, f"not within {PATIENCE:g} s: {what}"
        time.sleep(0.02)


def until_written(file: Path) -> None:
    """Wait until another process has written to a file."""
    until(lambda: file.exists() and file.read_text(), f"something is in {file.name}")


def running(pid: int) -> bool:
    """Whether a process is there; one that has ended but was not waited for is not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
