"""Formulas, set by KaTeX in the build: a page needs no script and loads no program for them."""

import json
import re
from collections.abc import Callable
from functools import cache
from html import escape, unescape
from pathlib import Path

import quickjs
from bs4 import BeautifulSoup, Tag

KATEX = Path(__file__).parent / "katex" / "katex.min.js"
# KaTeX's result as JSON: the binding cannot read the kind of string that JavaScript concatenates.
SET = "(tex, options) => JSON.stringify(katex.renderToString(tex, JSON.parse(options)))"

ARITHMATEX = re.compile(
    r'<(?P<tag>span|div) class="arithmatex">\\[(\[](?P<tex>.*?)\\[)\]]</(?P=tag)>'
    r"(?P<mark>[.,;:!?)]*)",
    re.DOTALL,
)
IN_TEXT = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)
DOLLARS = re.compile(r"\$\$(?P<display>.+?)\$\$|\$(?P<inline>[^$]+)\$", re.DOTALL)


def rendered(html: str, failed: Callable[[str, str], None]) -> str:
    """HTML with every formula set, one that cannot be is left as TeX.

    Args:
        html: a page, its formulas as `pymdownx.arithmatex` marks them.
        failed: called with a formula that KaTeX refuses, and the reason.
    """

    def formula(match: re.Match[str]) -> str:
        tag, tex = match["tag"], unescape(match["tex"])
        try:
            drawn = _katex(tex, displayMode=tag == "div", output="htmlAndMathml")
        except quickjs.JSException as error:
            failed(tex, str(error).split("\n")[0])
            return match[0]
        whole = f'<{tag} class="arithmatex">{drawn}</{tag}>'
        # Browsers would begin a line with the full stop that follows a formula.
        return f'<span class="unbroken">{whole}{match["mark"]}</span>' if match["mark"] else whole

    return ARITHMATEX.sub(formula, html)


def in_words(html: str) -> str:
    """Text of the search index, its formulas in plain characters: `\\(1/B\\)` is "1/B"."""

    def plain(match: re.Match[str]) -> str:
        try:
            mathml = _katex(unescape(match[1] or match[2]), output="mathml")
        except quickjs.JSException:  # `rendered` has said so
            return match[0]
        return re.sub(r"<annotation.*?</annotation>|<[^>]+>", "", mathml)

    return IN_TEXT.sub(plain, html)


def mark_dollars(text: Tag) -> None:
    """Mark a notebook's formulas, which stand between dollars, as arithmatex marks a page's."""
    for string in text.find_all(string=DOLLARS):
        if not string.find_parent("code"):
            marked = DOLLARS.sub(_marked, escape(string, quote=False))
            string.replace_with(*BeautifulSoup(marked, "html.parser").contents)
    for display in text.select("p > div.arithmatex"):
        display.parent.unwrap()  # type: ignore[union-attr]


def _marked(match: re.Match[str]) -> str:
    if match["display"]:
        return rf'<div class="arithmatex">\[{match["display"]}\]</div>'
    return rf'<span class="arithmatex">\({match["inline"]}\)</span>'


@cache
def _katex(tex: str, **options: object) -> str:
    call = _javascript().get("set")
    html: str = json.loads(call(tex.strip(), json.dumps(options | {"strict": "error"})))
    return html


@cache
def _javascript() -> quickjs.Context:
    context = quickjs.Context()
    context.eval(KATEX.read_text(encoding="utf-8"))
    context.eval(f"globalThis.set = {SET}")
    return context
