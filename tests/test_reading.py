import hashlib
import os
import pickle
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import numpy as np
import pytest
import torch

from answers_lib.reading import files_read, note, still_agree


def sha(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A directory that is not below the temporary one, as a project's own is not."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setenv("ANSWERS_CACHE", str(tmp_path / "cache"))
    for name in ("temporary", "cache", "project"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def write_all(folder):
    Path(folder / "text").write_text("a text")
    np.save(folder / "array.npy", np.arange(3))
    np.savetxt(folder / "table.txt", np.eye(2))
    np.arange(3.0).tofile(folder / "raw")
    torch.save(torch.ones(2), folder / "tensor.pt")
    Path(folder / "pickle").write_bytes(pickle.dumps([1]))


def read_text(path):
    with open(path) as file:
        return file.read()


READERS = {
    "text": read_text,
    "array.npy": np.load,
    "table.txt": np.loadtxt,
    "raw": np.fromfile,
    "tensor.pt": lambda path: torch.load(path, weights_only=True),
    "pickle": lambda path: Path(path).read_bytes(),
}


@pytest.mark.parametrize(("name", "read"), READERS.items(), ids=READERS)
@pytest.mark.parametrize("kind", [Path, str, os.path.basename])
def test_a_file_is_seen_however_it_is_opened(folder, name, read, kind):
    write_all(folder)
    with files_read() as files:
        assert files == {}
        read(kind(folder / name))
    assert files == {str(folder / name): sha(folder / name)}


def test_low_level_opens_bytes_and_threads(folder):
    write_all(folder)
    with files_read() as files:
        os.close(os.open(os.fsencode(folder / "text"), os.O_RDONLY))
        thread = threading.Thread(target=(folder / "raw").read_bytes)
        thread.start()
        thread.join()
    assert list(files) == [str(folder / "text"), str(folder / "raw")]


def test_only_what_is_read_inside(folder):
    write_all(folder)
    (folder / "text").read_text()
    with files_read() as files:
        pass
    (folder / "text").read_text()
    assert files == {}


def test_what_a_file_held_when_it_was_opened_first(folder):
    write_all(folder)
    before = sha(folder / "text")
    with files_read() as files:
        (folder / "text").read_text()
        (folder / "text").write_text("changed")
        (folder / "text").read_text()
    assert files == {str(folder / "text"): before}
    assert not still_agree(files)
    (folder / "text").write_text("a text")
    assert still_agree(files)
    (folder / "text").unlink()
    assert not still_agree(files)


def test_what_was_written_inside_is_no_input(folder):
    with files_read() as files:
        write_all(folder)
        for name, read in READERS.items():
            if name != "tensor.pt":  # which PyTorch writes in C, unseen
                read(folder / name)
        (folder / "part").write_text("whole")
        (folder / "part").replace(folder / "text")
        (folder / "text").read_text()
        with (folder / "new").open("w+") as new:
            new.read()
    assert files == {}


@pytest.mark.parametrize(("mode", "expected"), [("r+", 1), ("a+", 1), ("a", 0), ("w+", 0)])
def test_a_file_that_was_there_and_is_also_written(folder, mode, expected):
    write_all(folder)
    with files_read() as files, (folder / "text").open(mode):
        pass
    assert len(files) == expected


def test_what_is_not_there_is_not_counted(folder):
    with files_read() as files:
        for name in ("missing", "."):
            with pytest.raises(OSError, match=r"No such file|Is a directory"):
                (folder / name).read_text()
        os.mkfifo("pipe")
        os.close(os.open("pipe", os.O_RDONLY | os.O_NONBLOCK))
    assert files == {}


def test_a_file_that_may_not_be_read_is_its_openers_error(folder, monkeypatch):
    write_all(folder)

    def refuse(file, kind):
        raise PermissionError("refused")

    monkeypatch.setattr(hashlib, "file_digest", refuse)
    with files_read() as files:
        assert (folder / "text").read_text() == "a text"
    assert files == {}


def test_what_came_with_python_or_the_machine_is_left_out(folder):
    with files_read() as files:
        Path(os.__file__).read_bytes()
        Path(np.__file__).with_name("version.py").read_bytes()
        Path("/etc/hostname").exists() and Path("/etc/hostname").read_bytes()
        Path("/proc/self/status").read_bytes()
        for place in ("temporary", "cache"):
            (folder.parent / place / "file").write_bytes(b"")
            (folder.parent / place / "file").read_bytes()
    assert files == {}


def test_of_places_of_a_like_name_nothing_is_left_out(folder):
    other = folder.parent / "temporary-not"
    other.mkdir()
    write_all(other)
    with files_read() as files:
        (other / "text").read_text()
    assert list(files) == [str(other / "text")]


IMPORTS = """
import linecache, sys
sys.path.insert(0, ".")
from answers_lib.reading import files_read
with files_read() as files:
    import my_module
    linecache.getline(my_module.__file__, 1)
    open("my_data.py").close()
print(*files)
"""


def test_imported_sources_are_code_and_no_data(folder):
    (folder / "my_module.py").write_text("x = 1")
    (folder / "my_data.py").write_text("x = 1")
    environment = os.environ | {"TMPDIR": tempfile.gettempdir()}
    for _ in range(2):  # the second time from byte code
        command = [sys.executable, "-c", IMPORTS]
        found = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
        assert found.stdout == f"{folder / 'my_data.py'}\n"
    assert (folder / "__pycache__").exists() or sys.dont_write_bytecode


def test_contexts_inside_one_another(folder):
    write_all(folder)
    with files_read() as outer:
        (folder / "text").read_text()
        with files_read() as inner:
            (folder / "text").read_text()
            (folder / "raw").read_bytes()
        (folder / "pickle").read_bytes()
    names = [str(folder / name) for name in ("text", "raw", "pickle")]
    assert (list(outer), list(inner)) == (names, names[:2])


def test_what_an_outer_context_has_written_an_inner_one_still_reads(folder):
    with files_read() as outer:
        (folder / "text").write_text("new")
        with files_read() as inner:
            (folder / "text").read_text()
    assert (outer, list(inner)) == ({}, [str(folder / "text")])


def test_files_of_a_result_that_is_found_again_are_noted(folder):
    with files_read() as outer, files_read() as inner:
        note({"/data/scores.npy": "9f86"})
        note({"/etc/hosts": "9f86"})
    assert outer == inner == {"/data/scores.npy": "9f86"}


def test_an_error_inside_ends_the_context(folder):
    write_all(folder)
    with pytest.raises(ZeroDivisionError), files_read() as files:
        print(1 / 0)
    (folder / "text").read_text()
    assert files == {}
