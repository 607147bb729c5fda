"""The search finds a question by its own words."""

import pytest

from readers.visiting import VIEWS, Visit, new_context
from runner.page import find_pages


def questions(root):
    """Each answer's question, as far as its first line goes, and its path."""
    pages = [page for page in find_pages(root / "docs") if "question" in page.meta]
    return [(str(p.meta["question"]).strip().split("\n")[0], f"{p.name[:-3]}/") for p in pages]


def pytest_generate_tests(metafunc):
    if "question" in metafunc.fixturenames:
        found = questions(metafunc.config.rootpath)
        metafunc.parametrize(("question", "answer"), found, ids=[answer for _, answer in found])


@pytest.fixture(scope="module", params=[VIEWS[0], VIEWS[2]], ids=str)
def reader(request, browser, site):
    with new_context(browser, request.param) as context:
        yield Visit(context.new_page(), site.url)


def test_a_question_is_found(reader, site, question, answer):
    reader.open("")
    page = reader.page
    page.evaluate("window.mark = 'still here'")
    page.keyboard.press("s")
    page.locator(".md-search__input:focus").wait_for()
    page.keyboard.insert_text(question)
    page.keyboard.press("End")  # the search listens to keys
    first = ".md-search-result__item:first-child a"
    page.wait_for_function(
        f"answer => document.querySelector('{first}')?.pathname.endsWith(answer)", arg=answer
    )
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}{answer}*")
    page.locator(".md-search__input:not(:focus)").wait_for(state="attached")
    assert page.evaluate("window.mark") == "still here"
    assert reader.faults == []
