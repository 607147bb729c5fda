import numpy as np
import pytest

from answers_lib.claims import Claim
from runner.checking import check
from runner.lesson import SECTIONS
from runner.result import PageResult
from runner.running import run_page
from runner.shown import Markdown, Printed, Shown
from runner_fixtures import python, sample

AT = "docs/training/05-x.md"
META = "---\nquestion: Q\ndescription: D\ntags: [t]\n---\n"
EXAM = "\n**In an exam, write**\n\n- This.\n"
PREDICT = "\n/// predict\nQ?\n\n- [x] A :: a\n- [ ] B :: b\n///\n"
BELOW = "".join(f"\n## {name}\n" for name in SECTIONS).replace("answer\n", f"answer\n{EXAM}")
WHOLE = PREDICT + BELOW
ADVICE = "write an inline value `{python} …`, a formula, or quote a setting of the code"
DRAWN = PageResult((Shown(figures={"loss": "<svg/>"}),))


def messages(page, result=None) -> list[str]:
    return [str(error) for error in check(page, result or PageResult())]


def test_numbers_typed_by_hand_and_those_that_may_be(page):
    numbers = page(sample("numbers.md"))
    assert messages(numbers, run_page(numbers)) == [
        f"{AT}:30: 0.93 is typed by hand: {ADVICE}",
        f"{AT}:30: 12 % is typed by hand: {ADVICE}",
        f"{AT}:30: 7% is typed by hand: {ADVICE}",
        f"{AT}:30: 2.5 is typed by hand: {ADVICE}",
        f"{AT}:30: 3.5 is typed by hand: {ADVICE}",
        f"{AT}:34: 4.5 is typed by hand: {ADVICE}",
        f"{AT}:37: 5.5 is typed by hand: {ADVICE}",
        f"{AT}:40: 6.5 is typed by hand: {ADVICE}",
        f"{AT}:40: 1.5e-3 is typed by hand: {ADVICE}",
        f"{AT}:42: 0.7 quotes no code of this page: {ADVICE}",
        f"{AT}:78: 7.5 is typed by hand: {ADVICE}",
    ]


def test_only_answers_have_typed_numbers(page):
    assert messages(page("# Text\n\n0.93 and 12 %\n")) == []


@pytest.mark.parametrize(
    ("quoted", "code", "stands"),
    [
        ("lr=0.1", "lr = 0.1", True),
        ("0.1", "lr = 0.15", False),
        ("0.1", "lr = 10.1", False),
        ("0.1", "lr = 0.1e-3", False),
        ("0.5", "x = -0.5*y", True),
        ("99.5 %", "print('99.5 %')", True),
    ],
)
def test_a_quoted_setting_stands_in_the_code(page, quoted, code, stands):
    found = messages(page(META + f"With `{quoted}`.\n\n" + python(code) + WHOLE))
    number = quoted.removeprefix("lr=")
    wrong = [f"{AT}:6: {number} quotes no code of this page: {ADVICE}"]
    assert found == ([] if stands else wrong)


def test_an_alt_text_is_prose(page):
    found = messages(page(META + "![A loss of 0.93](loss.svg)" + WHOLE), DRAWN)
    assert found == [f"{AT}:6: 0.93 is typed by hand: {ADVICE}"]


def test_what_an_answer_must_have(page):
    assert messages(page("---\nquestion: \ntags: []\n---\n", "notes.md")) == [
        "docs/notes.md:1: the front matter has no `question:`",
        "docs/notes.md:1: the front matter has no `description:`",
        "docs/notes.md:1: the front matter has no `tags:`",
        "docs/notes.md:1: an answer's file is named like training/05-batch-size.md",
        "docs/notes.md:1: an answer has these sections, too: "
        + ", ".join(f"## {name}" for name in SECTIONS),
        "docs/notes.md:1: an answer asks before it tells: add a block /// predict above "
        "## Short answer",
    ]
    assert messages(page(META + "# T" + WHOLE)) == []
    without_why = WHOLE.replace("## Why\n", "```text\n## Why\n```\n")
    assert messages(page(META + "# T" + without_why)) == [
        f"{AT}:1: an answer has these sections, too: ## Why"
    ]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("93 percent", "93 percent"),
        ("93 per cent", "93 per cent"),
        ("at .93 it", ".93"),
        ("0,93", "0,93"),
        ("1,234.5", "1,234.5"),
        ("10,000.5 m", "10,000.5"),
    ],
)
def test_every_form_of_a_typed_number_is_seen_whole(page, typed, told):
    assert messages(page(META + typed + "\n" + WHOLE)) == [
        f"{AT}:6: {told} is typed by hand: {ADVICE}"
    ]


