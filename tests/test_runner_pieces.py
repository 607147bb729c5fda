"""Independent pieces of a page's work, done by processes of their own."""

import pytest
import torch

from runner.errors import PageError
from runner.isolation import run_isolated, run_piece
from runner_fixtures import python

AT = "docs/training/05-x.md"
IMPORTS = "from operator import mul, truediv\nfrom answers_lib.parallel import each\n"


class Distributor:
    """Does pieces one after another, and counts them."""

    def __init__(self):
        self.calls = 0

    def __call__(self, calls, limit):
        self.calls += len(calls)
        try:
            return [run_piece(call, limit) for call in calls]
        except Exception as error:
            return error


@pytest.fixture
def distribute():
    return Distributor()


@pytest.fixture
def error_of(page, distribute):
    """A function that runs a source whose pieces fail, and gives the message."""

    def fail(source: str) -> str:
        with pytest.raises(PageError) as caught:
            run_isolated(page(source), distribute=distribute)
        return str(caught.value)

    return fail


def test_pieces_give_the_page_what_it_would_find_itself(page, distribute):
    source = python(IMPORTS + "import torch\nones = torch.ones(2, 3)")
    source += "`{python} list(each(mul, [2, 3], [ones, 7, 8]))`\n"
    alone = run_isolated(page(source)).shown
    assert run_isolated(page(source), distribute=distribute).shown == alone
    assert distribute.calls == 2
    assert alone[1].text == f"[{torch.full((2, 3), 2.0)}, 21]"


def test_the_error_of_a_piece_is_one_of_the_page(error_of):
    assert error_of(python(IMPORTS + "list(each(truediv, [1, 1], [1, 0]))")) == (
        f"{AT}:4: ZeroDivisionError: division by zero"
    )
    code = IMPORTS + "from warnings import warn\nlist(each(warn, ['old']))"
    assert error_of(python(code)) == f"{AT}:5: UserWarning: old"


def test_the_process_of_a_piece_dies(error_of):
    assert error_of(python(IMPORTS + "import os\nlist(each(os._exit, [7]))")) == (
        f"{AT}:5: ChildProcessError: the process of a piece of the work died (exit status 7)"
    )


def test_a_piece_that_never_ends_takes_no_longer_than_the_page_may(error_of):
    code = IMPORTS + "import time\nlist(each(time.sleep, [60]))"
    assert error_of("---\ntimeout: 0.5\n---\n" + python(code)) == (
        f"{AT}:4: the block here was still running after 0.5 s: the page's limit "
        "(front matter `timeout:` raises it)"
    )


def test_every_piece_has_a_process_of_its_own_with_one_thread(page, distribute):
    code = (
        "asked = ['__import__(\"os\").getpid()'] * 2 + ['__import__(\"torch\").get_num_threads()']"
    )
    source = python(IMPORTS + "import os\n" + code + "\n*pids, threads = each(eval, asked)")
    source += "`{python} len({os.getpid(), *pids}), threads`"
    assert run_isolated(page(source), distribute=distribute).shown[1].text == "(3, 1)"
