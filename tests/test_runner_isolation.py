import matplotlib as mpl
import pytest

from runner.errors import PageError
from runner.isolation import run_isolated
from runner.page import Page
from runner.running import run_page
from runner.surroundings import reset_matplotlib
from runner_fixtures import python, sample

AT = "docs/training/05-x.md"
FRONT = "---\ntimeout: {}\n---\n"


@pytest.fixture
def isolated(page):
    """A function that runs a source in a process, which must fail, and gives the message."""

    def fail(source: str) -> str:
        with pytest.raises(PageError) as caught:
            run_isolated(page(source))
        return str(caught.value)

    return fail


@pytest.fixture(scope="module", autouse=True)
def _server(tmp_path_factory):
    """Start the fork server once, so that no limit of a test is spent on it."""
    run_isolated(Page(tmp_path_factory.mktemp("docs"), "a.md", "`{python} 1`"))


def test_the_result_is_that_of_a_run_in_this_process(page):
    answer, reported = page(sample("answer.md")), []
    with mpl.rc_context():
        reset_matplotlib()
        expected = run_page(answer).shown
    assert run_isolated(answer, reported.append).shown == expected
    assert reported == [48, 58, 58, 62, 67, 70, 17, 42]


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("import sys; sys.exit(3)", "SystemExit: 3"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("import os; os._exit(7)", "the process died in the block here (exit status 7)"),
        (
            "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
            "the process died in the block here (exit status -9)",
        ),
        ("import ctypes; ctypes.string_at(0)", "the process died in the block here (exit status "),
    ],
)
def test_whatever_a_block_does_is_reported_at_its_line(isolated, code, message):
    # A process that dies leaves only the line where its block begins.
    line = 6 if "died" in message else 7
    start = python("x = 1") + "\n\n" + python(code)
    assert isolated(start).startswith(f"{AT}:{line}: {message}")


def test_a_block_that_never_ends(isolated):
    source = FRONT.format(0.5) + python("x = 1") + "\n" + python("while True:\n    pass")
    assert isolated(source) == (
        f"{AT}:8: the block here was still running after 0.5 s: the page's limit "
        "(front matter `timeout:` raises it)"
    )


def test_a_value_that_never_comes(isolated):
    source = FRONT.format(0.5) + "\n`{python} __import__('time').sleep(60)`"
    assert isolated(source).startswith(f"{AT}:5: the block here was still running after 0.5 s")


def test_an_error_in_the_set_up_of_the_page_is_one_of_its_own(isolated):
    assert isolated("```python\n") == (
        f"{AT}:1: this fence is never closed: end it with a line of ```"
    )


def test_nothing_a_page_changes_reaches_the_next(page):
    source = python("import math, torch\nmath.pi = 3\ntorch.manual_seed(1)")
    values = "`{python} (math.pi, torch.initial_seed() == 1, torch.get_num_threads())`"
    run_isolated(page(source))
    after = run_isolated(page(python("import math, torch") + values))
    assert after.shown[1].text == "(3.141592653589793, False, 1)"


def test_an_error_brings_its_excerpt_along(page):
    with pytest.raises(PageError) as caught:
        run_isolated(page(python("1 / 0")))
    assert caught.value.excerpt == "     1 | ```python\n>    2 | 1 / 0\n     3 | ```"


def test_a_large_result_comes_whole(page):
    (shown,) = run_isolated(page(python("print('x' * 10_000_000)"))).shown
    assert len(shown.printed) == 10_000_001
