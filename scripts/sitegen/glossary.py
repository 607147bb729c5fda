"""Terms of the glossary: an id for each, and a link at the first use of each on a page."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import escape

ENTRY = re.compile(r"^(?P<term>[^\s:#].*)\n:   (?P<meaning>.+)$", re.MULTILINE)

# Where a term is not prose: code, formulas, links, tags, headings, tables, block titles.
NOT_PROSE = re.compile(
    r"^[ \t]*(?P<fence>`{3,}).*?^[ \t]*(?P=fence)[ \t]*$"
    r"|^[ \t]*/// figure-caption\s+\S+"  # a link right after "Figure 1." would swallow the space
    r"|^[ \t]*(?:#|\||!!!|\?\?\?|///)[^\n]*$"
    r"|`[^`\n]+`|\$\$.*?\$\$|\$[^$\n]+\$|!?\[[^\]]*\]\([^)]*\)(?:\{[^}\n]*\})?"
    r"|<details.*?</details>|<div class=\"(?:claim|question|result)\b.*?</div>|<[^>]+>",
    re.MULTILINE | re.DOTALL,
)


def meanings(glossary: str) -> dict[str, str]:
    """Meaning by term of the glossary's source, both in Markdown."""
    return {entry["term"]: entry["meaning"] for entry in ENTRY.finditer(glossary)}


def with_ids(glossary: str) -> str:
    """The glossary, its terms as targets of links."""
    return ENTRY.sub(
        lambda e: f"{e['term']} {{ #{anchor(e['term'])} }}\n:   {e['meaning']}", glossary
    )


@lru_cache(maxsize=64)  # a server builds again after every edit, most of which concern one page
def with_links(markdown: str, glossary: str, url: str) -> str:
    """Link the first use of every term in a page's prose to the glossary.

    Args:
        markdown: the woven page.
        glossary: the glossary's source.
        url: the glossary as seen from the page.
    """
    terms = meanings(glossary)
    prose = NOT_PROSE.sub(lambda gap: re.sub(r"[^\n]", "\0", gap[0]), markdown)
    # Above the first section stands the question, in the last one other people's titles.
    first, last = (markdown.find(f"\n## {name}") for name in ("", "References"))
    within = prose[:last] if last > 0 else prose
    for start, end, term in sorted(_first_uses(within, terms, max(first, 0)), reverse=True):
        attributes = f'.term title="{_plain(terms[term])}"'
        link = f"[{markdown[start:end]}]({url}#{anchor(term)}){{ {attributes} }}"
        markdown = markdown[:start] + link + markdown[end:]
    return markdown


def anchor(term: str) -> str:
    """The id of a term on the glossary page."""
    return term.replace(" ", "-")


def _first_uses(prose: str, terms: Mapping[str, str], start: int) -> Iterator[tuple[int, int, str]]:
    # Longest first: "batch size" is no use of a shorter term inside it.
    for term in sorted(terms, key=len, reverse=True):
        words = r"\s".join(map(re.escape, term.split()))
        use = re.compile(rf"(?<![\w-]){words}(?:e?s)?(?![\w-])", re.IGNORECASE)
        if found := use.search(prose, start):
            yield found.start(), found.end(), term
            prose = prose[: found.start()] + "\0" * len(found[0]) + prose[found.end() :]


def _plain(markdown: str) -> str:
    """A meaning as a tooltip shows it: formulas readable, no marks."""
    text = markdown.replace(r"\lceil ", "⌈").replace(r" \rceil", "⌉")
    return escape(re.sub(r"[$`*]", "", text))
