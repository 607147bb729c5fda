"""Experiments as a page has them, and what becomes of them: for the tests of the memory."""

import os
import subprocess
import sys
from types import ModuleType

import pytest

PAGE = """
from answers_lib.memo import remember
{setup}
@remember
def experiment(n=3, shift=0):
    print("computing")
    {body}
"""


@pytest.fixture
def experiment(tmp_path):
    """A function that writes a page with an experiment, runs it, and returns the function."""

    def write(body="return n + shift", setup="", name="page.md"):
        path, source = tmp_path / name, PAGE.format(setup=setup, body=body)
        path.write_text(source, encoding="utf-8")
        namespace = {"__name__": "__main__"}
        exec(compile(source, path, "exec"), namespace)
        return namespace["experiment"]

    return write


@pytest.fixture
def results(tmp_path, monkeypatch):
    directory = tmp_path / "results"
    monkeypatch.setenv("ANSWERS_CACHE", str(directory))
    return directory


@pytest.fixture
def computed(capsys):
    """A function that calls another and says what it gave and whether it was computed."""

    def call(function, *args, **kwargs):
        result = function(*args, **kwargs)
        return result, "computing" in capsys.readouterr().out

    return call


def own_module(monkeypatch, name, source):
    module = ModuleType(name)
    monkeypatch.setitem(sys.modules, name, module)
    exec(source, vars(module))
    parent, _, attribute = name.rpartition(".")
    if parent:
        monkeypatch.setattr(sys.modules[parent], attribute, module, raising=False)
    return module


def lines(code, **environment):
    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | environment,
    )
    return found.stdout.splitlines()
