"""Pages that eat memory: the limit of a page's process."""

import resource

import pytest

from runner.errors import PageError
from runner.isolation import run_isolated
from runner_fixtures import python

# What torch and its neighbours take before a page asks for anything is under half a gigabyte.
FRONT = "---\nmemory: 0.8\n---\n"
MESSAGE = (
    "the block here needs more than 0.8 GB of memory: the page's limit "
    "(front matter `memory:` raises it)"
)
EATERS = {
    "a tensor": "import torch\n\ntorch.ones(2**28)",
    "an array": "import numpy\n\nnumpy.ones(2**28)",
    "a text": "x = 1\n\nx * 'a' * 2**31",
    "a list that grows": "x = [0]\n\nwhile True: x += x",
    "a mapping": "import mmap as m\n\nm.mmap(-1, 2**31, m.MAP_PRIVATE)",
}


@pytest.fixture
def error(page):
    """A function that runs a source in a process, which must fail, and gives the message."""

    def fail(source: str, name: str = "a.md") -> str:
        with pytest.raises(PageError) as caught:
            run_isolated(page(source, name))
        return str(caught.value)

    return fail


@pytest.mark.parametrize("code", EATERS.values(), ids=EATERS)
def test_a_block_that_asks_for_too_much(error, code):
    assert error(FRONT + python("y = 1") + "\n" + python(code)) == f"docs/a.md:11: {MESSAGE}"


def test_a_value_and_a_doctest_that_ask_for_too_much(error):
    assert error(FRONT + "\n`{python} len('a' * 2**31)`") == f"docs/a.md:5: {MESSAGE}"
    doctest = "```pycon\n>>> len('a' * 2**31)\n1\n```\n"
    assert error(FRONT + doctest) == f"docs/a.md:5: {MESSAGE}"


def test_small_pieces_until_nothing_is_left(error):
    # Not even the error can be put together before the limit is lifted.
    code = "x = []\nwhile True:\n    x.append(bytes(5000))"
    found = error(FRONT + python("y = 1") + "\n" + python(code))
    assert found in {f"docs/a.md:{line}: {MESSAGE}" for line in (8, 10, 11)}


def test_what_keeps_to_the_limit_runs(page):
    code = (
        "import torch\nx = torch.ones(2**26)\ntry:\n    'a' * 2**31\nexcept MemoryError: x = x[:2]"
    )
    (_, shown) = run_isolated(page(FRONT + python(code) + "\n`{python} len(x)`")).shown
    assert shown.text == "2"


def test_a_process_that_a_page_starts_has_the_limit_too(page):
    code = (
        "import subprocess, sys\n"
        "command = [sys.executable, '-c', \"len('a' * 2**31)\"]\n"
        "done = subprocess.run(command, capture_output=True, text=True)\n"
        "print(done.stderr.splitlines()[-1])"
    )
    (shown,) = run_isolated(page(FRONT + python(code))).shown
    assert shown.printed == "MemoryError\n"


def test_a_lab_that_eats_memory(error):
    message = MESSAGE.replace("0.8 GB", "4 GB")  # a lab has no front matter
    assert error("# %%\nx = 1\n\n# %%\nlen('a' * 2**33)\n", "labs/a.py") == (
        f"docs/labs/a.py:5: {message}"
    )


def test_the_limit_of_a_page(page):
    assert page("# T").memory == 4
    assert page(FRONT).memory == 0.8


def test_a_limit_that_is_no_number(page, isolated):
    page("---\nmemory: lots\n---\n" + python("x = 1"), "a.md")
    isolated()
    assert isolated.errors == ["docs/a.md:1: ValueError: could not convert string to float: 'lots'"]


def test_another_error_stays_what_it_is(error):
    assert error(python("raise ValueError('MemoryError: no')")) == (
        "docs/a.md:2: ValueError: MemoryError: no"
    )


def test_nothing_here_is_limited(page):
    run_isolated(page(FRONT + "`{python} 1`"))
    assert resource.getrlimit(resource.RLIMIT_DATA) == (resource.RLIM_INFINITY,) * 2
