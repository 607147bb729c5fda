"""What a page should show, from its source and its result, and what its HTML does show."""

from bs4 import BeautifulSoup, Tag

from runner.markup import fences_of, images
from runner.page import Page
from runner.parsing import Fence, Inline, examples
from runner.result import PageResult
from runner.shown import Printed


def expected_code(page: Page) -> list[str]:
    """The text of every fence, in order."""
    return [fence.lexemes["source"] for fence in fences_of(page)]


def expected_values(page: Page, result: PageResult) -> list[str]:
    """The text of every inline value outside alt texts, in order."""
    shows = [e for e in examples(page) if isinstance(e.parsed, Fence | Inline)]
    pairs = list(zip(shows, result.shown, strict=True))
    values = [(e.start, shown.text) for e, shown in pairs if isinstance(e.parsed, Inline)]
    alone = [range(*image.span()) for image in images(page)]
    return [text for start, text in values if not any(start in image for image in alone)]


def expected_prints(result: PageResult) -> list[str]:
    """Each text that a block prints, in order."""
    items = [item for shown in result.shown for item in shown.items]
    return [item.text for item in items if isinstance(item, Printed)]


def shown_code(article: Tag) -> list[str]:
    """The text of every block of code, but of what was printed and of the question."""
    blocks = article.select("div.highlight code")
    return [code.text for code in blocks if not code.find_parent(class_=["result", "question"])]


def shown_values(article: Tag) -> list[str]:
    """The text of every computed value."""
    return [value.text for value in article.select(".computed")]


def shown_prints(article: Tag) -> list[str]:
    """The text of every printed result."""
    return [code.text for code in article.select(".result div.highlight code")]


def links_out_of_place(html: BeautifulSoup) -> list[str]:
    """Glossary links in code, labels, links, headings or definitions of terms."""
    places = "code, pre, label, a, h1, h2, h3, summary, dt, .question"
    return [str(link) for link in html.select("a.term") if link.find_parent(places.split(", "))]
