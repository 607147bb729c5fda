"""An answer on paper fills four sheets at most."""

import re

from readers.visiting import WIDE, View, new_context

ANSWER = re.compile(r"(training|generalization)/")
SHEETS = 4
SHEET = re.compile(rb"/Type\s*/Page\b")  # of a PDF


def test_an_answer_fills_four_sheets(browser, site, sitemap):
    found = {}
    with new_context(browser, View(WIDE, "light"), covered=True) as context:
        page = context.new_page()
        for path in filter(ANSWER.match, sitemap):
            page.goto(site.url + path)
            page.wait_for_load_state("networkidle")
            found[path] = len(SHEET.findall(page.pdf(prefer_css_page_size=True)))
    assert found
    assert set(found.values()) <= set(range(2, SHEETS + 1)), found
