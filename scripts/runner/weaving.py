"""Splice a page's results into its source, at the positions where Sybil found the blocks."""

import re
from collections.abc import Sequence
from html import escape
from textwrap import indent
from urllib.parse import quote

from sybil import Example

from answers_lib.claims import Claim
from runner.errors import PageError
from runner.evaluating import Shown
from runner.page import Page
from runner.parsing import Fence, Inline, examples
from runner.result import PageResult
from runner.svg import svg_size

FOLD = re.compile(r"""[ \t]+fold=(["'])(.*?)\1""")
IMAGE = re.compile(r"!\[((?:`[^`\n]*`|[^\]`])*)\]\(([\w.-]+\.svg)\)")
HEADING = re.compile(r"^# .*$", re.MULTILINE)


def weave(page: Page, result: PageResult) -> str:
    """The page's body as Markdown for MkDocs, with everything it computed.

    Args:
        page: the source.
        result: what its run produced; entries pair with its blocks in order.
    """
    pieces, position = [], page.body_start
    shows = [e for e in examples(page) if isinstance(e.parsed, Fence | Inline)]
    images = [match.span() for match in IMAGE.finditer(page.source, position)]
    for example, shown in zip(shows, result.shown, strict=True):
        in_image = any(start <= example.start < end for start, end in images)
        pieces += [page.source[position : example.start], _woven(page, example, shown, in_image)]
        position = example.end
    woven = "".join(pieces) + page.source[position:]
    return _with_question(page, _with_figures(page, woven, result.figures))


def weave_failed(page: Page, errors: Sequence[PageError]) -> str:
    """The page's body as it is written, each error shown after the block it belongs to."""
    woven, ends = page.source, _block_ends(page)
    for error in sorted(errors, key=lambda error: -error.line):
        end = next((end for end in ends if page.line_at(end) >= error.line), page.body_start)
        woven = f"{woven[:end]}\n\n{_error(error)}\n\n{woven[end:]}"
    without_figures = IMAGE.sub(r"*\2 is not drawn*", woven[page.body_start :])
    return _with_question(page, FOLD.sub("", without_figures))


def figures_shown(page: Page) -> list[str]:
    """Labels of the figures that the page shows."""
    return [match[2].removesuffix(".svg") for match in IMAGE.finditer(page.body)]


def _block_ends(page: Page) -> list[int]:
    try:
        return [e.end for e in examples(page) if isinstance(e.parsed, Fence)]
    except PageError:
        return []


def _error(error: PageError) -> str:
    excerpt = f"<pre>{escape(error.excerpt)}</pre>" if error.excerpt else ""
    return f'<div class="page-error" role="alert"><p>{escape(str(error))}</p>{excerpt}</div>'


def _woven(page: Page, example: Example, shown: Shown, in_image: bool) -> str:
    if isinstance(example.parsed, Inline):
        return shown.text if in_image else _value(shown.text, example.parsed.timing)
    return _block(page.source[example.start : example.end], example.parsed.options, shown)


def _value(text: str, timing: bool) -> str:
    if timing:
        title, kind = "Measured by this build", "computed computed--timing"
    else:
        title, kind = "Computed by this build", "computed"
    return f'<span class="{kind}" title="{title}">{text}</span>'


def _block(fence: str, options: dict[str, str], shown: Shown) -> str:
    margin = re.match(r"[ \t]*", fence)[0]  # type: ignore[index]
    if "fold" in options:
        fence = FOLD.sub("", fence, count=1)
        fence = f'{margin}??? code "{options["fold"]}"\n\n{indent(fence, "    ")}'
    return "\n\n".join([fence, *(indent(part, margin) for part in _parts(shown))])


def _parts(shown: Shown) -> list[str]:
    parts = [_claim(v) if isinstance(v, Claim) else _result(v) for v in shown.values]
    if shown.printed:
        longest = max(map(len, re.findall("`+", shown.printed)), default=0)
        marks = "`" * max(3, longest + 1)
        parts.insert(0, _result(f"{marks}text\n{shown.printed.rstrip()}\n{marks}"))
    return parts


def _result(markdown: str) -> str:
    return f'<div class="result" markdown="1">\n\n{markdown}\n\n</div>'


def _claim(claim: Claim) -> str:
    kind = "claim" if claim.held == claim.repeats else "claim claim--partly"
    return (
        f'<div class="{kind}" markdown="1">\n'
        f'<p class="claim__text" markdown="span">{claim.sentence}</p>\n'
        f'<p class="claim__evidence" markdown="span">{claim.evidence}</p>\n'
        "</div>"
    )


def _with_figures(page: Page, woven: str, figures: dict[str, str]) -> str:
    def sized(match: re.Match[str]) -> str:
        label = match[2].removesuffix(".svg")
        if label not in figures:
            return match[0]  # checking has said so
        width, height = svg_size(figures[label])
        attributes = f'width="{width}" height="{height}" loading="lazy"'
        return f"![{match[1]}]({quote(page.slug)}/{match[2]}){{ {attributes} }}"

    return IMAGE.sub(sized, woven)


def _with_question(page: Page, woven: str) -> str:
    if "question" not in page.meta:
        return woven
    section, number = page.name.split("/")[0].capitalize(), page.slug.split("-")[0].lstrip("0")
    block = (
        f'<div class="question" markdown="1">\n'
        f'<p class="question__place">{section} · Question {number}</p>\n\n'
        f"{str(page.meta['question']).strip()}\n\n</div>"
    )
    return HEADING.sub(lambda heading: f"{heading[0]}\n\n{block}", woven, count=1)
