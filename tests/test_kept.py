import os
import time

import numpy as np
import pytest

from answers_lib import kept
from answers_lib.kept import Kept, prune, read, write

NAME = "answers_lib.training.train-" + 40 * "a" + ".kept"


def test_a_result_is_read_as_it_was_written(tmp_path):
    path = tmp_path / "deep" / "down" / NAME
    assert read(path) is None
    write(path, Kept({"x": np.arange(3)}, {}))
    found = read(path)
    np.testing.assert_array_equal(found.result["x"], np.arange(3))
    assert found.files == {}
    write(path, Kept(None, {}))
    assert read(path) == Kept(None, {})  # a result that is None is a result
    assert [left.name for left in path.parent.iterdir()] == [NAME]


def test_it_is_compressed(tmp_path):
    write(tmp_path / NAME, Kept(np.zeros(100_000), {}))
    assert (tmp_path / NAME).stat().st_size < 10_000


def test_it_is_found_as_long_as_its_files_are_the_same(tmp_path):
    data = tmp_path / "data"
    data.write_text("abc")
    # The example of FIPS 180-2 for "abc".
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    write(tmp_path / NAME, Kept(1, {str(data): digest}))
    assert read(tmp_path / NAME) == Kept(1, {str(data): digest})
    data.write_text("abd")
    assert read(tmp_path / NAME) is None
    data.write_text("abc")
    assert read(tmp_path / NAME) == Kept(1, {str(data): digest})


@pytest.mark.parametrize("error", [OSError("full"), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_the_old_result_and_nothing_else(tmp_path, monkeypatch, error):
    write(tmp_path / NAME, Kept(1, {}))

    def fail(*paths):
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", fail)
        with pytest.raises(type(error)):
            write(tmp_path / NAME, Kept(2, {}))
    assert [left.name for left in tmp_path.iterdir()] == [NAME]
    assert read(tmp_path / NAME) == Kept(1, {})


def test_a_disk_that_does_not_let_read_is_told(tmp_path):
    (tmp_path / NAME).mkdir()
    with pytest.raises(IsADirectoryError, match=NAME):
        read(tmp_path / NAME)


def test_what_is_pruned(tmp_path):
    other = NAME.replace("a.kept", "b.kept")
    for name in (NAME, other):
        write(tmp_path / name, Kept(1, {}))
    killed, running = (tmp_path / f"{NAME}.{letters}.part" for letters in ("x1_", "y2_"))
    for path in (killed, running):
        path.touch()
    os.utime(killed, (time.time() - 61, time.time() - 61))
    of_joblib = tmp_path / "0123456789abcdef"
    (of_joblib / "joblib" / "module").mkdir(parents=True)
    somebody = [
        *("notes.txt", "train.kept", f"{NAME}.bak", "my-file.kept", f"{other}.x.part.txt"),
        *("fedcba9876543210/mine/x", f"sub/{other}", "0123456789abcde/joblib/x"),
    ]
    for name in somebody:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    prune(tmp_path, keep=[NAME, "never-written"])
    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {NAME, running.name, *somebody}
    assert not of_joblib.exists()


def test_nothing_is_pruned_where_nothing_is(tmp_path):
    prune(tmp_path / "missing", keep=[])
    prune(tmp_path, keep=[])
    assert not list(tmp_path.iterdir())


def test_a_write_that_has_just_been_given_its_name(tmp_path, monkeypatch):
    gone = tmp_path / f"{NAME}.x.part"
    monkeypatch.setattr(type(tmp_path), "iterdir", lambda path: [gone])
    prune(tmp_path, keep=[])
    assert not kept._is_left_over(gone)
