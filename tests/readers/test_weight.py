"""What a first visit loads, each text compressed as a host does it."""

import gzip
from functools import cache

import pytest

from readers.visiting import VIEWS, Visit, new_context

COMPRESSED_ALREADY = (".woff2", ".png")


@cache
def weight(file):
    content = file.read_bytes()
    return len(content) if file.suffix in COMPRESSED_ALREADY else len(gzip.compress(content))


def weights(visit, site):
    """The weight of each file that the page asked for, by its address on the site."""
    found = {}
    for address in visit.asked_at_rest:
        file = site.directory / address.partition("?")[0]
        found[address] = weight(file / "index.html" if file.is_dir() else file)
    return found


def test_first_visit(visits, site, path):
    visit = visits[VIEWS[0]]
    found = weights(visit, site)
    limit = 330_000 if any("katex" in address for address in found) else 250_000
    assert sum(found.values()) <= limit, sorted(found.items(), key=lambda item: -item[1])


@pytest.mark.parametrize("name", ["", "training/05-batch-size/", "labs/training-loop-by-hand/"])
def test_a_browser_that_was_never_here_gets_what_the_files_weigh(browser, site, name):
    responses = []
    with new_context(browser, VIEWS[0]) as context:
        visit = Visit(context.new_page(), site.url)
        visit.page.on("response", lambda response: responses.append(response))
        visit.go(name)
        visit.page.wait_for_load_state("networkidle")
        got = {r.url.removeprefix(site.url): body_weight(r) for r in responses}
        # Who comes again asks for the same, from what is kept or not.
        visit.open(name)
        assert weights(visit, site) == got


def body_weight(response):
    body = response.body()
    return len(body) if response.url.endswith(COMPRESSED_ALREADY) else len(gzip.compress(body))
