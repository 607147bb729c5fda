"""What is kept of an experiment is damaged, or cannot be written."""

import random
import re
import resource
import textwrap

import joblib.memory
import numpy as np
import pytest

from answers_lib.memo import DIRECTORY_VARIABLE, remember
from runner.errors import PageError
from runner.isolation import run_isolated
from runner_fixtures import python

CALLS: list[int] = []


@remember
def experiment(n):
    import sys

    sys.modules[__name__].CALLS.append(n)
    return np.arange(n) ** 2, "text" * n


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv(DIRECTORY_VARIABLE, str(tmp_path / "experiments"))
    CALLS.clear()
    return tmp_path / "experiments"


def again(n=50):
    """The experiment as another process would find it."""
    joblib.memory._FUNCTION_HASHES.clear()
    array, text = experiment(n)
    np.testing.assert_array_equal(array, np.arange(n) ** 2)
    assert text == "text" * n


def flip_a_bit_in_the_middle(content):
    half = len(content) // 2
    return content[:half] + bytes([content[half] ^ 0x80]) + content[half + 1 :]


DAMAGES = {
    "truncated": lambda content: content[: len(content) // 2],
    "one bit": flip_a_bit_in_the_middle,
    "empty": lambda content: b"",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_result_runs_again_and_a_line_says_so(cache, caplog, damage):
    again()
    (stored,) = cache.rglob("output.pkl")
    stored.write_bytes(damage(stored.read_bytes()))
    again()
    assert [record.getMessage() for record in caplog.records] == [
        "what experiment() returned is damaged: it runs again"
    ]
    again()
    assert CALLS == [50, 50]


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
@pytest.mark.parametrize("name", ["func_code.py", "metadata.json"])
def test_what_stands_beside_a_result_may_be_damaged(cache, damage, name):
    again()
    (beside,) = cache.rglob(name)
    beside.write_bytes(damage(beside.read_bytes()))
    for _ in range(2):
        again()
    assert CALLS in ([50], [50, 50])


def test_a_flipped_bit_anywhere_gives_the_same_result(cache):
    again()
    generator = random.Random(0)
    for path in [path for path in cache.rglob("*") if path.is_file()]:
        content = path.read_bytes()
        for position in generator.sample(range(len(content)), min(len(content), 60)):
            flipped = bytearray(content)
            flipped[position] ^= 1 << generator.randrange(8)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(flipped)
            again()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


FULL = textwrap.dedent("""
    import os, resource
    os.environ[{variable!r}] = {cache!r}
    from answers_lib.memo import remember

    @remember
    def draws():
        import random
        return [random.random() for _ in range(1000)]

    resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
    draws()
""").strip()


def test_a_full_disk_is_an_error_at_the_line_of_the_page(page, cache):
    # Set on the page: its process has the variables of the test that began the fork server.
    code = FULL.format(variable=DIRECTORY_VARIABLE, cache=str(cache))
    with pytest.raises(PageError) as caught:
        run_isolated(page(python(code)))
    message = (
        rf"docs/training/05-x\.md:12: OSError: {re.escape(str(cache))}/\w+: "
        r"what draws\(\) returned is not kept: \[Errno 27\] File too large"
    )
    assert re.fullmatch(message, str(caught.value))
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 4000
    assert not list(cache.rglob("output.pkl"))
