"""PDFs of the pages that are made for paper, where a Chromium is there to print them."""

import re
import shutil
import subprocess
import tempfile
from functools import cache, partial
from pathlib import Path

from runner.made import made

PAGES = ("worksheet", "key")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SECONDS = 60
LINK = re.compile(r'\s*<a class="pdf"[^>]*>.*?</a>')
USED = re.compile(r'(?:src|href)="([^":?#]+\.(?:svg|css))"')


class NotPrintedError(RuntimeError):
    """The browser did not print a page."""


@cache
def browser() -> str | None:
    """The path of a browser that prints, if one is installed."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def without_links(html: str) -> str:
    """A page's HTML without its links to PDFs, for a site that has none."""
    return LINK.sub("", html)


def print_pages(site: Path, kept: Path) -> None:
    """Print the pages for paper into the site; a page that is as it was is not printed again.

    Args:
        site: the built site.
        kept: where printed pages are kept.

    Raises:
        NotPrintedError: with what the browser said.
    """
    for name in PAGES:
        page = site / name / "index.html"
        if page.is_file():
            pdf = made(kept, ".pdf", _parts(page), partial(_printed, page))
            shutil.copyfile(pdf, page.parent / f"{name}.pdf")


def _parts(page: Path) -> list[bytes]:
    """The page, and each drawing and style sheet that it shows."""
    html = page.read_text(encoding="utf-8")
    used = sorted({page.parent / name for name in USED.findall(html)})
    return [html.encode(), *(path.read_bytes() for path in used if path.is_file())]


def _printed(page: Path) -> bytes:
    with tempfile.TemporaryDirectory() as scratch:
        printed = Path(scratch, "page.pdf")
        profile = f"--user-data-dir={scratch}/profile"
        to_pdf = "--no-pdf-header-footer", f"--print-to-pdf={printed}"
        command = [str(browser()), *FLAGS, profile, *to_pdf, page.as_uri()]
        try:
            said = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS).stderr
        except subprocess.TimeoutExpired:
            said = f"it took more than {SECONDS} s"
        if not printed.is_file():
            raise NotPrintedError(f"{browser()} did not print {page.parent.name}/: {said.strip()}")
        return printed.read_bytes()
