"""What a page asks its readers: predictions, self-checks, and elements to try something on.

A page writes them as blocks. An option stands in one item, after its mark and before its reason:

    /// predict
    Can the accuracy stay the same while the loss falls?

    - [x] Yes :: Accuracy counts the largest outputs only.
    - [ ] No :: A lower loss can mean the same answers with more confidence.
    ///

The marks decide how readers answer: one [x] is a choice, several are boxes to tick, [=] is the
right number, and any other text, as in "- [buffer] running mean :: …", is where the item belongs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from runner.errors import PageError, page_error
from runner.markup import sections, text_of
from runner.page import Page

LINE = re.compile(r"^///[ ]*(?P<name>[\w-]*)(?:[ ]*\|[ ]*(?P<argument>.*?))?[ \t]*$", re.MULTILINE)
ITEM = re.compile(
    r"^- \[(?P<mark>[^\]\n]*)\] (?P<text>.*?)(?:(?P<sign>\s::\s)(?P<reason>.*?))?"
    r"(?=\n- \[|\n[ \t]*\n|\n?\Z)",
    re.MULTILINE | re.DOTALL,
)
KINDS = ("predict", "check", "try")
WRITE_AN_OPTION = "write an option with its reason: - [ ] the option :: the reason"


@dataclass(frozen=True)
class Block:
    """A block of ours: the positions of its two lines of slashes, and what they say."""

    kind: str
    argument: str
    start: int
    body: int
    close: int
    end: int


@dataclass(frozen=True)
class Question:
    """Options in a row, and how readers answer: "one", "several", "number" or "sort"."""

    kind: str
    options: tuple[re.Match[str], ...]


def blocks(page: Page) -> Iterator[Block]:
    """The blocks of ours on a page; one that is not closed ends with the page."""
    open_lines: list[re.Match[str]] = []
    for line in LINE.finditer(text_of(page)):
        if line["name"]:
            open_lines.append(line)
        elif open_lines:
            opened = open_lines.pop()
            if opened["name"] in KINDS:
                yield _block(opened, line.start(), line.end())
    end = len(page.source)
    yield from (_block(line, end, end) for line in open_lines if line["name"] in KINDS)


def questions(page: Page, block: Block) -> list[Question]:
    """What a block asks: options without a blank line between them are one question's."""
    items = list(ITEM.finditer(text_of(page), block.body, block.close))
    gaps = [0]
    for before, item in pairwise(items):
        gaps.append(gaps[-1] + (item.start() > before.end() + 1))
    grouped = groupby(zip(gaps, items, strict=False), key=lambda pair: pair[0])
    rows = (tuple(item for _, item in pairs) for _, pairs in grouped)
    return [Question(_kind(row), row) for row in rows]


def check_asking(page: Page) -> Iterator[PageError]:
    """Everything wrong with what a page asks."""
    found = sorted(blocks(page), key=lambda block: block.start)
    for block in found:
        if block.close == block.end:
            yield _error(page, block.start, "this block is never closed: end it with a line of ///")
        if block.kind != "try":
            yield from _check_block(page, block)
    yield from _check_prediction(page, [block for block in found if block.kind == "predict"])


def _block(line: re.Match[str], close: int, end: int) -> Block:
    return Block(line["name"], line["argument"] or "", line.start(), line.end(), close, end)


def _kind(row: tuple[re.Match[str], ...]) -> str:
    marks = [item["mark"] for item in row]
    if "=" in marks:
        return "number"
    if set(marks) <= {"x", " "}:
        return "several" if marks.count("x") > 1 else "one"
    return "sort"


def _check_block(page: Page, block: Block) -> Iterator[PageError]:
    asked = questions(page, block)
    if not asked:
        yield _error(page, block.start, f"/// {block.kind} asks nothing: {WRITE_AN_OPTION}")
    for question in asked:
        for item in question.options:
            if not (item["reason"] or "").strip():
                yield _error(page, item.start(), f"this option has no reason: {WRITE_AN_OPTION}")
        if message := _wrong_marks(question):
            yield _error(page, question.options[0].start(), message)


def _wrong_marks(question: Question) -> str:
    marks = [item["mark"] for item in question.options]
    if len(marks) == 1 and question.kind != "number":
        return "one option is no choice: add what students are tempted to answer"
    if question.kind == "one" and "x" not in marks:
        return "no option is right: mark the right one with [x]"
    if question.kind == "number" and (marks.count("=") > 1 or set(marks) - {"=", " "}):
        return "a number has one right value, [=], and wrong ones, [ ]"
    if question.kind == "sort" and set(marks) & {"x", " "}:
        return "either all marks say where an item belongs, or they are [x] and [ ]"
    return ""


def _check_prediction(page: Page, predictions: list[Block]) -> Iterator[PageError]:
    if not predictions:
        message = "an answer asks before it tells: add a block /// predict above ## Short answer"
        yield page_error(page, 1, message)
    for second in predictions[1:]:
        yield _error(page, second.start, "a page has one prediction: use /// check here")
    for block in predictions[:1]:
        if block.start > sections(page).get("Short answer", len(page.source)):
            yield _error(page, block.start, "the prediction stands above ## Short answer")


def _error(page: Page, position: int, message: str) -> PageError:
    return page_error(page, page.line_at(position), message)
