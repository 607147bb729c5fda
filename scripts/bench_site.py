"""How long does an author wait? What a build of this site costs beside MkDocs alone, in one run.

python scripts/bench_site.py

Works on a copy of the checkout, with its stored results, so `make site` comes first. Seconds are
those on the clock; ratios compare with MkDocs alone on the same woven tree, without our hooks.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
PAGE = "docs/training/02-loss-and-accuracy.md"
ALONE = "INHERIT: mkdocs.yml\ndocs_dir: .cache/woven\nhooks: []\n"
BUILD = [sys.executable, "scripts/build.py"]
MKDOCS = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", "alone"]


def copy_of(checkout: Path, place: Path) -> None:
    """The sources, stored results and the site of a checkout."""
    for name in ("docs", "scripts", "answers_lib", ".cache", "site"):
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(checkout / name, place / name, ignore=ignore)
    for path in checkout.iterdir():
        if path.is_file():
            shutil.copy2(path, place / path.name)
    (place / "alone.yml").write_text(ALONE, encoding="utf-8")


def seconds(command: list[str], place: Path) -> float:
    """How long a command takes."""
    environment = {**os.environ, "PYTHONPATH": str(place), "NO_MKDOCS_2_WARNING": "1"}
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return time.perf_counter() - begun


def edit(path: Path, change: Callable[[str], str]) -> None:
    """Change a page; raises when the change does nothing."""
    before = path.read_text(encoding="utf-8")
    after = change(before)
    if before == after:
        raise SystemExit(f"{path} is not as this benchmark expects it")
    path.write_text(after, encoding="utf-8")


def prose(source: str) -> str:
    """One word more above the evidence."""
    return source.replace("## Why\n\n", "## Why\n\nWell: ", 1)


def title_of_a_figure(source: str) -> str:
    """Another title of the page's first figure."""
    return re.sub(r'(set_title\(\s*")', r"\1Now: ", source, count=1)


def rows(place: Path) -> dict[str, float]:
    """Seconds by what is done."""
    seconds(BUILD, place)  # the copy's files are new
    found = {"MkDocs alone on the tree": seconds([*MKDOCS, "-f", "alone.yml"], place)}
    found["nothing to do"] = seconds(BUILD, place)
    edit(place / PAGE, prose)
    found["an edit of prose"] = seconds(BUILD, place)
    edit(place / PAGE, title_of_a_figure)
    found["an edit of a figure"] = seconds(BUILD, place)
    return found


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        copy_of(ROOT, place)
        found = rows(place)
    table = Table("a build", box=None, pad_edge=False)
    for name in ("seconds", "of MkDocs alone"):
        table.add_column(name, justify="right")
    alone = next(iter(found.values()))
    for name, took in found.items():
        table.add_row(name, f"{took:.1f}", f"{took / alone:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
