"""What every page starts with, and what pytest makes of the pages."""

import os

from runner.surroundings import DIRECTORY_VARIABLE, DROPPED, FIXED, SCRIPTS, set_environment


def test_what_every_process_inherits(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "environ", dict.fromkeys(DROPPED, "outside") | {"HOME": "here"})
    set_environment(tmp_path / ".cache")
    assert os.environ == {
        **FIXED,
        "HOME": "here",
        "PYTHONPATH": SCRIPTS,
        "IPYTHONDIR": str(tmp_path / ".cache/ipython"),
        "JUPYTER_CONFIG_DIR": str(tmp_path / ".cache/jupyter"),
        DIRECTORY_VARIABLE: str(tmp_path / ".cache/experiments"),
    }
    os.environ |= {DIRECTORY_VARIABLE: "elsewhere", "PYTHONPATH": "mine"}
    set_environment(tmp_path)
    set_environment(tmp_path)
    assert os.environ[DIRECTORY_VARIABLE] == "elsewhere"
    assert os.environ["PYTHONPATH"] == f"{SCRIPTS}{os.pathsep}mine"


def test_nothing_for_pytest_is_published(request):
    assert not list((request.config.rootpath / "docs").rglob("conftest.py"))
