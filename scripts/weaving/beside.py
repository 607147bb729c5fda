"""What stands beside an answer: what readers take home, figures to use elsewhere, and the card."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urljoin

from runner.page import Page
from runner.result import PageResult
from weaving import reuse
from weaving.cards import card
from weaving.cells import cells
from weaving.glossary import Terms
from weaving.home import question_place, question_text
from weaving.origin import About
from weaving.takehome import answer_markdown, answer_notebook

Named = tuple[str, str | bytes]
"""A file's path in the tree, and what is in it."""


def notebook_path(page: Page) -> str:
    """A notebook to take home; with .txt, MkDocs does not take it for a page."""
    return f"{page.place}/{page.slug}.ipynb.txt"


def beside(
    page: Page, result: PageResult, terms: Terms, about: About, kept: Path
) -> Iterator[Named]:
    """The files that come with an answer that has run; cards are kept for the next build."""
    given = cells(page, result, terms, urljoin(about.url, quote(page.name)))
    figures = reuse.figures_of(page, given)
    yield notebook_path(page), answer_notebook(page, result, given, about)
    yield f"{page.place}/index.md.txt", answer_markdown(page, result, given, about)
    yield from reuse.files(page, result, figures, about)
    if figures and figures[0].label in result.pictures:
        key_figure = result.pictures[figures[0].label]
        told = question_place(page), question_text(page)
        yield f"{page.place}/card.png", card(*told, key_figure, kept)
