"""What an examination needs of each answer: its question, bullets and key figure, what it asks."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from runner.lesson import EXAM
from runner.markup import title
from runner.outcome import Outcome
from runner.page import Page
from weaving.answers import weave
from weaving.asking import ASKED
from weaving.home import question_place

SECTION = re.compile(r"^## Short answer[ ]*\n(?P<text>.*?)(?=^## )", re.MULTILINE | re.DOTALL)
FIGURE = re.compile(
    r"^(?P<image>!\[(?P<alt>[^\]]*)\]\((?P<file>[^)\s]+\.svg)\)(?:\{[^}\n]*\})?)[ ]*\n"
    r"(?:\n*/// figure-caption\n(?P<caption>.*?)\n///)?",
    re.MULTILINE | re.DOTALL,
)
LINK = re.compile(r"\]\((?!https?:|mailto:|/)([^)\s#]*)(#[^)\s]*)?\)")


@dataclass(frozen=True)
class Exam:
    """One answer, as Markdown whose links lead from the directory of all pages.

    Attributes:
        page: the source.
        question: as it is set.
        bullets: what to write in an examination, as a list.
        figure: the key figure with its alt text and caption; "" without one.
        asked: the prediction and the self-checks, each with its options.
    """

    page: Page
    question: str
    bullets: str
    figure: str
    asked: tuple[str, ...]

    @property
    def place(self) -> str:
        """Where the question stands: "Training · Question 5"."""
        return question_place(self.page)

    @property
    def title(self) -> str:
        """The page's title, which names the topic and gives nothing away."""
        return title(self.page)


def exams(outcomes: Sequence[Outcome]) -> Iterator[Exam]:
    """Of every answer that ran, in the order given."""
    for outcome in outcomes:
        if outcome.page.is_answer and outcome.result and not outcome.errors:
            yield _exam(outcome.page, weave(outcome.page, outcome.result))


def _exam(page: Page, woven: str) -> Exam:
    section = SECTION.search(woven)
    _, _, below = (section["text"] if section else "").partition(f"{EXAM}\n")
    figure = FIGURE.search(below)
    bullets = below[: figure.start()] if figure else below
    return Exam(
        page,
        question=str(page.meta["question"]).strip(),
        bullets=_from_above(bullets, page).strip(),
        figure=_from_above(figure[0], page) if figure else "",
        asked=tuple(_from_above(found["inside"], page).strip() for found in ASKED.finditer(woven)),
    )


def _from_above(markdown: str, page: Page) -> str:
    """The text with links that lead from the directory above: "06-x.md" is "training/06-x.md"."""

    def rebased(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(page.part, link[1])) if link[1] else page.name
        return f"]({target}{link[2] or ''})"

    return LINK.sub(rebased, markdown)
