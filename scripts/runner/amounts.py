"""How much there is to read on a page: visible words, visible lines of code, figures."""

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from sybil import Region

from runner.markup import IMAGE, QUOTED, UNREAD, fences_of, images, sections, text_of
from runner.page import Page
from runner.parsing import INLINE

WORDS_A_MINUTE = 180
SECONDS_A_CODE_LINE = 5
MINUTES_A_FIGURE = 1

# The title of a block that opens is read, its inside is not: ??? question "Why?"
FOLDED = re.compile(
    r'^(?P<margin>[ ]*)\?\?\?[ ]+\w+(?:[ ]+"(?P<title>[^\n]*)")?[ ]*\n'
    r"(?P<inside>(?:[ \t]*\n|(?P=margin)[ ]{4}[^\n]*\n)*)",
    re.MULTILINE,
)
FOLD = re.compile(r"""[ \t]fold=["']""")
FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$\n]+(?:\n[^$\n]+)?\$", re.DOTALL)
# /// figure-caption, and what stands before the title of a block that is open: !!! note
MARKS = re.compile(r"^[ \t]*(?:///[^\n]*|(?:!!!|\?\?\?\+|===)[ \w]*)", re.MULTILINE)
# Why an option is right or wrong: - [ ] the option :: the reason
REASON = re.compile(r"\s::\s.*?(?=\n- \[|\n[ \t]*\n|\n///|\Z)", re.DOTALL)
WORD = re.compile(r"\w[\w’'.,-]*")


@dataclass(frozen=True)
class Amount:
    """What there is to read.

    Attributes:
        words: a formula, a computed value and code within a sentence are one each.
        code_lines: of fences that are not folded; blank lines are none.
        figures: drawings of the page.
    """

    words: int
    code_lines: int
    figures: int

    @property
    def minutes(self) -> int:
        """About how long a first reading takes, rounded up."""
        exact = (
            self.words / WORDS_A_MINUTE
            + self.code_lines * SECONDS_A_CODE_LINE / 60
            + self.figures * MINUTES_A_FIGURE
        )
        return max(1, math.ceil(exact))


@dataclass(frozen=True)
class Parts:
    """The three layers of an answer.

    Attributes:
        answer: the short answer and what to write in an exam, without the figure below them.
        lesson: all that stands above the evidence, the answer included.
        evidence: the evidence and what does not hold.
    """

    answer: Amount
    lesson: Amount
    evidence: Amount


@lru_cache(maxsize=64)
def parts(page: Page) -> Parts | None:
    """How much each layer of an answer asks for; None when a layer is missing."""
    found = sections(page)
    if not {"Short answer", "Why", "Evidence", "References"} <= set(found):
        return None
    start, why = found["Short answer"], found["Why"]
    evidence, end = found["Evidence"], found["References"]
    figures = [image.start() for image in images(page) if start <= image.start() < why]
    return Parts(
        amount(page, start, min(figures, default=why)),
        amount(page, start, evidence),
        amount(page, evidence, end),
    )


def amount(page: Page, start: int, end: int) -> Amount:
    """How much there is to read between two positions of the source."""
    fences = [fence for fence in visible_fences(page) if start <= fence.start < end]
    return Amount(
        words=words(text_of(page)[start:end]),
        code_lines=sum(len(code_lines(fence)) for fence in fences),
        figures=sum(start <= image.start() < end for image in images(page)),
    )


def words(text: str) -> int:
    """The visible words of Markdown that has no fences and no comments.

    "By `{python} gain` points, with $x > 2$" has 5: by, a value, points, with, a formula.
    """
    text = FOLDED.sub(lambda fold: f"{fold['title'] or ''}\n", text + "\n")
    text = REASON.sub("", text)
    for one in (INLINE, QUOTED, FORMULA):
        text = one.sub("0", text)
    for unread in (IMAGE, MARKS, UNREAD):
        text = unread.sub("", text)
    return len(WORD.findall(text))


def visible_fences(page: Page) -> list[Region]:
    """The page's fences that stand open, in their order."""
    folds = list(FOLDED.finditer(text_of(page)))
    return [
        fence
        for fence in fences_of(page)
        if not FOLD.search(fence.lexemes["options"])
        and not any(_is_inside(page, fence, fold) for fold in folds)
    ]


def _is_inside(page: Page, fence: Region, fold: re.Match[str]) -> bool:
    # In the text a fence is blank lines, so a fold seems to go on over one that follows it.
    deeper = page.source.startswith(f"{fold['margin']}    ", fence.start)
    return deeper and fold.start() <= fence.start < fold.end()


def code_lines(fence: Region) -> list[str]:
    """The lines of a fence that hold something."""
    return [line for line in fence.lexemes["source"].split("\n") if line.strip()]
