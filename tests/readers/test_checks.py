"""The checks find what they look for: a page with every fault in it."""

from pathlib import Path

import pytest

from readers.serving import served
from readers.visiting import NO_CHROMIUM, VIEWS, Visit, chromium, new_context

FOUND = [
    "broken image",
    "console error",
    "console error",
    "console warning",
    "failed request",
    "figure without a caption",
    "formula not set",
    "formula refused",
    "image outside a figure",
    "image without alt text",
    "page error",
    "page error",
    "raw text",
    "raw text in an attribute",
    "request to another place",
    "scrolls sideways (2008 > 390)",
    "status 404",
]


def test_every_fault_is_found(browser):
    with served(Path(__file__).parent) as here, new_context(browser, VIEWS[2]) as context:
        visit = Visit(context.new_page(), here.url)
        visit.open("faulty.html")
        visit.start_axe()
        assert sorted(fault.split(":")[0] for fault in visit.faults) == FOUND
        assert "button-name: button <button></button>" in visit.violations()


def test_a_text_that_is_hard_to_read_is_found_among_others_that_look_alike(browser):
    with served(Path(__file__).parent) as here, new_context(browser, VIEWS[0]) as context:
        visit = Visit(context.new_page(), here.url)
        visit.open("contrast.html")
        visit.start_axe()
        found = [line.split()[1] for line in visit.violations()]
    assert found == ["#pale-1", "#pale-2", "#black-on-dark", "#faint", "#small", "#placed"]


@pytest.mark.parametrize(
    ("ci", "outcome"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)]
)
def test_without_chromium(monkeypatch, ci, outcome):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome) as raised:
        chromium()
    assert raised.value.msg == NO_CHROMIUM
