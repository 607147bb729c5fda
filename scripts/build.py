"""Run the pages that are stale, then build the site beside the old one and swap them.

python scripts/build.py [PAGE …] [--jobs N] [--cluster ADDRESS] [--force] [--why] [--site-dir DIR]
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from rich.console import Console

from runner.building import Run, build_pages
from runner.errors import ClusterError, why_not
from runner.isolation import run_isolated
from runner.lock import alone
from runner.progress import Display, summary

ROOT = Path(__file__).resolve().parent.parent
DOCS, CACHE, SITE = ROOT / "docs", ROOT / ".cache", ROOT / "site"
INSTALL_DASK = ".venv/bin/pip install --constraint constraints.txt --editable '.[site,cluster]'"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and build; returns the exit status."""
    options = _options(arguments)
    site = options.site_dir.resolve()
    try:
        with _place(options) as (run, jobs), alone(CACHE / "build.lock") as lock:
            _bring_back(site)
            return _run_and_build(options, site, lock, run, jobs)
    except OSError as error:
        print(f"{why_not(error)}; {site.name}/ is left as it was", file=sys.stderr)
        return 1
    except ClusterError as error:
        print(error, file=sys.stderr)
        return 1


@contextmanager
def _place(options: argparse.Namespace) -> Iterator[tuple[Run, int | None]]:
    """What runs a page, here or on a cluster, and how many it runs at once."""
    if not options.cluster:
        yield run_isolated, options.jobs
        return
    try:
        from runner.cluster import connected
    except ModuleNotFoundError as missing:
        if missing.name != "distributed":
            raise
        raise ClusterError(f"--cluster needs Dask: {INSTALL_DASK}") from None
    with connected(options.cluster) as cluster:
        yield cluster.run, options.jobs or cluster.slots


def _run_and_build(
    options: argparse.Namespace, site: Path, lock: IO[str], run: Run, jobs: int | None
) -> int:
    console = Console()
    with Display(console, why=options.why) as display:
        outcomes = build_pages(
            DOCS,
            CACHE,
            names=options.pages,
            jobs=jobs,
            force=options.force,
            watcher=display,
            run=run,
        )
    console.print(summary(outcomes))
    if errors := [error for outcome in outcomes for error in outcome.errors]:
        for error in errors:
            print(f"\n{error}\n{error.excerpt}", file=sys.stderr)
        count = f"{len(errors)} error{'s' * (len(errors) > 1)}"
        print(f"\n{count}; {site.name}/ is left as it was", file=sys.stderr)
        return 1
    return _build_site(site, options.pages, lock)


def _build_site(site: Path, pages: Sequence[str], lock: IO[str]) -> int:
    beside = site.with_name(f"{site.name}.new")
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "ANSWERS_PAGES": "\n".join(pages)}
    # Not --quiet: it keeps warnings from being counted, and a strict build would pass them.
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(beside)]
    # MkDocs keeps the lock: if only this process is killed, the next build waits for the end of it.
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        pass_fds=[lock.fileno()],
    )
    said = [line for line in done.stderr.splitlines() if not line.startswith("INFO ")]
    print(*said, sep="\n", end="\n" * bool(said), file=sys.stderr)
    if done.returncode:
        print(f"\n{site.name}/ is left as it was", file=sys.stderr)
        return done.returncode
    _swap(beside, site)
    shown = os.path.relpath(site)
    print(f"built {site.name}/: open it with {sys.executable} -m http.server -d {shown}")
    return 0


def _swap(beside: Path, site: Path) -> None:
    if site.exists():
        site.rename(_old(site))
    try:
        beside.rename(site)
    finally:
        _bring_back(site)


def _bring_back(site: Path) -> None:
    """End a swap: if it was cut short, by a kill perhaps, with the site that was there."""
    if _old(site).exists() and not site.exists():
        _old(site).rename(site)
    shutil.rmtree(_old(site), ignore_errors=True)


def _old(site: Path) -> Path:
    return site.with_name(f"{site.name}.old")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pages", nargs="*", metavar="PAGE", type=page_name)
    parser.add_argument("--jobs", type=int, metavar="N", help="pages to run at once")
    parser.add_argument("--cluster", metavar="ADDRESS", type=_address, help="run on Dask")
    parser.add_argument("--force", action="store_true", help="run pages that are fresh, too")
    parser.add_argument("--why", action="store_true", help="say what made each page stale")
    parser.add_argument("--site-dir", type=Path, metavar="DIR", default=SITE, help="build here")
    return parser.parse_args(arguments)


def _address(text: str) -> str:
    if not re.fullmatch(r"(tcp|tls)://\S+:\d+", text):
        raise argparse.ArgumentTypeError(f"{text} is no address like tcp://HOST:8786")
    return text


def page_name(text: str) -> str:
    """The name of a page given by its path, as an argument of a command."""
    path = Path(text).resolve()
    if not path.is_file() or not path.is_relative_to(DOCS):
        raise argparse.ArgumentTypeError(f"{text} is no page below docs/")
    return path.relative_to(DOCS).as_posix()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("stopped; what has run is kept, and the next run goes on from here", file=sys.stderr)
        sys.exit(130)
