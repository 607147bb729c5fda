"""What the prose of a page must keep to, beyond what running it shows."""

import re
from collections.abc import Iterator

from runner.errors import PageError, page_error
from runner.page import Page
from runner.parsing import INLINE, Fence, Inline, examples, fences_of
from runner.result import PageResult
from runner.weaving import IMAGE

NUMBER = re.compile(r"(?<![\w.])(\d+\.\d+(?:e[+-]?\d+)?|\d+(?:\.\d+)?\s?%)(?!\w)")
QUOTED = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
# Neither prose nor typed results: formulas, targets of links, HTML tags, comments.
NOT_PROSE = re.compile(
    r"\$\$.*?\$\$|\$[^$\n]+\$|\]\([^)\n]*\)|<!--.*?-->|</?[a-zA-Z][^>\n]*>|https?://\S+", re.DOTALL
)
REFERENCES = re.compile(r"^## References\s*$.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def check(page: Page, result: PageResult) -> list[PageError]:
    """Everything wrong with a page whose blocks ran: figures, images, numbers typed by hand."""
    found = [*_images(page, result)]
    if "question" in page.meta:
        found += [*_answer_parts(page), *_typed_numbers(page)]
    return sorted(found, key=lambda error: error.line)


def _images(page: Page, result: PageResult) -> Iterator[PageError]:
    prose, shown = _prose(page), set()
    for match in IMAGE.finditer(prose):
        label, line = match[2].removesuffix(".svg"), page.line_at(match.start())
        shown.add(label)
        if label not in result.figures:
            yield page_error(page, line, f"no block draws {match[2]}: label a figure {label!r}")
        if not match[1].strip():
            yield page_error(page, line, f"{match[2]} has no alt text: say what is seen")
    for label in sorted(set(result.figures) - shown):
        line = _line_of(page, label)
        message = f"the figure {label!r} is not shown: add ![alt text]({label}.svg)"
        yield page_error(page, line, message)


def _answer_parts(page: Page) -> Iterator[PageError]:
    for name in ("question", "description", "tags"):
        if not page.meta.get(name):
            yield page_error(page, 1, f"the front matter has no `{name}:`")
    if not re.fullmatch(r"[\w-]+/\d+-[^/]+\.md", page.name):
        yield page_error(page, 1, "an answer's file is named like training/05-batch-size.md")


def _typed_numbers(page: Page) -> Iterator[PageError]:
    code = "\n".join(_code(page))
    prose = _blank(REFERENCES, _prose(page))
    for match in QUOTED.finditer(_blank(INLINE, prose)):
        for number in NUMBER.finditer(match[1]):
            if not _stands_in(number[0], code):
                yield _typed(page, match.start(), number[0], "quotes no code of this page")
    prose = _blank(NOT_PROSE, _blank(QUOTED, prose))
    for match in NUMBER.finditer(prose):
        yield _typed(page, match.start(), match[0], "is typed by hand")


def _typed(page: Page, position: int, number: str, what: str) -> PageError:
    advice = "write an inline value `{python} …`, a formula, or quote a setting of the code"
    return page_error(page, page.line_at(position), f"{number} {what}: {advice}")


def _stands_in(number: str, code: str) -> bool:
    return re.search(rf"(?<![\w.]){re.escape(number)}(?![\w])", code) is not None


def _code(page: Page) -> Iterator[str]:
    for example in examples(page):
        if isinstance(example.parsed, Fence):
            yield example.parsed.source
        elif not isinstance(example.parsed, Inline):
            yield example.parsed.source + example.parsed.want


def _prose(page: Page) -> str:
    """The source with front matter and fences blanked, so that positions stay."""
    prose = page.body
    for fence in fences_of(page):
        prose = prose[: fence.start] + _blanks(prose[fence.start : fence.end]) + prose[fence.end :]
    return prose


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: _blanks(match[0]), text)


def _blanks(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _line_of(page: Page, label: str) -> int:
    position = page.source.find(f'"{label}"', page.body_start)
    return page.line_at(max(position, page.body_start))
