"""What the prose of a page must keep to, beyond what running it shows."""

import re
from collections.abc import Iterator

from answers_lib.claims import Claim
from runner.asking import blocks, check_asking
from runner.errors import PageError, page_error
from runner.held import unheld_values
from runner.lesson import check_lesson
from runner.markup import CODE, QUOTED, UNREAD, images, text_of, without
from runner.page import Page
from runner.parsing import INLINE, Fence, Inline, examples, showing
from runner.result import PageResult
from runner.settings import typed_settings
from runner.shown import Markdown, Printed, Shown

# 0.93, .93, 0,93, 1,234.5, 1e-3, 93 % and 93 percent; 10,000 and 2026 are no measured values.
NUMBER = re.compile(
    r"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+\.\d+|(?!\d{1,3}(?:,\d{3})+(?![\d,]))\d*[.,]\d+"
    r"(?:e[+-]?\d+)?|\d+(?:[.,]\d+)*\s?(?:%|per\s?cent\b))(?!\w|\.\d)"
)
REFERENCES = re.compile(r"^## References\s*$.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
ELEMENT = "assets/javascripts/elements/try-{}.js"
NO_NUMBER = re.compile(r"(?<![\w.])(?:nan|[-+−]?inf|Infinity)(?![\w.])")


def check(page: Page, result: PageResult) -> list[PageError]:
    """Everything wrong with a page whose blocks ran: figures, values, numbers typed by hand."""
    found = [*_images(page, result), *_no_numbers(page, result), *_elements(page, result)]
    if page.is_answer:
        found += [
            *_answer_parts(page),
            *_typed_numbers(page),
            *typed_settings(page),
            *unheld_values(page),
        ]
    return sorted(found, key=lambda error: error.line)


def _images(page: Page, result: PageResult) -> Iterator[PageError]:
    shown = set()
    for match in images(page):
        label, line = match["file"].removesuffix(".svg"), page.line_at(match.start())
        if label not in result.figures:
            yield page_error(
                page, line, f"no block draws {match['file']}: label a figure {label!r}"
            )
        if not match["alt"].strip():
            yield page_error(page, line, f"{match['file']} has no alt text: say what is seen")
        if label in shown:
            yield page_error(page, line, f"{match['file']} is shown twice: show each figure once")
        shown.add(label)
    for label in sorted(set(result.figures) - shown):
        line = _line_of(page, label)
        message = f"the figure {label!r} is not shown: add ![alt text]({label}.svg)"
        yield page_error(page, line, message)


def _no_numbers(page: Page, result: PageResult) -> Iterator[PageError]:
    if page.is_lab:
        return
    shows = showing(page)
    for example, shown in zip(shows, result.shown, strict=False):
        for what, text in _texts(shown):
            if found := NO_NUMBER.search(text):
                message = f"{what} {text!r}: {found[0]} is no measurement, so say what it is"
                yield page_error(page, example.line, message)


def _texts(shown: Shown) -> Iterator[tuple[str, str]]:
    """What a block or a value shows, line by line, each with what it is."""
    yield "the value is", shown.text
    for item in shown.items:
        if isinstance(item, Claim):
            yield "a claim says", f"{item.sentence} ({item.evidence})"
        if isinstance(item, Markdown | Printed):
            yield from (("a result has the line", line) for line in item.text.split("\n"))


def _elements(page: Page, result: PageResult) -> Iterator[PageError]:
    tried = [block for block in blocks(page) if block.kind == "try"]
    for block in tried:
        if not (page.docs / ELEMENT.format(block.argument)).is_file():
            message = f"no script {ELEMENT.format(block.argument)} makes this element: write it"
            yield page_error(page, page.line_at(block.start), message)
    if not tried:
        for name in result.exports:
            message = f"nothing shows the export {name!r}: add a block /// try | its-element"
            yield page_error(page, _line_of(page, name), message)


def _answer_parts(page: Page) -> Iterator[PageError]:
    for name in ("question", "description", "tags"):
        if not page.meta.get(name):
            yield page_error(page, 1, f"the front matter has no `{name}:`")
    if not re.fullmatch(r"[\w-]+/\d+-[^/]+\.md", page.name):
        yield page_error(page, 1, "an answer's file is named like training/05-batch-size.md")
    yield from check_lesson(page)
    yield from check_asking(page)


def _typed_numbers(page: Page) -> Iterator[PageError]:
    code = "\n".join(_code(page))
    prose = without(REFERENCES, text_of(page))
    for match in QUOTED.finditer(without(INLINE, prose)):
        for number in NUMBER.finditer(match[1]):
            if not _stands_in(number[0], code):
                yield _typed(page, match.start(), number[0], "quotes no code of this page")
    prose = without(UNREAD, without(CODE, prose))
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


def _line_of(page: Page, label: str) -> int:
    position = page.source.find(f'"{label}"', page.body_start)
    return page.line_at(max(position, page.body_start))
