"""A deck of flashcards in the text format that Anki imports.

https://docs.ankiweb.net/importing/text-files.html
"""

import re
from collections.abc import Mapping, Sequence

import markdown

from runner.outcome import Outcome
from weaving.exam import FIGURE, Exam
from weaving.portable import address

HEADER = (
    "#separator:tab",
    "#html:true",
    "#notetype:Basic",
    "#deck:Trained Answers",
    "#columns:guid\tFront\tBack\tTags",
    "#guid column:1",
    "#tags column:4",
)
EXTENSIONS = ("tables", "attr_list", "md_in_html", "pymdownx.superfences", "pymdownx.arithmatex")
# Anki sets \(…\) and \[…\] as formulas.
SETTINGS = {"pymdownx.arithmatex": {"generic": True}}
TARGET = re.compile(r"(?<=\]\()[^)\s]+")


def deck(exams: Sequence[Exam], outcomes: Sequence[Outcome], site_url: str) -> str:
    """A note for each answer: the question in front, the bullets and the key figure behind.

    A second import changes the notes of the first one, since each is named by its page.
    """
    pictures = {
        f"{outcome.page.place}/{label}.svg": picture
        for outcome in outcomes
        for label, picture in (outcome.result.pictures if outcome.result else {}).items()
    }
    notes = [_note(exam, pictures, site_url) for exam in exams]
    return "\n".join([*HEADER, *notes]) + "\n"


def _note(exam: Exam, pictures: Mapping[str, str], site_url: str) -> str:
    source = f'<p><a href="{site_url}{exam.page.place}/">{exam.title}</a></p>'
    back = (
        _html(_abroad(exam.bullets, site_url)) + _figure(exam.figure, pictures, site_url) + source
    )
    fields = (f"trained-answers/{exam.page.place}", _html(exam.question), back, exam.page.part)
    return "\t".join(re.sub(r"\s*[\t\n]\s*", " ", field) for field in fields)


def _abroad(text: str, site_url: str) -> str:
    """Links to pages as links to the site."""
    return TARGET.sub(lambda target: address(site_url, target[0]), text)


def _html(text: str) -> str:
    return markdown.markdown(text, extensions=EXTENSIONS, extension_configs=SETTINGS)


def _figure(text: str, pictures: Mapping[str, str], site_url: str) -> str:
    """The figure as an opaque PNG: a drawing would follow the colors of Anki's night mode."""
    found = FIGURE.search(text)
    if not found:
        return ""
    alt = found["alt"].replace('"', "&quot;")
    image = f'<img alt="{alt}" src="data:image/png;base64,{pictures[found["file"]]}">'
    caption = _html(_abroad(found["caption"] or "", site_url))
    return image + caption
