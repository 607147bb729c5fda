import signal
import warnings

import pytest
import torch

from runner.errors import PageError, error_from
from runner.result import PageResult
from runner.running import run_page, runs
from runner_fixtures import python, sample

AT = "docs/training/05-x.md"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (python("x = 1\n\nx / 0"), "4: ZeroDivisionError: division by zero"),
        ("text\n\n" + python("assert 0"), "4: AssertionError"),
        (python("x = 1\nif:\n"), "3: SyntaxError: invalid syntax"),
        (python("x = 1\n  y = 2\n"), "3: IndentationError: unexpected indent"),
        (python("eval('1 +')"), "2: SyntaxError: invalid syntax"),
        (python("x = (1,\n"), "2: SyntaxError: '(' was never closed"),
        (python("import json\njson.loads('')"), "3: JSONDecodeError: Expecting value: line 1"),
        ("a\n\n`{python} missing`", "3: NameError: name 'missing' is not defined"),
        ("a\n`{python} 1 +` b", "2: SyntaxError: invalid syntax"),
        ("a\n`{python} x = 1` b", "2: SyntaxError: invalid syntax"),
        ("- a\n\n    ```python\n    1 / 0\n    ```\n", "4: ZeroDivisionError: division by zero"),
        ("> ```python\n>\n> 1 / 0\n> ```\n", "3: ZeroDivisionError: division by zero"),
        (python("raise __import__('unittest').SkipTest('no')"), "2: SkipTest: no"),
        ("a\x0cb\n\n" + python("1 / 0"), "4: ZeroDivisionError: division by zero"),
    ],
)
def test_an_error_at_its_line(error_of, source, message):
    assert error_of(source).startswith(f"{AT}:{message}")


def test_an_error_in_a_function_of_an_earlier_block(error_of):
    source = python("def f(x):\n    return 1 / x") + "\n" + python("f(1)\nf(0)")
    assert error_of(source) == f"{AT}:3: ZeroDivisionError: division by zero"


def test_an_error_in_a_value_that_calls_a_function_of_a_block(error_of):
    source = python("def f(x):\n    return 1 / x") + "\n`{python} f(0)`"
    assert error_of(source) == f"{AT}:3: ZeroDivisionError: division by zero"


def test_lines_around_an_error(page):
    with pytest.raises(PageError) as caught:
        run_page(page("one\n" + python("x = 1\n1 / 0")))
    assert caught.value.excerpt == (
        "     2 | ```python\n     3 | x = 1\n>    4 | 1 / 0\n     5 | ```"
    )


def test_a_claim_that_fails(error_of):
    code = """from answers_lib.claims import claim

claim("It holds.", [True, False, True], per="seeds")
"""
    assert error_of(python(code)) == (
        f"{AT}:4: ClaimError: the claim 'It holds.' held in 2 of 3 seeds, 3 needed; "
        "failed at index 1"
    )


def test_a_doctest_that_differs(error_of):
    source = "a\n\n```pycon\n>>> x = 1\n>>> x + 1\n3\n```\n"
    assert error_of(source) == f"{AT}:5: doctest: Expected:\n    3\nGot:\n    2"


def test_a_doctest_in_a_list_is_at_its_own_line(error_of):
    lines = [f"    >>> {n}\n    {n}\n" for n in range(20)]
    source = f"- a\n\n    ```pycon\n{''.join(lines)}    >>> 1\n    2\n    ```\n"
    assert error_of(source) == f"{AT}:44: doctest: Expected:\n    2\nGot:\n    1"


def test_a_doctest_that_raises(error_of):
    source = "```pycon\n>>> 1 / 0\n```\n"
    assert error_of(source) == f"{AT}:2: ZeroDivisionError: division by zero"


def test_a_doctest_that_should_raise(run):
    source = "```pycon\n>>> 1 / 0\nTraceback (most recent call last):\nZeroDivisionError: {}\n```\n"
    assert run(source.format("division by zero")).shown == ()
    with pytest.raises(PageError, match=f"^{AT}:2: doctest: Expected:"):
        run(source.format("another"))


def test_doctests_see_the_page_and_the_page_sees_them(run):
    source = python("x = 1") + "\n```pycon\n>>> x\n1\n>>> y = 2\n```\n\n`{python} y`"
    assert run(source).shown[-1].text == "2"


@pytest.mark.parametrize(
    "source",
    [
        python('import warnings\nwarnings.warn("old")'),
        '\n`{python} __import__("warnings").warn("old")`',
        "```pycon\n>>> import warnings\n>>> warnings.warn('old')\n```\n",
    ],
)
def test_a_warning_is_an_error(error_of, source):
    with warnings.catch_warnings(action="ignore"):
        message = error_of(source)
    assert message == f"{AT}:{3 if source[0] == '`' else 2}: UserWarning: old"


def test_a_warning_of_the_compiler_is_an_error(error_of):
    with warnings.catch_warnings(action="ignore"):
        message = error_of(python("x = '\\d'"))
    assert message == f"{AT}:2: SyntaxError: invalid escape sequence '\\d'"


def test_two_blocks_with_the_same_figure(error_of):
    block = python("import matplotlib.pyplot as plt\nplt.subplots(num='loss')")
    assert error_of(block + "\n" + block) == (
        f"{AT}:6: the figure label 'loss' is taken: line 1 draws it too"
    )


def test_one_thread(run):
    torch.set_num_threads(2)
    run(python("x = 1"))
    assert torch.get_num_threads() == 1


def test_two_runs_give_the_same_results(page):
    answer = page(sample("answer.md"))
    assert run_page(answer).shown == run_page(answer).shown


def test_lines_are_reported_before_blocks_run(page):
    reported = []
    with pytest.raises(PageError):
        run_page(page(python("x = 1") + "\n`{python} x`\n\n" + python("1 / 0")), reported.append)
    assert reported == [1, 5, 7]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# Text\n", False),
        ("```text\nx\n```\n", False),
        ("`{python} 1`", True),
        (python("x = 1"), True),
        ("```pycon\n>>> 1\n1\n```\n", True),
    ],
)
def test_whether_anything_runs(page, source, expected):
    assert runs(page(source)) == expected


def test_a_lab_always_runs(page):
    assert runs(page("", "labs/l.py"))


def test_an_error_without_a_line_of_the_page_is_at_the_block(page):
    assert str(error_from(page("a\nb"), 2, ValueError("x"))) == f"{AT}:2: ValueError: x"


def test_values_of_the_lesson_come_last(run):
    lesson = "# T\n\n## Short answer\n\n`{python} x` of `{python} len('ab')`\n\n"
    evidence = "## Evidence\n\n" + python("x = 1") + "\n`{python} x`\n\n" + python("x = 2")
    assert [shown.text for shown in run(lesson + evidence).shown] == ["2", "2", "", "1", ""]


def test_a_result_survives_json(page):
    result = run_page(page(sample("answer.md")))
    assert PageResult.from_json(result.to_json()) == result
    assert list(result.figures) == ["gain"]
    assert [claim.sentence for claim in result.claims] == ["More data helps."]


def test_an_interrupt_is_not_swallowed(page):
    with pytest.raises(KeyboardInterrupt):
        run_page(page(python(f"import signal; signal.raise_signal({int(signal.SIGINT)})")))
