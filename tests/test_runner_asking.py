import pytest

from runner.asking import blocks, check_asking, questions

AT = "docs/training/05-x.md"
ADVICE = "write an option with its reason: - [ ] the option :: the reason"
CHOICE = "- [x] Yes :: Since.\n- [ ] No :: But.\n"
END = "\n## Short answer\n"


@pytest.fixture
def messages(page):
    return lambda source: [str(error) for error in check_asking(page(source))]


def predict(text: str, kind="predict") -> str:
    return f"/// {kind}\nQ?\n\n{text}///\n"


def test_a_block_with_another_one_in_it(page):
    source = "/// try | batches\n/// figure-caption\nC.\n///\nText.\n///\n/// html | p\n///\n"
    (found,) = blocks(page(source))
    assert (found.kind, found.argument) == ("try", "batches")
    assert source[found.body : found.close] == "\n/// figure-caption\nC.\n///\nText.\n"
    assert source[found.start : found.end] == source[: source.index("\n/// html")]


def test_a_block_in_a_fence_is_shown_only(page):
    assert list(blocks(page(f"```text\n{predict(CHOICE)}```\n"))) == []


@pytest.mark.parametrize(
    ("marks", "kind"),
    [
        (["x", " "], "one"),
        (["x", "x", " "], "several"),
        (["=", " "], "number"),
        (["weight", "buffer", "weight"], "sort"),
    ],
)
def test_how_readers_answer(page, messages, marks, kind):
    asked = predict("".join(f"- [{mark}] {n} :: reason\n" for n, mark in enumerate(marks)))
    written = page(asked + END)
    (question,) = questions(written, next(blocks(written)))
    assert question.kind == kind
    assert [option["mark"] for option in question.options] == marks
    assert messages(asked + END) == []


def test_options_over_several_lines_and_two_questions(page):
    asked = (
        "- [x] An option\n  of two lines :: Its reason,\n  of two, too.\n- [ ] B :: b\n\n"
        "Second?\n\n- [=] 3 :: c\n"
    )
    written = page(predict(asked))
    first, second = questions(written, next(blocks(written)))
    texts = [(option["text"], option["reason"]) for option in first.options]
    assert texts == [("An option\n  of two lines", "Its reason,\n  of two, too."), ("B", "b")]
    assert [option["text"] for option in second.options] == ["3"]


def test_an_option_without_a_reason(messages):
    asked = "- [x] A :: a\n- [ ] B\n- [ ] C :: \n"
    assert messages(predict(asked) + END) == [
        f"{AT}:5: this option has no reason: {ADVICE}",
        f"{AT}:6: this option has no reason: {ADVICE}",
    ]


def test_a_block_that_asks_nothing(messages):
    assert messages(predict("Nothing.\n") + END) == [f"{AT}:1: /// predict asks nothing: {ADVICE}"]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("- [ ] A :: a\n- [ ] B :: b\n", "no option is right: mark the right one with [x]"),
        (
            "- [x] A :: a\n",
            "one option is no choice: add what students are tempted to answer",
        ),
        (
            "- [=] 1 :: a\n- [=] 2 :: b\n",
            "a number has one right value, [=], and wrong ones, [ ]",
        ),
        (
            "- [=] 1 :: a\n- [x] 2 :: b\n",
            "a number has one right value, [=], and wrong ones, [ ]",
        ),
        (
            "- [buffer] A :: a\n- [x] B :: b\n",
            "either all marks say where an item belongs, or they are [x] and [ ]",
        ),
    ],
)
def test_marks_that_do_not_go_together(messages, asked, message):
    assert messages(predict(asked) + END) == [f"{AT}:4: {message}"]


def test_a_block_that_is_not_closed(messages):
    source = predict(CHOICE) + END + "/// check\nQ?\n\n" + CHOICE
    assert messages(source) == [
        f"{AT}:9: this block is never closed: end it with a line of ///",
    ]


def test_where_predictions_stand(messages):
    source = END + predict(CHOICE) + predict(CHOICE)
    assert messages(source) == [
        f"{AT}:9: a page has one prediction: use /// check here",
        f"{AT}:3: the prediction stands above ## Short answer",
    ]


def test_what_is_tried_asks_nothing(messages):
    assert messages("/// try | batches\nText.\n///\n" + predict(CHOICE) + END) == []


def test_an_answer_without_a_prediction(messages):
    assert messages(predict(CHOICE, kind="check") + END) == [
        f"{AT}:1: an answer asks before it tells: add a block /// predict above ## Short answer"
    ]
