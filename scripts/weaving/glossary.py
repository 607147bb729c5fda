"""Terms of the glossary: an id for each, and a link at the first use of each on a page."""

import re
from collections.abc import Iterator, Mapping
from html import escape

from runner.asking import blocks
from runner.markup import CODE, UNLINKABLE, UNREAD, blank, sections, text_of, without
from runner.page import Page
from runner.parsing import INLINE
from weaving.edits import Edit

NAME = "glossary.md"
ENTRY = re.compile(r"^(?P<term>[^\s:#].*)\n:   (?P<meaning>.+)$", re.MULTILINE)
CAPTION = re.compile(r"^[ \t]*/// figure-caption\s+\S+", re.MULTILINE)

Terms = Mapping[str, str]
"""Meaning by term, both in Markdown."""


def meanings(page: Page | None) -> dict[str, str]:
    """The terms that a glossary's page explains."""
    entries = ENTRY.finditer(page.source) if page else ()
    return {entry["term"]: entry["meaning"] for entry in entries}


def with_ids(glossary: str) -> str:
    """The glossary, its terms as targets of links."""
    return ENTRY.sub(
        lambda e: f"{e['term']} {{ #{anchor(e['term'])} }}\n:   {e['meaning']}", glossary
    )


def links(page: Page, terms: Terms) -> Iterator[Edit]:
    """Link the first use of every term in a page's prose to the glossary beside its part."""
    text = _linkable(page)
    for match, term in sorted(_first_uses(text, terms), key=lambda use: use[0].start()):
        attributes = f'.term title="{_plain(terms[term])}"'
        link = f"[{match[0]}](../{NAME}#{anchor(term)}){{ {attributes} }}"
        yield Edit(*match.span(), link)


def anchor(term: str) -> str:
    """The id of a term on the glossary page."""
    return term.replace(" ", "-")


def _linkable(page: Page) -> str:
    """Where a link may stand: in the page's text between the question and the references."""
    text = text_of(page)
    for pattern in (INLINE, CODE, UNREAD, CAPTION, UNLINKABLE):
        text = without(pattern, text)
    for block in blocks(page):
        text = text[: block.start] + blank(text[block.start : block.end]) + text[block.end :]
    found = sections(page)
    first = min(found.values(), default=0)
    last = found.get("References", len(text))
    return re.sub(r"[^\n]", " ", text[:first]) + text[first:last]


def _first_uses(text: str, terms: Terms) -> Iterator[tuple[re.Match[str], str]]:
    lower = text.lower()
    # A search for a term that is not there reads the whole text: a second for all pages.
    there = [term for term in terms if all(word in lower for word in term.lower().split())]
    # Longest first: "batch size" is no use of a shorter term inside it.
    for term in sorted(there, key=len, reverse=True):
        words = r"\s".join(map(re.escape, term.split()))
        use = re.compile(rf"(?<![\w-]){words}(?:e?s)?(?![\w-])", re.IGNORECASE)
        if found := use.search(text):
            yield found, term
            text = text[: found.start()] + "\0" * len(found[0]) + text[found.end() :]


def _plain(markdown: str) -> str:
    """A meaning as a tooltip shows it: formulas readable, no marks."""
    text = markdown.replace(r"\lceil ", "⌈").replace(r" \rceil", "⌉")
    return escape(re.sub(r"[$`*]", "", text))