@pytest.mark.parametrize(
    "typed", ["10,000 images", "in 2026", "v1.2.3", "1, 2 and 3", "T1.", "§5.2.1"]
)
def test_a_count_and_a_name_are_no_measured_number(page, typed):
    assert messages(page(META + typed + "\n" + WHOLE)) == []


@pytest.mark.parametrize("value", ["nan", "inf epochs", "−inf", "0.5 to nan"])
def test_a_value_that_is_no_number_is_refused(page, value):
    shown = PageResult((Shown(text=value),))
    (message,) = messages(page("# T\n\n`{python} x`"), shown)
    assert message.startswith(f"{AT}:3: the value is {value!r}: ")
    assert messages(page("`{python} x`"), PageResult((Shown(text="infinite finance"),))) == []


@pytest.mark.parametrize(
    ("item", "told"),
    [
        (Markdown("| a |\n| --- |\n| nan |"), "a result has the line '| nan |'"),
        (Printed("a loss\nof inf\n"), "a result has the line 'of inf'"),
        (Claim("It falls.", 1, 1, "seeds", np.inf, "nats"), "a claim says 'It falls. (checked"),
        (Claim("To nan it falls.", 1, 1, "seeds"), "a claim says 'To nan it falls. (checked"),
    ],
)
def test_a_result_that_is_no_number_is_refused(page, item, told):
    (message,) = messages(page(python("x")), PageResult((Shown((item,)),)))
    assert message.startswith(f"{AT}:1: {told}")
    assert message.endswith(" is no measurement, so say what it is")


def test_infinity_may_be_said_in_words(page):
    shown = PageResult((Shown((Markdown("| never |"), Printed("infinite: never reached"))),))
    assert messages(page(python("x")), shown) == []


def test_a_setting_that_is_typed_in_a_claim(page):
    code = python('claim("In 30 epochs it falls.", held)')
    assert messages(page(META + code + WHOLE)) == [
        f"{AT}:7: the claim here says 30, which nothing holds: compute it, or let the claim's "
        "condition or an `assert` have it, too"
    ]


def test_a_figure_that_is_shown_twice(page):
    found = messages(page("![One](loss.svg)\n\n![Two](loss.svg)"), DRAWN)
    assert found == [f"{AT}:3: loss.svg is shown twice: show each figure once"]


def test_a_figure_that_is_shown(page):
    assert messages(page("![The `{python} x` falls](loss.svg)"), DRAWN) == []


@pytest.mark.parametrize("alt", ["", " "])
def test_an_image_without_alt_text(page, alt):
    found = messages(page(f"\n![{alt}](loss.svg)"), DRAWN)
    assert found == [f"{AT}:2: loss.svg has no alt text: say what is seen"]


def test_an_image_that_nothing_draws(page):
    found = messages(page("a\n\n![It falls](los.svg)\n"))
    assert found == [f"{AT}:3: no block draws los.svg: label a figure 'los'"]


def test_a_figure_that_is_not_shown(page):
    source = "# T\n\n" + python('import matplotlib.pyplot as plt\n\nplt.subplots(num="loss")')
    written = page(source + "\n![It falls](sub/loss.svg)")
    assert messages(written, run_page(written)) == [
        f"{AT}:6: the figure 'loss' is not shown: add ![alt text](loss.svg)"
    ]


def test_a_figure_in_a_sample_is_not_shown(page):
    found = messages(page("````markdown\n![It falls](loss.svg)\n````\n"), DRAWN)
    assert found == [f"{AT}:1: the figure 'loss' is not shown: add ![alt text](loss.svg)"]


def test_errors_are_in_the_order_of_their_lines(page):
    found = messages(page(META + "0.5\n\n![](a.svg)\n\n0.6\n" + WHOLE))
    assert [message.split(":")[1] for message in found] == ["6", "8", "8", "10"]


def test_the_sample_answer_has_nothing_wrong(page):
    answer = page(sample("answer.md"))
    assert messages(answer, run_page(answer)) == []
