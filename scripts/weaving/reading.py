"""How long the layers of an answer take to read, in words for whoever has little time."""

from collections.abc import Iterable, Sequence

from runner.amounts import Amount, Parts, parts
from runner.outcome import Outcome
from runner.page import Page


def reading_line(page: Page) -> str:
    """ "Answer 1 min · lesson 5 min · evidence 9 min", as Markdown below a page's question."""
    layers = parts(page)
    if layers is None:  # checking has said so
        return ""
    links = (
        f"[Answer {_minutes(layers.answer)}](#short-answer)",
        f"[lesson {_minutes(layers.lesson)}](#why)",
        f"[evidence {_minutes(layers.evidence)}](#evidence)",
    )
    # No question is about it, so the search leaves it out.
    attributes = 'class="reading" data-search-exclude="" markdown="span"'
    return f"\n\n<p {attributes}>{' · '.join(links)}</p>"


def answer_minutes(outcomes: Sequence[Outcome]) -> str:
    """How long a short answer takes: "1 to 2 minutes"."""
    return _range(layers.answer for layers in _layers(outcomes))


def lesson_minutes(outcomes: Sequence[Outcome]) -> str:
    """How long a lesson takes: "4 to 6 minutes"."""
    return _range(layers.lesson for layers in _layers(outcomes))


def _minutes(read: Amount) -> str:
    return f"{read.minutes}\N{NO-BREAK SPACE}min"


def _layers(outcomes: Sequence[Outcome]) -> list[Parts]:
    answers = (outcome.page for outcome in outcomes if outcome.page.is_answer)
    return [layers for page in answers if (layers := parts(page))]


def _range(read: Iterable[Amount]) -> str:
    minutes = [amount.minutes for amount in read]
    shortest, longest = min(minutes, default=1), max(minutes, default=1)
    unit = "minute" if longest == 1 else "minutes"
    return f"{longest} {unit}" if shortest == longest else f"{shortest} to {longest} {unit}"
