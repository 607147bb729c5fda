"""What is kept of an experiment is damaged or of somebody else, or cannot be written."""

import hashlib
import os
import pickle
import random
import re
import resource
import sys
import textwrap

import numpy as np
import pytest

from answers_lib.memo import DIRECTORY_VARIABLE, remember
from runner.errors import PageError
from runner.isolation import run_isolated
from runner_fixtures import python

CALLS: list[int] = []


@remember
def experiment(n):
    sys.modules[__name__].CALLS.append(n)
    return np.arange(n) ** 2, "text" * n


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv(DIRECTORY_VARIABLE, str(tmp_path / "experiments"))
    CALLS.clear()
    return tmp_path / "experiments"


def again(n=50):
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
    "a line more": lambda content: content + b"\n",
    "another digest": lambda content: b"0" * 64 + content[64:],
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_result_runs_again_and_a_line_says_so(cache, caplog, damage):
    again()
    (stored,) = cache.iterdir()
    stored.write_bytes(damage(stored.read_bytes()))
    again()
    assert [record.getMessage() for record in caplog.records] == [
        f"{stored}: damaged, so it is computed again"
    ]
    again()
    assert CALLS == [50, 50]


def test_a_flipped_bit_anywhere_gives_the_same_result(cache):
    again()
    (stored,) = cache.iterdir()
    content = stored.read_bytes()
    generator = random.Random(0)
    for position in generator.sample(range(len(content)), 60):
        flipped = bytearray(content)
        flipped[position] ^= 1 << generator.randrange(8)
        stored.write_bytes(flipped)
        again()
    assert CALLS == [50] * 61


class Trap:
    """Unpickled, it makes a directory."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


@pytest.mark.parametrize("name", ["another.result", ""])
def test_a_foreign_pickle_is_not_executed(cache, tmp_path, name):
    """Neither a bare one nor one with the digest of its bytes, which names another file."""
    again()
    (stored,) = cache.iterdir()
    trap = pickle.dumps(Trap(tmp_path / "executed"))
    digest = hashlib.sha256(name.encode() + b"\n" + trap).hexdigest().encode()
    for content in (trap, digest + b"\n" + trap):
        stored.write_bytes(content)
        again()
    assert CALLS == [50] * 3
    assert not (tmp_path / "executed").exists()
    pickle.loads(trap)
    assert (tmp_path / "executed").exists()  # it would have been seen


def test_a_result_of_another_name_is_damaged(cache, caplog):
    again(50)
    again(40)
    one, other = cache.iterdir()
    other.write_bytes(one.read_bytes())
    again(50)
    again(40)
    assert sorted(CALLS[2:]) in ([40], [50])
    assert [record.getMessage() for record in caplog.records] == [
        f"{other}: damaged, so it is computed again"
    ]


def test_a_result_whose_class_is_gone(cache, caplog, monkeypatch):
    made = type("Gone", (), {"__module__": __name__, "__qualname__": "Gone"})
    monkeypatch.setattr(sys.modules[__name__], "Gone", made, raising=False)

    @remember
    def make():
        return getattr(sys.modules[__name__], "Gone", int)()

    assert isinstance(make(), made)
    monkeypatch.undo()
    monkeypatch.setenv(DIRECTORY_VARIABLE, str(cache))
    assert make() == 0
    (stored,) = cache.iterdir()
    assert [record.getMessage() for record in caplog.records] == [
        f"{stored}: cannot be read back, so it is computed again: Can't get attribute 'Gone' on "
        f"{sys.modules[__name__]}"
    ]


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
        rf"docs/training/05-x\.md:12: OSError: {re.escape(str(cache))}/__main__\.draws-\w+\.kept: "
        r"what draws\(\) returned is not kept: \[Errno 27\] File too large"
    )
    assert re.fullmatch(message, str(caught.value))
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 4000
    assert not list(cache.iterdir())


def test_a_directory_that_is_none(cache):
    cache.write_text("a file")
    with pytest.raises(NotADirectoryError, match=re.escape(f"Not a directory: '{cache}/")):
        again()
