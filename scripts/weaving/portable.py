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
# A question to the reader, as weaving.asking writes it.
ELEMENT = re.compile(r"^////(?: html .*\n    markdown: block\n)?$\n?", re.MULTILINE)
OPTIONS = re.compile(
    r"^/// details [^\n]*\n    type: options\n    attrs: \{data-kind: (?P<kind>\w+)[^\n]*\n\n"
    r"(?P<items>.*?)\n\n///$",
    re.MULTILINE | re.DOTALL,
)
OPTION = re.compile(
    r'^- <span class="option" [^>]*>(?P<option>.*?)</span> <span class="answer">(?P<verdict>.*?)'
    r'</span> <span class="reason">(?P<reason>.*?)</span>$(?=\n- <span|\Z)',
    re.MULTILINE | re.DOTALL,
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
    text = OPTIONS.sub(_options, ELEMENT.sub("", text))
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
    return f"**{found['title']}**\n\n{_folded(inside)}\n\n"


def _options(found: re.Match[str]) -> str:
    """The options in a list, and folded below it what is to be said of each."""
    options = list(OPTION.finditer(found["items"]))
    # Who is asked for a number is not to choose from a list.
    listed = [] if found["kind"] == "number" else [f"- {one['option']}" for one in options]
    reasons = [f"- {one['option']} **{one['verdict']}** {one['reason']}" for one in options]
    return "\n".join([*listed, "", _folded("\n".join(reasons))]).strip()


def _folded(text: str) -> str:
    return f"<details><summary>Answer</summary>\n\n{text}\n\n</details>"


def _plain(here: str, found: re.Match[str]) -> str:
    if found["ticks"]:
        return found[0]
    if found["target"]:
        return address(here, found["target"])
    return found["value"] or ""
