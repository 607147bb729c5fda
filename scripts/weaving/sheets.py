"""Pages made of all answers: a worksheet, its key, and questions to practice."""

from collections.abc import Sequence
from html import escape

from weaving.exam import Exam


def worksheet(exams: Sequence[Exam]) -> str:
    """Every question with room to write."""
    return "\n\n".join(_sheet(exam, '<div class="sheet__room"></div>') for exam in exams)


def key(exams: Sequence[Exam]) -> str:
    """Every question with what to write, and the key figure."""
    return "\n\n".join(_sheet(exam, _answer(exam)) for exam in exams)


def practice(exams: Sequence[Exam]) -> str:
    """Every prediction and self-check, as an element that asks one after the other."""
    asked = "\n\n".join(question for exam in exams for question in _asked(exam))
    return f"///// html | practice-session\n    markdown: block\n\n{asked}\n\n/////"


def _sheet(exam: Exam, below: str) -> str:
    return (
        f'<section class="sheet" markdown="1">\n'
        f'<p class="sheet__place">{escape(exam.place)}</p>\n\n'
        f"{exam.question}\n\n{below}\n\n</section>"
    )


def _answer(exam: Exam) -> str:
    more = f"[{exam.title}]({exam.page.name})"
    return f"{exam.bullets}\n\n{exam.figure}\n\nThe lesson: {more}"


def _asked(exam: Exam) -> list[str]:
    attributes = f'[data-page="{exam.page.place}" data-title="{escape(exam.title)}"]'
    opening = f"//// html | section.practice__question{attributes}\n    markdown: block\n"
    return [f"{opening}\n{asked}\n\n////" for asked in exam.asked]
