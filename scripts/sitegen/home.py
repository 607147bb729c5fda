"""The list of the fifteen questions on the home page."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import quote

from runner.building import Outcome
from runner.page import Page

Open = Mapping[str, Mapping[int, str]]


def questions(outcomes: Sequence[Outcome], open_questions: Open) -> str:
    """Both parts with all their questions, as HTML; unanswered ones are listed as open.

    Args:
        outcomes: the pages; those with a `question` are answers.
        open_questions: text by part and number of the questions without a page.
    """
    answers = [outcome.page for outcome in outcomes if _is_answer(outcome.page)]
    return "\n".join(_part(part, answers, open_questions.get(part, {})) for part in _PARTS)


_PARTS = ("training", "generalization")


def _is_answer(page: Page) -> bool:
    return "question" in page.meta and re.match(r"\d+-", page.slug) is not None


def _part(part: str, answers: Sequence[Page], still_open: Mapping[int, str]) -> str:
    items = {
        int(page.slug.split("-")[0]): _answered(page)
        for page in answers
        if page.name.startswith(f"{part}/")
    }
    items |= {number: _open(number, text) for number, text in still_open.items()}
    listed = "\n".join(items[number] for number in sorted(items))
    return (
        f'<section class="part"><h2 id="{part}">{part.capitalize()}</h2>\n'
        f'<ol class="questions">\n{listed}\n</ol></section>'
    )


def _answered(page: Page) -> str:
    number = int(page.slug.split("-")[0])
    # A question that leans on what follows it has a wording of its own for the list.
    question = str(page.meta.get("list_question", page.meta["question"]))
    parts = _spans(number, _first_paragraph(question), str(page.meta.get("description", "")))
    return f'<li class="questions__item"><a href="{quote(page.name[:-3])}/">{parts}</a></li>'


def _open(number: int, text: str) -> str:
    spans = _spans(number, text, "Open: no answer yet")
    return f'<li class="questions__item questions__item--open">{spans}</li>'


def _spans(number: int, text: str, answer: str) -> str:
    return (
        f'<span class="questions__number">{number}</span>'
        f'<span class="questions__text">{escape(text)}</span>'
        f'<span class="questions__answer">{escape(answer)}</span>'
    )


def _first_paragraph(markdown: str) -> str:
    plain = markdown.strip().split("\n\n")[0].replace("\n", " ")
    return plain.replace("*", "").replace("`", "")
