"""What a first visit loads, each text compressed as a host does it."""

import gzip

from readers.visiting import VIEWS, new_context

COMPRESSED_ALREADY = (".woff2", ".png")


def test_first_visit(browser, site, path):
    responses = []
    with new_context(browser, VIEWS[0]) as context:
        page = context.new_page()
        page.on("response", lambda response: responses.append(response))
        page.goto(site.url + path, wait_until="networkidle")
        weights = {r.url.removeprefix(site.url): weight(r) for r in responses}
        limit = 330_000 if page.locator(".arithmatex").count() else 250_000
    assert sum(weights.values()) <= limit, sorted(weights.items(), key=lambda item: -item[1])


def weight(response):
    body = response.body()
    return len(body) if response.url.endswith(COMPRESSED_ALREADY) else len(gzip.compress(body))
