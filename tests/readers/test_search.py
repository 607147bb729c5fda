"""The search finds a question by its own words, and a topic on the page that explains it."""

import json

import pytest

from readers.visiting import VIEWS, Visit, new_context
from runner.page import find_pages

FIRST = ".md-search-result__item:first-child a"
TOPICS = {
    "initialization": "generalization/04-initial-values/",
    "backpropagation": "training/10-the-training-loop/",
    "vanishing gradient": "training/01-activation-functions/",
    "early stopping": "training/06-training-curves/",
}


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


def look_for(page, words, answer):
    """Type words into the search, and wait until an answer is the first that is found."""
    page.keyboard.press("s")
    page.locator(".md-search__input:focus").wait_for()
    page.keyboard.insert_text(words)
    page.keyboard.press("End")  # the search listens to keys
    page.wait_for_function(
        f"answer => document.querySelector('{FIRST}')?.pathname.endsWith(answer)", arg=answer
    )


def test_a_question_is_found(reader, site, question, answer):
    reader.open("")
    page = reader.page
    page.evaluate("window.mark = 'still here'")
    look_for(page, question, answer)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}{answer}*")
    page.locator(".md-search__input:not(:focus)").wait_for(state="attached")
    assert page.evaluate("window.mark") == "still here"
    assert reader.faults == []


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_is_found_on_the_page_that_explains_it(reader, topic):
    reader.open("")
    look_for(reader.page, topic, TOPICS[topic])
    assert reader.faults == []


def test_no_claim_is_found(site):
    index = json.loads((site.directory / "search/search_index.json").read_text(encoding="utf-8"))
    texts = [section["text"] for section in index["docs"]]
    assert len(texts) > 100
    for words in ("to spare</p>", "held in 10 of 10"):
        assert not [text for text in texts if words in text]
