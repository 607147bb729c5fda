"""Run the pages that are stale, then build the site beside the old one and swap them.

python scripts/build.py [PAGE …] [--jobs N] [--cluster ADDRESS] [--force] [--why] [--site-dir DIR]
"""

import argparse
import os
import re
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from publishing import RefusedError, Site

if TYPE_CHECKING:
    from runner.building import Build
    from runner.errors import PageError

ROOT = Path(__file__).resolve().parent.parent
INSTALL_DASK = ".venv/bin/pip install --constraint constraints.txt --editable '.[site,cluster]'"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and build; returns the exit status."""
    options = _options(arguments)
    site = Site(ROOT, options.site_dir.resolve())
    plain = not (options.pages or options.force or options.why)
    if plain and site.is_fresh():
        print(f"nothing has changed: {_shown(site)}")
        return 0
    # Only now: what follows imports MkDocs, which takes longer than all before.
    from runner.errors import ClusterError, why_not

    try:
        return _build(options, site)
    except OSError as error:
        print(f"{why_not(error)}; {site.name}/ is left as it was", file=sys.stderr)
    except (ClusterError, RefusedError) as error:
        print(error, file=sys.stderr)
    return 1


def _build(options: argparse.Namespace, site: Site) -> int:
    from rich.console import Console

    from runner.building import build_pages
    from runner.lock import alone
    from runner.progress import Display, summary
    from weaving.project import build_of, prune, weave

    site.refuse_foreign()
    sources = site.sources()
    config = site.config()
    console = Console()
    given = {"names": options.pages, "force": options.force, "dry": options.why}
    build = replace(build_of(config), jobs=options.jobs, **given)
    with alone(build.cache / "build.lock"), _place(options, build) as build:
        site.end_swap()
        with Display(console) as display:
            outcomes = build_pages(replace(build, watcher=display))
        console.print(summary(outcomes, why=options.why))
        if errors := [error for outcome in outcomes for error in outcome.errors]:
            return _failed(site, errors)
        if options.why:
            return 0
        weave(config, outcomes)
        # Where only some pages were asked for, the next build looks at all of them again.
        site.build(config, "" if options.pages else sources)
        if not options.pages:
            prune(build)
    print(f"built {_shown(site)}")
    return 0


@contextmanager
def _place(options: argparse.Namespace, build: "Build") -> Iterator["Build"]:
    """The build with what runs its pages: this machine or a cluster."""
    if not options.cluster:
        yield build
        return
    from runner.errors import ClusterError

    try:
        from runner.cluster import connected
    except ModuleNotFoundError as missing:
        if missing.name != "distributed":
            raise
        raise ClusterError(f"--cluster needs Dask: {INSTALL_DASK}") from None
    with connected(options.cluster) as cluster:
        yield replace(build, run=cluster.run, jobs=options.jobs or cluster.slots)


def _failed(site: Site, errors: "Sequence[PageError]") -> int:
    for error in errors:
        print(f"\n{error}\n{error.excerpt}", file=sys.stderr)
        if error.fault:
            print(f"The runner itself failed:\n{error.fault}", file=sys.stderr)
    count = f"{len(errors)} error{'s' * (len(errors) > 1)}"
    print(f"\n{count}; {site.name}/ is left as it was", file=sys.stderr)
    return 1


def _shown(site: Site) -> str:
    place = os.path.relpath(site.directory)
    return f"{site.name}/: open it with {sys.executable} -m http.server -d {place}"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pages", nargs="*", metavar="PAGE", type=page_name)
    parser.add_argument("--jobs", type=_at_least_one, metavar="N", help="pages to run at once")
    parser.add_argument("--cluster", metavar="ADDRESS", type=_address, help="run on Dask")
    parser.add_argument("--force", action="store_true", help="run pages that are fresh, too")
    parser.add_argument("--why", action="store_true", help="run nothing; say what is stale and why")
    parser.add_argument(
        "--site-dir", type=Path, metavar="DIR", default=ROOT / "site", help="build here"
    )
    return parser.parse_args(arguments)


def _at_least_one(text: str) -> int:
    if not re.fullmatch(r"0*[1-9]\d*", text):
        raise argparse.ArgumentTypeError(f"{text} is no number of pages: give 1 or more")
    return int(text)


def _address(text: str) -> str:
    if not re.fullmatch(r"(tcp|tls)://\S+:\d+", text):
        raise argparse.ArgumentTypeError(f"{text} is no address like tcp://HOST:8786")
    return text


def page_name(text: str) -> str:
    """The name of a page given by its path, as an argument of a command."""
    path, docs = Path(text).resolve(), (ROOT / "docs").resolve()
    if not path.is_file() or not path.is_relative_to(docs):
        raise argparse.ArgumentTypeError(f"{text} is no page below docs/")
    return path.relative_to(docs).as_posix()


if __name__ == "__main__":
    # A shell script starts what it puts in the background (`make site &`) deaf to interrupts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("stopped; what has run is kept, and the next run goes on from here", file=sys.stderr)
        sys.exit(130)
