import os
import re
import subprocess
import sys
import textwrap
import time

import numpy as np
import pytest

from answers_lib import fingerprint, memo
from answers_lib.memo import forgetful, used
from memo_fixtures import lines


def test_what_was_computed_once_is_found_again(experiment, results, computed):
    assert computed(experiment(), 4) == (4, True)
    assert computed(experiment(), 4) == (4, False)
    assert computed(experiment(), n=4, shift=0) == (4, False)  # the same call, written out


def test_other_arguments_are_computed(experiment, results, computed):
    function = experiment()
    for args in [(), (4,), (4, 1), (4.0, 1), (True, 1), (np.array([1]),), (np.array([2]),)]:
        assert computed(function, *args) == (function(*args), True)


def test_a_wrong_call_is_an_error_of_python(experiment, results):
    with pytest.raises(TypeError, match=r"^experiment\(\) got an unexpected keyword argument 'm'$"):
        experiment()(m=1)


def test_code_that_only_moves_is_not_computed_again(experiment, results, computed):
    assert computed(experiment()) == (3, True)
    assert computed(experiment(setup="# one line\n# more\n")) == (3, False)
    assert computed(experiment('"""Says it."""\n    # and a comment\n\n    return n + shift')) == (
        3,
        False,
    )


def test_pages_with_experiments_of_one_name_keep_their_own(experiment, results, computed):
    for expected in (True, False):
        assert computed(experiment("return 1", name="a.md")) == (1, expected)
        assert computed(experiment("return 2", name="b.md")) == (2, expected)


def test_nothing_is_kept_without_the_variable(experiment, tmp_path, computed):
    for _ in range(2):
        assert computed(experiment()) == (3, True)
    assert [path.name for path in tmp_path.iterdir()] == ["page.md"]


def test_remembered_functions_inside_one_another(experiment, results, computed):
    setup = "@remember\ndef inner(n):\n    print('computing inner')\n    return n * {}"
    assert computed(experiment("return inner(n) + 1", setup.format(2)), 4) == (9, True)
    assert len(list(results.iterdir())) == 2
    assert computed(experiment("return inner(n) + 1", setup.format(2)), 4) == (9, False)
    assert computed(experiment("return inner(n) + 1", setup.format(3)), 4) == (13, True)


def test_a_forgetful_run_reads_nothing_and_keeps_what_it_finds(experiment, results, computed):
    assert computed(experiment()) == (3, True)
    token = forgetful.set(True)
    assert computed(experiment()) == (3, True)
    forgetful.reset(token)
    assert computed(experiment()) == (3, False)


def test_the_names_that_were_used(experiment, results, monkeypatch):
    monkeypatch.setattr(memo, "_used", set())
    experiment()(1)
    (written,) = results.iterdir()
    assert re.fullmatch(r"__main__\.experiment-[0-9a-f]{40}\.kept", written.name)
    assert used() == {written.name}
    monkeypatch.setattr(memo, "_used", set())
    experiment()(1)
    assert used() == {written.name}


def test_a_file_that_the_function_reads(experiment, results, computed, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "elsewhere"))
    data = tmp_path / "data.txt"
    inner = f"@remember\ndef inner(): return __import__('pathlib').Path({str(data)!r}).read_text()"
    for setup, body in [
        ("", f"with open({str(data)!r}) as f: return f.read()"),
        (inner, "return inner()"),
    ]:
        for text, ran in [("one", True), ("one", False), ("two", True), ("two", False)]:
            data.write_text(text)
            assert computed(experiment(body, setup)) == (text, ran)


@pytest.mark.parametrize("what", ["environment", "distributions", "_settings"])
def test_another_version_computes_again(experiment, results, computed, monkeypatch, what):
    assert computed(experiment()) == (3, True)
    with monkeypatch.context() as patched:
        patched.setattr(memo, what, lambda *packages: {"torch": "0.1"})
        assert computed(experiment()) == (3, True)
    assert computed(experiment()) == (3, False)


MODULE = """
import time
from answers_lib.memo import remember

@remember
def slow(n):
    open("started", "w").close()
    while "{wait}" and not __import__("os").path.exists("edited"):
        time.sleep(0.01)
    return n * {factor}
"""


def test_an_edit_during_the_run_does_not_poison_the_store(tmp_path):
    """The first run still computes n * 1 while its file says n * 7; neither takes the other's."""
    source = tmp_path / "my_slow.py"
    source.write_text(MODULE.format(wait="y", factor=1))
    environment = os.environ | {
        "ANSWERS_CACHE": str(tmp_path / "cache"),
        "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-c", "import my_slow; print(my_slow.slow(3))"]

    def start():
        return subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True
        )

    first = start()
    while not (tmp_path / "started").exists():
        assert first.poll() is None
        time.sleep(0.01)
    source.write_text(MODULE.format(wait="y", factor=7))
    (tmp_path / "edited").touch()
    assert first.communicate()[0] == "3\n"
    for factor, kept in [(7, 2), (1, 2), (7, 2)]:
        source.write_text(MODULE.format(wait="y", factor=factor))
        assert start().communicate()[0] == f"{3 * factor}\n"
        assert len(list((tmp_path / "cache").iterdir())) == kept


def test_two_processes_that_compute_the_same_at_once(tmp_path):
    code = textwrap.dedent("""
        import numpy as np, time
        from answers_lib.memo import remember
        @remember
        def draws():
            time.sleep(0.3)
            return np.arange(100_000)
        print(draws().sum(), draws().sum())
    """)
    environment = os.environ | {"ANSWERS_CACHE": str(tmp_path)}
    both = [
        subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    assert [process.communicate()[0] for process in both] == [b"4999950000 4999950000\n"] * 2
    assert len(list(tmp_path.iterdir())) == 1


def test_importing_the_memory_imports_nothing_large():
    code = "import sys, answers_lib.memo\nprint(*{'torch', 'matplotlib', 'numpy'} & {*sys.modules})"
    assert lines(code) == [""]
    assert fingerprint.digest("a")
