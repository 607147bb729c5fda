"""Whoever has only a keyboard reaches everything, and sees where the focus is."""

from pathlib import Path

import pytest

from readers.visiting import VIEWS, Visit, new_context

FOCUS = (Path(__file__).parent / "focus.js").read_text(encoding="utf-8").strip()
ANSWER = "training/05-batch-size/"


@pytest.fixture(scope="module", params=[VIEWS[0], VIEWS[2]], ids=str)
def visit(request, browser, site):
    with new_context(browser, request.param) as context:
        yield Visit(context.new_page(), site.url)


def tab_to(page, selector):
    """Press Tab until the focus is on what the selector names."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    pytest.fail(f"Tab never comes to {selector}")


def next_focus(page):
    """What is wrong with where Tab leads, once what moves has come to rest; None at the end."""
    page.keyboard.press("Tab")
    if page.evaluate("focusing.focused()"):
        page.wait_for_timeout(500)
    return page.evaluate("focusing.focused()")


def load_all(page):
    """Scroll to what is loaded only when it is near, so that nothing moves later."""
    page.evaluate(
        "document.querySelectorAll('article :not(:defined)').forEach(one => one.scrollIntoView())"
    )
    page.wait_for_function("!document.querySelector('article :not(:defined)')")
    page.wait_for_load_state("networkidle")
    page.evaluate("scrollTo(0, 0)")


@pytest.mark.parametrize("name", ["", ANSWER, "labs/training-loop-by-hand/"])
def test_tab_goes_everywhere_and_is_seen(visit, name):
    visit.open(name)
    page = visit.page
    load_all(page)
    page.evaluate(f"window.focusing = {FOCUS}; focusing.start()")
    faults = []
    while (found := next_focus(page)) is not None:
        faults += found
    assert faults == []
    assert page.evaluate("focusing.missed()") == []


def test_the_first_tab_offers_to_skip_the_menu(visit):
    visit.open(ANSWER)
    visit.page.keyboard.press("Tab")
    assert visit.page.locator(".md-skip:focus").is_visible()
    # The theme fetches a page anew at the first link that leads within it: a later title counts.
    visit.page.evaluate("document.querySelector('h1').className = 'before'")
    visit.page.keyboard.press("Enter")
    visit.page.locator("h1:not(.before):focus").wait_for()
    visit.page.keyboard.press("Tab")
    assert visit.page.locator("article :focus").count() == 1


def test_what_is_folded_opens_with_enter(visit):
    visit.open(ANSWER)
    tab_to(visit.page, "details.claims summary")
    visit.page.keyboard.press("Enter")
    assert visit.page.locator("details.claims[open] .claim").first.is_visible()


def test_colors_change_with_an_arrow(visit):
    visit.open("")
    tab_to(visit.page, ".md-option")
    visit.page.keyboard.press("ArrowLeft")
    visit.page.locator("body[data-md-color-scheme=slate]").wait_for()
    visit.page.evaluate("localStorage.clear()")


def test_the_menu_of_a_narrow_window(browser, site):
    with new_context(browser, VIEWS[2]) as context:
        visit = Visit(context.new_page(), site.url)
        visit.open(ANSWER)
        tab_to(visit.page, "[aria-label=Menu]")
        visit.page.keyboard.press("Enter")
        tab_to(visit.page, ".md-nav--primary .md-nav__link")
        visit.page.locator(".md-nav__link:focus").wait_for(state="visible")
        visit.page.keyboard.press("Escape")
        visit.page.locator(".md-nav--primary").wait_for(state="hidden")
        assert visit.page.locator("[aria-label=Menu]:focus").count() == 1
        visit.page.keyboard.press("Enter")
        tab_to(visit.page, ".md-nav__link[href$='06-training-curves/']")
        visit.start_axe()
        assert visit.violations() == []
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**/06-training-curves/")
        visit.page.locator(".md-nav--primary").wait_for(state="hidden")


def test_the_search_of_a_narrow_window(browser, site):
    with new_context(browser, VIEWS[2]) as context:
        visit = Visit(context.new_page(), site.url)
        visit.open("")
        tab_to(visit.page, "button[aria-label=Search]")
        visit.page.keyboard.press("Enter")
        visit.page.locator(".md-search__input:focus").wait_for()
        visit.page.keyboard.type("gradient")
        visit.page.locator(".md-search-result__item").first.wait_for()
        visit.page.wait_for_timeout(500)  # until the search is all there
        visit.start_axe()
        assert visit.violations() == []
        visit.page.keyboard.press("Escape")
        visit.page.locator("#__search:not(:checked)").wait_for(state="attached")
