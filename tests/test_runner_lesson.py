import pytest

from runner.lesson import SECTIONS, check_lesson
from runner_fixtures import python, sample

AT = "docs/training/05-x.md"
EXAM = "**In an exam, write**\n\n- This.\n"
FOLD_IT = 'fold what is not the answer, with fold="…" after ```python'


def lesson(meta="question: Q", order=SECTIONS, **below: str) -> str:
    """An answer with all sections; `below` puts text in some of them: short_answer="Yes."."""
    texts = {"short_answer": EXAM} | below
    sections = (
        f"## {name}\n\n{texts.get(name.lower().replace(' ', '_'), '')}\n\n" for name in order
    )
    return f"---\n{meta}\n---\n" + "".join(sections)


@pytest.fixture
def messages(page):
    return lambda source: [str(error) for error in check_lesson(page(source))]


def test_a_lesson_with_nothing_wrong(messages):
    assert messages(lesson()) == messages(sample("answer.md")) == []


def test_sections_that_are_missing(messages):
    assert messages(lesson(order=SECTIONS[:1] + SECTIONS[4:])) == [
        f"{AT}:1: an answer has these sections, too: ## Why, ## False, ## Check yourself"
    ]


def test_the_order_of_the_sections(messages):
    order = [*SECTIONS[:2], "Else", "Check yourself", "False", *SECTIONS[4:]]
    assert messages(lesson(order=order)) == [
        f"{AT}:19: ## Check yourself comes after ## False: move it there"
    ]


@pytest.mark.parametrize(
    "short_answer",
    [
        "Yes.",
        "**In an exam, write**\n\nYes.",
        "In an exam, write\n\n- Yes.",
        "```text\n" + EXAM + "```",
    ],
)
def test_what_to_write_in_an_exam(messages, short_answer):
    assert messages(lesson(short_answer=short_answer)) == [
        f"{AT}:4: the short answer ends with a line **In an exam, write** and a list below it"
    ]


def test_a_misconception_has_its_verdict_before_it(messages):
    right = "- **False:** “A.”\n\n    - one\n- **Disputed:** “B.”\n"
    items = f"{right}- “C.” **False:** no.\n- **D** e: f\n"
    advice = "an item of ## False begins with its verdict: - **False:** “…”"
    assert messages(lesson(false=items)) == [f"{AT}:21: {advice}", f"{AT}:22: {advice}"]


def test_the_short_answer_has_60_words(messages):
    assert messages(lesson(short_answer="word " * 60 + "\n\n" + EXAM)) == []
    assert messages(lesson(short_answer="word " * 63 + "\n\n" + EXAM)) == [
        f"{AT}:4: the short answer has 63 words: cut 3 above **In an exam, write**"
    ]


def test_why_has_250_words(messages):
    assert messages(lesson(why="word " * 250)) == []
    assert messages(lesson(why="word " * 251)) == [
        f"{AT}:11: ## Why has 251 words: cut 1 there, or move details to ## Evidence"
    ]


def test_a_lesson_has_700_words_and_the_evidence_as_many_as_it_needs(messages):
    long = {"why": "word " * 200, "false": "word " * 300, "evidence": "word " * 2000}
    assert messages(lesson(**long, check_yourself="word " * 195)) == []
    assert messages(lesson(**long, check_yourself="word " * 200)) == [
        f"{AT}:4: the lesson has 705 words: cut 5 of "
        "Short answer 5, Why 200, False 300, Check yourself 200"
    ]


def test_a_page_shows_15_lines_of_code(messages):
    lines = "\n".join("x = 1" for _ in range(14))
    source = python("x = 1") + "\n" + python(lines) + "\n" + python(lines, ' fold="How"')
    assert messages(lesson(evidence=source)) == []
    assert messages(lesson(why=python("x = 1"), evidence=source)) == [
        f"{AT}:32: the page shows 16 lines of code, 1 too many, most of them here: {FOLD_IT}"
    ]


def test_a_page_may_have_another_limit_of_lines(messages):
    lines = "\n".join("x = 1" for _ in range(31))
    assert messages(lesson("question: Q\nvisible_lines: 31", evidence=python(lines))) == []
    assert messages(lesson("question: Q\nvisible_lines: 30", evidence=python(lines))) == [
        f"{AT}:26: the page shows 31 lines of code, 1 too many, most of them here: {FOLD_IT}"
    ]


def test_a_line_of_visible_code_has_60_characters(messages):
    code = "x = 1\n\n" + "x" * 60 + "\n" + "y" * 64
    in_a_list = "- **False:** a\n\n    ```python\n    " + "z" * 61 + "\n    ```\n"
    assert messages(
        lesson(why=python(code), false=in_a_list, evidence=python(code, ' fold="F"'))
    ) == [
        f"{AT}:17: 64 characters in a line of visible code: break it at 60",
        f"{AT}:26: 61 characters in a line of visible code: break it at 60",
    ]
