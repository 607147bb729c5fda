"""Where in a page's source is text, and where code, formulas and the marks of Markdown."""

import re
from collections.abc import Iterator
from functools import lru_cache

from sybil import Document, Region
from sybil.parsers.markdown.lexers import RawFencedCodeBlockLexer

from runner.page import Page

INFO = re.compile(r"[ \t]*(?P<label>[^\s{`]*)(?P<options>[^\n]*)(?:\n|$)")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
CODE = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n[ \t>]*\n).)+?(?<!`)\1(?!`)", re.DOTALL)
# Code within a sentence, between single backticks.
QUOTED = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
IMAGE = re.compile(
    r"!\[(?P<alt>(?:`[^`\n]*`|[^\]`])*)\]\((?P<file>[\w.-]+\.svg)\)(?P<attributes>\{[^}\n]*\})?"
)
# Any other image, of another page for instance: its alt text may hold computed values, too.
OTHER_IMAGE = re.compile(r"!\[((?:`[^`\n]*`|[^\]`])*)\]\([^)\n]*\)")
# What no reader reads: formulas, comments, targets of links, tags, attribute lists.
UNREAD = re.compile(
    r"\$\$.*?\$\$|\$[^$\n]+\$|<!--.*?-->|(?<=\])\([^)\n]*\)|^[ \t]*\[[^\]\n]+\]:[^\n]*$"
    r"|</?[a-zA-Z][^>\n]*>|https?://\S+|\{[:#.][^}\n]*\}",
    re.DOTALL | re.MULTILINE,
)
# What is read, but is no place for a link: headings, labels and titles of blocks, rows of
# tables, links and their definitions, the terms that a list defines.
UNLINKABLE = re.compile(
    r"^[ \t>]*(?:#|\||!!!|\?\?\?|===|///)[^\n]*$"
    r"|!?\[(?:[^\[\]]|\[[^\]]*\])*\](?:\([^)]*\)|\[[^\]]*\])?(?:\{[^}\n]*\})?"
    r"|^[^\s:#|>][^\n]*(?=\n:[ ]{3})",
    re.MULTILINE | re.DOTALL,
)
# The lines after which four more spaces belong to the block, and are no code.
OPENER = re.compile(r"(?:[-*+]|\d+[.)])[ \t]|!!!|\?\?\?|===|:[ ]{3}|\[\^[^\]]+\]:")


@lru_cache(maxsize=64)
def fences_of(page: Page) -> tuple[Region, ...]:
    """The fences of the body that neither another fence nor a comment contains."""
    body = page.body
    while hidden := _first_comment(body, page):
        body = body[: hidden.start()] + blank(hidden[0]) + body[hidden.end() :]
    return tuple(_outermost(body, page))


@lru_cache(maxsize=64)
def text_of(page: Page) -> str:
    """The source with front matter, fences and comments blanked, so that positions stay."""
    text = page.body
    for fence in fences_of(page):
        text = text[: fence.start] + blank(text[fence.start : fence.end]) + text[fence.end :]
    return COMMENT.sub(lambda match: blank(match[0]), text)


@lru_cache(maxsize=64)
def images(page: Page) -> tuple[re.Match[str], ...]:
    """The page's own figures where they are shown; one in inline code is only spoken of."""
    text = text_of(page)
    plain = without(CODE, text)
    return tuple(match for match in IMAGE.finditer(text) if plain[match.start()] == "!")


def without(pattern: re.Pattern[str], text: str) -> str:
    """The text with what the pattern finds blanked, so that positions and lines stay."""
    return pattern.sub(lambda match: blank(match[0]), text)


def blank(text: str) -> str:
    """As many spaces, in as many lines."""
    return re.sub(r"[^\n]", " ", text)


def indented_code(page: Page) -> Iterator[int]:
    """Where a line of text begins that Markdown takes for code, since it is indented by four.

    In a list, a note or a tab four spaces are what continues the block, and eight are code.
    """
    open_at: list[int] = []  # where the text of each open block is expected to begin
    after_blank = True
    for match in re.finditer(r"^([ \t]*)(\S.*)?$", text_of(page), re.MULTILINE):
        if not match[2]:
            after_blank = True
            continue
        indent = len(match[1].expandtabs(4))
        if after_blank:
            open_at = [start for start in open_at if start <= indent]
            if indent - (open_at[-1] if open_at else 0) >= 4:
                yield match.start(2)
        if OPENER.match(match[2]):
            open_at = [start for start in open_at if start <= indent] + [indent + 4]
        after_blank = False


def heading(page: Page) -> re.Match[str] | None:
    """The page's first heading of the first level."""
    return re.compile(r"^# +(?P<title>.*\S)[ \t]*$", re.MULTILINE).search(text_of(page))


def title(page: Page) -> str:
    """The page's title: of the front matter, or its first heading, or its name."""
    if written := page.meta.get("title"):
        return str(written)
    found = heading(page)
    return found["title"] if found else page.name


def sections(page: Page) -> dict[str, int]:
    """Where each section of the second level begins, by its heading."""
    found = re.finditer(r"^## +(.*\S)[ \t]*$", text_of(page), re.MULTILINE)
    return {match[1]: match.start() for match in found}


def _first_comment(body: str, page: Page) -> re.Match[str] | None:
    fences = list(_outermost(body, page))
    for comment in COMMENT.finditer(body):
        if not any(fence.start <= comment.start() < fence.end for fence in fences):
            return comment
    return None


def _outermost(body: str, page: Page) -> Iterator[Region]:
    end = 0
    regions = RawFencedCodeBlockLexer(INFO)(Document(body, str(page.path)))
    for region in sorted(regions, key=lambda r: (r.start, -r.end)):
        if region.start >= end:
            end = region.end
            yield region
