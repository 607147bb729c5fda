"""Woven Markdown as every reader of Markdown takes it: no block or attribute of an extension."""

import re
from functools import partial
from textwrap import dedent, indent
from urllib.parse import urljoin

# Whatever stands between equal runs of backticks, fences too, is passed by.
ACTIVE = re.compile(
    r"(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)"
    r'|<span class="computed[^>]*>(?P<value>.*?)</span>'
    r'|(?P<attributes>(?<=[)*])\{(?:[^{}"\n]|"[^"\n]*")*\})'
    r"|(?<=\]\()(?P<target>[^)\s]+)",
    re.DOTALL,
)
PLACE = re.compile("\0(\\d+)\0")
QUESTION = re.compile(
    r'<div class="question" markdown="1">\n<p class="question__place">(?P<place>.*?)</p>\n\n'
    r'(?P<question>.*?)\n\n</div>(?:\n\n<p class="reading".*?</p>)?',
    re.DOTALL,
)
CAPTION = re.compile(r"^/// figure-caption\n(.*?)\n///$", re.MULTILINE | re.DOTALL)
# ??? question "How many?" and what is indented below it; a tab has no kind.
BLOCK = re.compile(
    r'^(?P<mark>\?\?\?\+?|!!!|===) (?:\w+ )?"(?P<title>.*)"\n(?P<inside>(?:\n|    .*(?:\n|\Z))+)',
    re.MULTILINE,
)


def portable(woven: str, here: str) -> str:
    """Text of a page as plain Markdown.

    Args:
        woven: what is woven of the text, with a PLACE for each block of Python.
        here: the address of the page's source on the site, "https://…/training/05-batch-size.md":
            links begin there and end at pages.
    """
    text = QUESTION.sub(_question, woven)
    while BLOCK.search(text):  # what was nested is one level up
        text = BLOCK.sub(_block, text)
    text = CAPTION.sub(r"*Figure:* \1", text)
    return ACTIVE.sub(partial(_plain, here), text)


def address(here: str, target: str) -> str:
    """Where a link leads: "../glossary.md#loss" becomes "https://…/glossary/#loss"."""
    if "://" in target:
        return target
    place, mark, anchor = urljoin(here, target).partition("#")
    place = re.sub(r"(?<=/)index\.md$", "", place)
    return re.sub(r"\.(?:md|ipynb)$", "/", place) + mark + anchor


def _question(found: re.Match[str]) -> str:
    return f"*{found['place']}*\n\n{indent(found['question'], '> ', lambda line: True)}"


def _block(found: re.Match[str]) -> str:
    inside = dedent(found["inside"]).strip("\n")
    # A fold ends in the cell where it begins.
    if not found["mark"].startswith("?") or PLACE.search(inside):
        return f"**{found['title']}**\n\n{inside}\n\n"
    # The question itself stays outside: Markdown and formulas are not read in a summary.
    return (
        f"**{found['title']}**\n\n<details><summary>Answer</summary>\n\n{inside}\n\n</details>\n\n"
    )


def _plain(here: str, found: re.Match[str]) -> str:
    if found["ticks"]:
        return found[0]
    if found["target"]:
        return address(here, found["target"])
    return found["value"] or ""
