"""The site as this checkout builds it, and the browser that reads it."""

import os
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from readers.serving import page_paths, served
from readers.visiting import AXE_COLORS, AXE_RULES, VIEWS, WIDE, Visit, launched, new_context


def pytest_generate_tests(metafunc):
    """Run what asks for a `path` or a visit on every page."""
    if "path" in metafunc.fixturenames:
        paths = page_paths(metafunc.config.rootpath)
        metafunc.parametrize("path", paths, scope="package", ids=lambda path: path or "home")


@pytest.fixture(scope="package")
def site(request, tmp_path_factory):
    """The site, brought up to date as `make site` does it, but beside it and for this address."""
    root = request.config.rootpath
    with served(tmp_path_factory.mktemp("served") / "trained-answers") as site:
        command = [sys.executable, "scripts/build.py", "--site-dir", str(site.directory)]
        capture = request.config.pluginmanager.getplugin("capturemanager")
        with capture.global_and_fixture_disabled():  # a first build takes minutes: show them
            built = subprocess.run(command, cwd=root, env=os.environ | {"SITE_URL": site.url})
        if built.returncode:
            pytest.fail("the site is not built; the errors are above the dots", pytrace=False)
        yield site


@pytest.fixture(scope="package")
def sitemap(site):
    """The addresses that the site itself lists, below its own."""
    tree = ElementTree.parse(site.directory / "sitemap.xml")
    return [entry.text.removeprefix(site.url) for entry in tree.iter() if entry.tag.endswith("loc")]


@pytest.fixture(scope="package")
def browser():
    with launched() as browser:
        yield browser


@pytest.fixture(scope="package")
def windows(browser, site):
    """One window for each view. Dark, only the colors are other ones."""
    rules = {"light": AXE_RULES, "dark": AXE_COLORS}
    return {
        view: Visit(new_context(browser, view).new_page(), site.url, rules[view.palette])
        for view in VIEWS
    }


@pytest.fixture(scope="package")
def visits(windows, path):
    """A page in every view; all load it at once, and axe-core works in all of them at once."""
    for visit in windows.values():
        visit.go(path)
    for view, visit in windows.items():
        visit.arrive()
        if view.width == WIDE:  # narrow, as it is met: half the work
            visit.unfold()
        visit.start_axe()
    return windows
