"""Somebody who moves what moves on a page, with the keyboard or the pointer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Locator, Page

from readers.serving import Site
from readers.visiting import NARROW, View, Visit, new_context

PHONE = View(NARROW, "light")


@dataclass
class Reader:
    """Somebody at one element of a page.

    Attributes:
        page: the browser's page.
        element: what is tried.
    """

    page: Page
    element: Locator

    @property
    def said(self) -> str:
        """The sentence below the element."""
        return self.element.locator(".try__said").inner_text()

    def press(self, label: str, *keys: str) -> str:
        """Press keys on a control; what it then says of its value."""
        control = self.element.get_by_label(label, exact=True)
        control.focus()
        for key in keys:
            self.page.keyboard.press(key)
        return control.get_attribute("aria-valuetext") or ""

    def push(self, button: str) -> None:
        """Push a button with the keyboard."""
        self.element.get_by_role("button", name=button).focus()
        self.page.keyboard.press("Enter")

    def choose(self, option: str) -> None:
        """Choose a radio button, or turn a box to tick over, with the keyboard."""
        self.element.get_by_label(option, exact=True).focus()
        self.page.keyboard.press("Space")


@contextmanager
def reading(browser: Browser, site: Site, path: str, tag: str) -> Iterator[Reader]:
    """A reader on a phone, at the element of a page; a fault of its script fails the test."""
    with new_context(browser, PHONE) as context:
        visit = Visit(context.new_page(), site.url)
        visit.go(path)
        element = visit.page.locator(tag)
        visit.page.wait_for_load_state("networkidle")  # what loads later would move it away
        element.scroll_into_view_if_needed()
        element.locator(".try__stage").wait_for()
        visit.page.locator(f"{tag}:not([aria-busy=true])").wait_for()  # what the build exported
        visit.page.wait_for_load_state("networkidle")
        yield Reader(visit.page, element)
        assert visit.faults == []
