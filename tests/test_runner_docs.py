"""A page's blocks as pytest runs them, beside how the build runs them."""

import os

import matplotlib.pyplot as plt

from answers_lib.memo import DIRECTORY_VARIABLE
from runner.isolation import run_isolated, set_environment
from runner.parsing import page_sybil
from runner_fixtures import python

REMEMBERED = """import os
os.environ["{variable}"] = {cache!r}

from answers_lib.memo import remember


@remember
def slow(log, n):
    with open(log, "a") as file:
        file.write("ran ")
    return n + 1

print(slow({log!r}, 1))
"""


def test_pytest_and_the_build_remember_the_same(page, docs, tmp_path, monkeypatch):
    cache, log = tmp_path / "experiments", tmp_path / "log"
    monkeypatch.setenv(DIRECTORY_VARIABLE, str(cache))
    code = REMEMBERED.format(variable=DIRECTORY_VARIABLE, cache=str(cache), log=str(log))
    written = page("# T\n\n" + python(code))
    for example in page_sybil(docs).parse(written.path):
        example.evaluate()
    assert run_isolated(written).shown[0].printed == "2\n"
    assert log.read_text() == "ran "
    # An edit of the text moves the function, and changes nothing about it.
    assert run_isolated(page("# T\n\nMore.\n\n" + python(code))).shown[0].printed == "2\n"
    assert log.read_text() == "ran "


def test_what_every_process_inherits(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "environ", {})
    set_environment(tmp_path / ".cache")
    assert os.environ == {
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "MPLBACKEND": "agg",
        "PYTHONDONTWRITEBYTECODE": "1",
        DIRECTORY_VARIABLE: str(tmp_path / ".cache/experiments"),
    }
    os.environ[DIRECTORY_VARIABLE] = "elsewhere"
    set_environment(tmp_path)
    assert os.environ[DIRECTORY_VARIABLE] == "elsewhere"


def test_nothing_for_pytest_is_published(request):
    assert not list((request.config.rootpath / "docs").rglob("conftest.py"))


def test_figures_are_closed_after_each_page(docs):
    plt.figure("left open")
    page_sybil(docs).teardown({})
    assert plt.get_fignums() == []
