"""Blocks that ask the reader something, as elements that are complete without scripts."""

import re
from collections.abc import Iterator
from html import escape

from runner.asking import Block, Question, blocks, questions
from runner.page import Page
from weaving.edits import Edit

# What stands above the options while nothing has been answered, for readers without scripts.
SUMMARIES = {"predict": "The options, and what each one overlooks", "check": "Answer"}
TAGS = {"predict": "predict-first", "check": "check-yourself"}
# An element of these as `asked` writes it.
ASKED = re.compile(
    r"^//// html \| (?P<tag>predict-first|check-yourself)\[[^\n]*\n[ ]+markdown: block\n"
    r"(?P<inside>.*?)^////$",
    re.MULTILINE | re.DOTALL,
)


def asked(page: Page) -> Iterator[Edit]:
    """Each block of ours as an element, its options in a list that a script makes a form of."""
    for block in blocks(page):
        tag = TAGS.get(block.kind, f"try-{block.argument}")
        opening = f"//// html | {tag}[data-page={page.place!r}]\n    markdown: block\n"
        yield Edit(block.start, block.body, opening)
        for question in questions(page, block) if block.kind in TAGS else ():
            yield from _options(block, question)
        yield Edit(block.close, block.end, "////")


def _options(block: Block, question: Question) -> Iterator[Edit]:
    for item in question.options:
        opening = _fold(block, question) if item is question.options[0] else ""
        mark = escape(item["mark"].strip(), quote=True)
        option = f'- <span class="option" data-mark="{mark}">'
        yield Edit(item.start(), item.start("text"), opening + option)
        verdict = _verdict(question.kind, item["mark"])
        between = f'</span> <span class="answer">{verdict}</span> <span class="reason">'
        yield Edit(*item.span("sign"), between)
        closing = "\n\n///" if item is question.options[-1] else ""
        yield Edit(item.end(), item.end(), f"</span>{closing}")


def _fold(block: Block, question: Question) -> str:
    return (
        f"/// details | {SUMMARIES[block.kind]}\n    type: options\n"
        f"    attrs: {{data-kind: {question.kind}, data-search-exclude: ''}}\n\n"
    )


def _verdict(kind: str, mark: str) -> str:
    if kind == "sort":
        return f"{escape(mark)}."
    return "No." if mark == " " else "Right."
