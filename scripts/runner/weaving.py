"""Splice a page's results into its source, at the positions where Sybil found the blocks."""

import re
from collections import Counter
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
Output = tuple[Example, Shown]
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
    for group in _groups(page, list(zip(shows, result.shown, strict=True))):
        first = group[0][0]
        in_image = any(start <= first.start < end for start, end in images)
        pieces += [page.source[position : first.start], _woven(page, group, in_image)]
        position = group[-1][0].end
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


def _groups(page: Page, shows: list[Output]) -> list[list[Output]]:
    """Each output alone, but folded blocks that follow one another together: they share a fold."""
    groups: list[list[Output]] = []
    for example, shown in shows:
        folded = _is_folded(example)
        if folded and groups and _is_folded(last := groups[-1][-1][0]):
            if not page.source[last.end : example.start].strip():
                groups[-1].append((example, shown))
                continue
        groups.append([(example, shown)])
    return groups


def _is_folded(example: Example) -> bool:
    return isinstance(example.parsed, Fence) and "fold" in example.parsed.options


def _woven(page: Page, group: list[Output], in_image: bool) -> str:
    example, shown = group[0]
    if isinstance(example.parsed, Inline):
        return shown.text if in_image else _value(shown.text, example.parsed.timing)
    fences = [page.source[e.start : e.end] for e, _ in group]
    return _block(fences, example.parsed.options, [what for _, what in group])


def _value(text: str, timing: bool) -> str:
    if timing:
        title, kind = "Measured by this build", "computed computed--timing"
    else:
        title, kind = "Computed by this build", "computed"
    return f'<span class="{kind}" title="{title}">{text}</span>'


def _block(fences: list[str], options: dict[str, str], shown: list[Shown]) -> str:
    margin = re.match(r"[ \t]*", fences[0])[0]  # type: ignore[index]
    if "fold" in options:
        inside = [indent(FOLD.sub("", fence, count=1), "    ") for fence in fences]
        fences = [f'{margin}??? code "{options["fold"]}"', *inside]
    claims = [v for what in shown for v in what.values if isinstance(v, Claim)]
    parts = [part for what in shown for part in _parts(what)]
    parts += [_claims(claims)] if claims else []
    return "\n\n".join([*fences, *(indent(part, margin) for part in parts)])


def _parts(shown: Shown) -> list[str]:
    parts = [_result(v) for v in shown.values if not isinstance(v, Claim)]
    if shown.printed:
        longest = max(map(len, re.findall("`+", shown.printed)), default=0)
        marks = "`" * max(3, longest + 1)
        parts.insert(0, _result(f"{marks}text\n{shown.printed.rstrip()}\n{marks}"))
    return parts


def _claims(claims: list[Claim]) -> str:
    """All claims of a block in one line that opens."""
    count = f"{len(claims)} claim{'s' * (len(claims) > 1)} checked"
    ways = Counter(claim.held_in for claim in claims)
    words = [f"{number} {way}" for way, number in ways.items()]
    if len(ways) == 1:
        words = [f"{'each ' * (len(claims) > 1)}{way}" for way in ways]
    inside = "\n\n".join(map(_claim, claims))
    kind = "claims" if all(c.held == c.repeats for c in claims) else "claims claims--partly"
    summary = f"<summary>{count}, {', '.join(words)}</summary>"
    return f'<details class="{kind}" markdown="1">\n{summary}\n\n{inside}\n\n</details>'


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
