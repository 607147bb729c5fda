"""What does a build cost besides the experiments? Rendering 15, 150 and 1500 pages; starting one.

python scripts/bench_build.py [ADDRESS]: with the address of a Dask scheduler, on its workers too.
The pages are copies of one answer, with its stored result, so `make site` comes first.
"""

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from runner.building import Build, Run, build_pages
from runner.isolation import run_isolated
from runner.keys import dependencies
from runner.page import read_page
from runner.store import Store

ROOT = Path(__file__).resolve().parent.parent
ANSWER = "training/06-training-curves.md"
COUNTS = (15, 150, 1500)
STARTED = 20


def copies(project: Path, count: int) -> None:
    """Make a project of `count` copies of the answer, each with a stored result that is fresh."""
    page = read_page(ROOT / "docs", ANSWER)
    depends = dependencies(page)
    result = Store(ROOT / ".cache" / "pages").find(page, depends)
    if result is None:
        raise SystemExit("make site comes first: the copies take the answer's stored result")
    shutil.copytree(ROOT / "scripts", project / "scripts")
    (project / "answers_lib").symlink_to(ROOT / "answers_lib")
    shutil.copytree(ROOT / "docs" / "assets", project / "docs" / "assets")
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    config = re.sub(r"^nav:\n(?:[ ].*\n)+", "", config, flags=re.MULTILINE)
    (project / "mkdocs.yml").write_text(config, encoding="utf-8")
    (project / "docs" / "training").mkdir()
    for name in ("index.md", "glossary.md", "how-the-answers-are-kept-true.md"):
        shutil.copy(ROOT / "docs" / name, project / "docs")
    for number in range(count):
        copy = replace(page, docs=project / "docs", name=f"training/{number}-copy.md")
        copy.path.write_text(copy.source, encoding="utf-8", newline="\n")
        Store(project / ".cache" / "pages").save(copy, result, depends)


def rendering(count: int) -> float:
    """CPU seconds of a build in which nothing is stale."""
    with tempfile.TemporaryDirectory() as place:
        project = Path(place)
        copies(project, count)
        before = _children()
        command = [sys.executable, "-m", "mkdocs", "build"]
        environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
        done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(done.stderr)
        return _children() - before


def starting(run: Run) -> float:
    """Seconds from asking for a page that computes nothing to its result, one after another."""
    with tempfile.TemporaryDirectory() as place:
        docs = Path(place, "docs")
        docs.mkdir()
        for number in range(STARTED):
            (docs / f"{number}.md").write_text("`{python} 1`", encoding="utf-8")
        started = time.perf_counter()
        build_pages(Build(docs, Path(place, "cache"), jobs=1, run=run))
        return (time.perf_counter() - started) / STARTED


def main() -> None:
    """Measure and print."""
    costs = Table(title="A build in which nothing is stale")
    for name in ("pages", "CPU s", "CPU ms a page"):
        costs.add_column(name, justify="right")
    for count in COUNTS:
        seconds = rendering(count)
        costs.add_row(str(count), f"{seconds:.1f}", f"{1000 * seconds / count:.0f}")
    console = Console()
    console.print(costs)
    starting(run_isolated)  # starts the fork server
    console.print(f"starting a page here: {starting(run_isolated):.2f} s")
    for address in sys.argv[1:]:
        from runner.cluster import connected  # every page's process would import Dask with us

        with connected(address) as cluster:
            starting(cluster.run)
            console.print(f"starting a page at {address}: {starting(cluster.run):.2f} s")


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
