"""The list of questions on the home page."""

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from runner.outcome import Outcome
from runner.page import Page


def questions(outcomes: Sequence[Outcome]) -> str:
    """Every part with its questions, as HTML.

    Args:
        outcomes: the pages in reading order; those with a `question` are answers.
    """
    answers = [outcome.page for outcome in outcomes if outcome.page.is_answer]
    parts = dict.fromkeys(page.part for page in answers)
    return "\n".join(_part(part, [p for p in answers if p.part == part]) for part in parts)


def _part(part: str, answers: Sequence[Page]) -> str:
    listed = "\n".join(map(_answered, answers))
    return (
        f'<section class="part"><h2 id="{part}">{escape(part_name(part))}</h2>\n'
        f'<ol class="questions">\n{listed}\n</ol></section>'
    )


def _answered(page: Page) -> str:
    spans = (
        f'<span class="questions__number">{page.number}</span>'
        f'<span class="questions__text">{escape(question_text(page))}</span>'
        f'<span class="questions__answer">{escape(str(page.meta.get("description", "")))}</span>'
    )
    place = quote(page.place)
    return f'<li class="questions__item"><a href="{place}/">{spans}</a></li>'


def part_name(part: str) -> str:
    """A part as a heading names it: "more-nets" is "More nets"."""
    return part.replace("-", " ").capitalize()


def question_place(page: Page) -> str:
    """Where an answer's question stands: "Training · Question 5"."""
    return f"{page.part.capitalize()} · Question {page.number}"


def question_text(page: Page) -> str:
    """An answer's question as one plain paragraph."""
    # A question that leans on what follows it has a wording of its own for the list.
    question = str(page.meta.get("list_question", page.meta["question"]))
    plain = question.strip().split("\n\n")[0].replace("\n", " ")
    return plain.replace("*", "").replace("`", "")
