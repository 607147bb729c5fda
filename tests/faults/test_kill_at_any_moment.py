"""`kill -9` of the build at ten random moments: the next build makes the same site."""

import random
import time
from pathlib import Path

import pytest

from processes import PATIENCE, started
from runner_fixtures import python, sample

PAGES = {
    "training/05-é x.md": sample("answer.md"),
    "a.md": python("print(sum(range(10**6)))"),
    "b.md": python("import time\n\ntime.sleep(0.5)\n1 + 1") + "\n`{python} 6 * 7`\n",
}
BUILD = ["scripts/build.py", "--jobs", "2"]


@pytest.fixture
def small(project, page, monkeypatch):
    """The project with the pages above; the date, which a site tells, stands still."""
    for name, source in PAGES.items():
        page(source, name)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    return project


def files(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


def finished(project: Path) -> None:
    build = started(BUILD, project)
    output = build.communicate(timeout=PATIENCE)
    assert build.returncode == 0, output


def test_ten_kills(small):
    generator, begun = random.Random(1), time.monotonic()
    finished(small)
    undisturbed, took = files(small / "site"), time.monotonic() - begun
    assert {"index.html", "sitemap.xml.gz", "training/05-é x/gain.svg"} <= set(undisturbed)
    for kill in range(10):
        # Every other time the pages run, too; else the site is made from what is stored.
        build = started([*BUILD, *["--force"] * (kill % 2)], small)
        time.sleep(generator.uniform(0, took))
        build.kill()
        build.communicate()
        assert files(small / "site") == undisturbed or not (small / "site").exists()
    finished(small)
    assert files(small / "site") == undisturbed
    assert sorted(path.name for path in small.iterdir()) == [
        ".cache",
        "docs",
        "mkdocs.yml",
        "scripts",
        "site",
    ]
