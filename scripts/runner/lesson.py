"""What a lesson may ask of its readers: its sections, their order, and how long each may be."""

import re
from collections.abc import Iterator
from itertools import pairwise

from runner.amounts import code_lines, visible_fences, words
from runner.errors import PageError, page_error
from runner.markup import sections, text_of
from runner.page import Page

SECTIONS = (
    "Short answer",
    "Why",
    "False",
    "Check yourself",
    "Evidence",
    "What does not hold",
    "References",
)
LESSON = SECTIONS[: SECTIONS.index("Evidence")]
TRY = "Try it"  # between the short answer and why, on a page with an element to try
EXAM = "**In an exam, write**"
ITEM = re.compile(r"^- ", re.MULTILINE)
VERDICT = re.compile(r"^- \*\*(?P<verdict>[^*\n]+:)\*\*(?= )", re.MULTILINE)
SHORT_ANSWER_WORDS = 60
WHY_WORDS = 250
LESSON_WORDS = 700
VISIBLE_LINES = 15  # a page may have another limit: `visible_lines: 30` in its front matter
LINE_LENGTH = 60  # what a phone shows without scrolling sideways, nearly


def check_lesson(page: Page) -> Iterator[PageError]:
    """Everything in an answer's lesson that is missing, misplaced or too long."""
    found = sections(page)
    missing = [name for name in SECTIONS if name not in found]
    if missing:
        names = ", ".join(f"## {name}" for name in missing)
        yield page_error(page, 1, f"an answer has these sections, too: {names}")
    else:
        yield from _order(page)
        yield from _exam(page)
        yield from _verdicts(page)
        yield from _words(page)
    yield from _visible_lines(page)
    yield from _long_lines(page)


def section_text(page: Page, name: str) -> tuple[int, str]:
    """What stands below a section's heading, its fences blanked, and where that begins.

    A page without the section has no text in it.
    """
    start = sections(page).get(name, len(page.source))
    ends = [place for place in sections(page).values() if place > start]
    heading, line_end, text = text_of(page)[start : min(ends, default=None)].partition("\n")
    return start + len(heading + line_end), text


def _order(page: Page) -> Iterator[PageError]:
    found = sections(page)
    order = [SECTIONS[0], *([TRY] if TRY in found else []), *SECTIONS[1:]]
    for before, after in pairwise(order):
        if found[before] > found[after]:
            message = f"## {after} comes after ## {before}: move it there"
            yield page_error(page, page.line_at(found[after]), message)
            return


def _exam(page: Page) -> Iterator[PageError]:
    start, text = section_text(page, "Short answer")
    _, exam, below = text.partition(f"\n{EXAM}\n")
    if not exam or not below.lstrip().startswith("- "):
        message = f"the short answer ends with a line {EXAM} and a list below it"
        yield page_error(page, page.line_at(start) - 1, message)


def _verdicts(page: Page) -> Iterator[PageError]:
    start, text = section_text(page, "False")
    for item in ITEM.finditer(text):
        if not VERDICT.match(text, item.start()):
            message = "an item of ## False begins with its verdict: - **False:** “…”"
            yield page_error(page, page.line_at(start + item.start()), message)


def _words(page: Page) -> Iterator[PageError]:
    answer = words(section_text(page, "Short answer")[1].partition(EXAM)[0])
    lengths = {name: words(section_text(page, name)[1]) for name in LESSON}
    parts = ", ".join(f"{name} {number}" for name, number in lengths.items())
    above = f"above {EXAM}"
    there = "there, or move details to ## Evidence"
    yield from _too_long(
        page, "Short answer", "the short answer", answer, SHORT_ANSWER_WORDS, above
    )
    yield from _too_long(page, "Why", "## Why", lengths["Why"], WHY_WORDS, there)
    total = sum(lengths.values())
    yield from _too_long(page, "Short answer", "the lesson", total, LESSON_WORDS, f"of {parts}")


def _too_long(
    page: Page, section: str, what: str, number: int, limit: int, where: str
) -> Iterator[PageError]:
    if number > limit:
        message = f"{what} has {number} words: cut {number - limit} {where}"
        yield page_error(page, page.line_at(sections(page)[section]), message)


def _visible_lines(page: Page) -> Iterator[PageError]:
    fences = visible_fences(page)
    number = sum(len(code_lines(fence)) for fence in fences)
    limit = int(page.meta.get("visible_lines", VISIBLE_LINES))
    if number > limit:
        longest = max(fences, key=lambda fence: len(code_lines(fence)))
        message = (
            f"the page shows {number} lines of code, {number - limit} too many, most of them here: "
            'fold what is not the answer, with fold="…" after ```python'
        )
        yield page_error(page, page.line_at(longest.start), message)


def _long_lines(page: Page) -> Iterator[PageError]:
    for fence in visible_fences(page):
        first = page.line_at(fence.start) + 1
        for number, line in enumerate(fence.lexemes["source"].split("\n"), first):
            if len(line) > LINE_LENGTH:
                what = f"{len(line)} characters in a line of visible code"
                yield page_error(page, number, f"{what}: break it at {LINE_LENGTH}")
