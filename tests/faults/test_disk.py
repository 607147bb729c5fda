"""A disk that is full or read-only: a line says what was not written and why; the site stays."""

import errno
import re
import resource
from contextlib import contextmanager

import pytest

from runner_fixtures import python


@contextmanager
def files_of_at_most(size: int):
    """Let every longer file fail to be written, here and in the processes started here."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def built(page, project):
    """A project that has a site."""
    page("`{python} 6 * 7`", "a b.md")
    (project / "site").mkdir()
    (project / "site/index.html").write_text("good")
    (project / "site/.built").touch()
    return project


def good_site_stays(project):
    assert sorted(path.name for path in (project / "site").iterdir()) == [".built", "index.html"]
    assert not list(project.glob(".site.*"))
    assert (project / "site/index.html").read_text() == "good"


def test_no_room_for_what_a_page_computed(built, page, build_site):
    page("`{python} 'x' * 20_000`", "a b.md")
    page("`{python} 1`", "c.md")
    with files_of_at_most(10_000):
        status, _, errors = build_site()
    path = built / ".cache/pages/a b.md"
    assert status == 1
    assert re.sub(r"[0-9a-f]{16}", "KEY", errors) == (
        f"\ndocs/a b.md:1: what this page computed is not kept: {path}/KEY.json: cannot be "
        "written: File too large\n>    1 | `{python} 'x' * 20_000`\n"
        "\n1 error; site/ is left as it was\n"
    )
    good_site_stays(built)
    assert list((built / ".cache/pages/c.md").glob("*.json"))  # what does fit is kept
    assert list(path.iterdir()) == []


def test_no_room_for_the_site(built, build_site):
    with files_of_at_most(10_000):
        status, output, errors = build_site()
    assert status == 1
    assert "Traceback" not in output + errors
    assert errors.endswith(": cannot be written: File too large; site/ is left as it was\n")
    good_site_stays(built)


def test_a_cache_that_cannot_be_made(built, build_site):
    (built / ".cache").touch()
    assert build_site() == (1, "", f"{built / '.cache'}: File exists; site/ is left as it was\n")
    good_site_stays(built)


def test_a_cache_that_is_read_only(built, page, build_site, monkeypatch):
    def refuse(dir, prefix):
        raise OSError(errno.EROFS, "Read-only file system", f"{dir}/{prefix}123")

    page("# T", "a b.md")
    page(python("x = 2"), "c.md")
    monkeypatch.setattr("runner.store.tempfile.mkstemp", refuse)
    status, _, errors = build_site()
    assert status == 1
    assert re.sub(r"[0-9a-f]{16}", "KEY", errors).startswith(
        f"\ndocs/c.md:1: what this page computed is not kept: {built}/.cache/pages/c.md/KEY.json: "
        "cannot be written: Read-only file system\n"
    )
    good_site_stays(built)


def test_a_site_that_cannot_be_replaced(built, build_site, monkeypatch):
    rename = type(built).rename

    def refuse(path, target):
        if path.name.startswith(".site.") and path.suffix != ".old":
            raise OSError(errno.EBUSY, "Device or resource busy", str(path), None, str(target))
        return rename(path, target)

    monkeypatch.setattr(type(built), "rename", refuse)
    status, _, errors = build_site()
    assert (status, errors) == (
        1,
        f"{built / 'site'}: Device or resource busy; site/ is left as it was\n",
    )
    good_site_stays(built)


def test_a_build_that_was_killed_between_two_sites(built, page, build_site):
    (built / "site").rename(built / ".site.1.old")
    (built / ".site.123").mkdir()
    (built / ".site.123/.built").touch()
    page("`{python} 6 / 0`", "a b.md")
    assert build_site()[0] == 1
    good_site_stays(built)
