"""How long a lab takes, as its text promises and as it is estimated; nobody was timed.

Reading is estimated as on the answers' pages. An exercise takes, besides the reading, a minute
for every line of its solution that is not in the student's cell already, and three minutes to
think, to run the check and to correct.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nbformat import NotebookNode

from runner.amounts import MINUTES_A_FIGURE, SECONDS_A_CODE_LINE, WORDS_A_MINUTE, words
from runner.page import Page
from runner.percent import read_lab

THINKING = 3
EXERCISE = re.compile(r"^### (Exercise \d+: [^\n]*) \((\d+) min\)$", re.MULTILINE)
LINK_TARGET = re.compile(r"(?<=\])\([^)]*\)")
TOTAL = re.compile(r"about\s+(\d+)\s+minutes")
# What nobody reads: `import` lines, the colors of figures, the assertions of a solution.
PASSED_OVER = re.compile(r"import |from |#|assert |torch\.testing|print\(")


@dataclass(frozen=True)
class Exercise:
    """The title of an exercise, the minutes it promises, and those that are estimated."""

    title: str
    promised: int
    estimated: float


def promised_total(page: Page) -> int:
    """The minutes that the lab's first cell promises."""
    found = TOTAL.search(read_lab(page).cells[0].source)
    assert found, f"{page.shown_path}: no “about … minutes”"
    return int(found[1])


def estimated_total(page: Page) -> float:
    """Minutes for the whole lab."""
    cells = read_lab(page).cells
    extra = sum(_extra(turn, solution) for _, turn, solution in _exercises(cells))
    return sum(_reading(cell) for cell in cells) + extra


def exercises(page: Page) -> list[Exercise]:
    """What each exercise promises and takes: its own text, the cell to write in, the work."""
    found = []
    for text, turn, solution in _exercises(read_lab(page).cells):
        title, minutes = EXERCISE.findall(text.source)[-1]
        own = text.source[text.source.index(f"### {title}") :]
        minutes_read = _minutes_of_text(own) + _reading(turn)
        found.append(Exercise(title, int(minutes), minutes_read + _extra(turn, solution)))
    return found


def _exercises(
    cells: list[NotebookNode],
) -> Iterator[tuple[NotebookNode, NotebookNode, NotebookNode]]:
    """Text, cell to write in, and solution of every exercise."""
    for number, turn in enumerate(cells):
        if turn.source.startswith("# Your turn"):
            before = [cell for cell in cells[:number] if cell.cell_type == "markdown"]
            yield before[-1], turn, cells[number + 1]


def _extra(turn: NotebookNode, solution: NotebookNode) -> int:
    """Minutes of an exercise beside its reading."""
    given = _lines(turn)
    written = [line for line in _lines(solution) if line not in given]
    return THINKING + sum(not PASSED_OVER.match(line.strip()) for line in written)


def _reading(cell: NotebookNode) -> float:
    if cell.cell_type == "markdown":
        return _minutes_of_text(cell.source)
    folded = {"check", "solution"} & set(cell.metadata.get("tags", []))
    if folded or "rcParams" in cell.source:
        return 0
    code = [line for line in _lines(cell) if not PASSED_OVER.match(line)]
    figures = cell.source.count("plt.show()")
    return len(code) * SECONDS_A_CODE_LINE / 60 + figures * MINUTES_A_FIGURE


def _minutes_of_text(text: str) -> float:
    return words(LINK_TARGET.sub("", text)) / WORDS_A_MINUTE


def _lines(cell: NotebookNode) -> list[str]:
    return [line for line in cell.source.split("\n") if line.strip()]
