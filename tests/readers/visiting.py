"""One page before one reader: a window of some width, light or dark, and what it complains of."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from sitegen.printing import FLAGS

NO_CHROMIUM = (
    "Chromium is missing, so nobody has read the site: install it "
    "(Debian and Ubuntu: apt-get install chromium)"
)
HERE = Path(__file__).parent
CHECKS = (HERE / "checks.js").read_text(encoding="utf-8")
CONTRAST = (HERE / "contrast.js").read_text(encoding="utf-8")
# The site's own script gives names and roles to what the theme builds without them.
DECORATED = """
() => !document.querySelector("script[src*='boot.js']") ||
  document.querySelector(".md-search[aria-label]")
"""
# What the page keeps when a reader has chosen to see short answers on all pages.
UNCOVERED = """localStorage.setItem("trained-answers", '{"uncovered": true}')"""
AXE_COLORS = ["color-contrast", "link-in-text-block"]
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(frozen=True)
class View:
    """How a reader looks at the site."""

    width: int
    palette: str

    def __str__(self) -> str:
        return f"{self.width} {self.palette}"


WIDE, NARROW = 1280, 390
VIEWS = [View(width, palette) for width in (WIDE, NARROW) for palette in ("light", "dark")]


def chromium() -> str:
    """Path of the browser; without one the test is skipped, and fails where CI says so."""
    if path := shutil.which("chromium"):
        return path
    if os.environ.get("CI") == "true":
        pytest.fail(NO_CHROMIUM, pytrace=False)
    pytest.skip(NO_CHROMIUM)


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser for as long as the block lasts."""
    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


def new_context(
    browser: Browser, view: View, covered: bool = False, **options: object
) -> BrowserContext:
    """A reader who was never here: nothing cached, nothing chosen.

    Args:
        browser: which has to be running.
        view: how the reader looks at the site.
        covered: whether short answers are covered at first; else all is there to be looked at.
        options: of Playwright's contexts.
    """
    viewport = {"width": view.width, "height": 900}
    context = browser.new_context(viewport=viewport, color_scheme=view.palette, **options)
    context.set_default_timeout(20_000)
    if not covered:
        context.add_init_script(UNCOVERED)
    return context


@dataclass
class Visit:
    """A page in a window, and what went wrong in it."""

    page: Page
    home: str
    rules: list[str] = field(default_factory=lambda: AXE_RULES)
    faults: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    asked_at_rest: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self._add(f"page error: {error}"))
        self.page.on("request", self._request)
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._response)

    def open(self, path: str) -> None:
        """Go to a page of the site, wait until it rests, and look for what is wrong with it."""
        self.go(path)
        self.arrive()

    def go(self, path: str) -> None:
        """Set out for a page of the site, and let the browser load it meanwhile."""
        self.faults.clear()
        self.asked.clear()
        self.page.goto(self.home + path, wait_until="commit")

    def arrive(self) -> None:
        """Wait until the page rests, and look for what is wrong with it."""
        self.page.wait_for_load_state("networkidle")
        # The network may rest before the scripts have begun, on a machine that is busy.
        self.page.wait_for_function(DECORATED)
        self.asked_at_rest = frozenset(self.asked)  # a look loads what one has not scrolled to
        self.look()

    def look(self) -> None:
        """Look for what is wrong with the page that is shown."""
        self.faults += self.page.evaluate(CHECKS)

    def start_axe(self) -> None:
        """Let axe-core look at the page, and go on meanwhile."""
        self.page.evaluate(AXE_SCRIPT)
        self.page.evaluate(CONTRAST)
        options = {"runOnly": self.rules, "resultTypes": ["violations"]}
        self.page.evaluate("options => { window.violations = axe.run(options) }", options)

    def unfold(self) -> None:
        """Open all that is folded."""
        self.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")

    def violations(self) -> list[str]:
        """What axe-core found: rule and element."""
        results = self.page.evaluate("window.violations.then(results => results.violations)")
        return [
            f"{rule['id']}: {' '.join(map(str, node['target']))} {node['html'][:120]}"
            for rule in results
            for node in rule["nodes"]
        ]

    def _add(self, fault: str) -> None:
        self.faults.append(fault)

    def _console(self, message) -> None:
        if message.type in ("error", "warning"):
            self._add(f"console {message.type}: {message.text}")

    def _request(self, request) -> None:
        self.asked.add(request.url.removeprefix(self.home))
        if not request.url.startswith((self.home, "data:", "blob:")):
            self._add(f"request to another place: {request.url}")

    def _failed(self, request) -> None:
        if request.failure != "net::ERR_ABORTED":  # whoever goes on does not wait for a font
            self._add(f"failed request: {request.url}")

    def _response(self, response) -> None:
        if response.status >= 400:
            self._add(f"status {response.status}: {response.url}")
