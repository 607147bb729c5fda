import subprocess

import pytest

from answers_lib.claims import Claim
from runner.result import PageResult
from runner.shown import Shown
from weaving import origin
from weaving.origin import About, citation, made_with

named = origin.commit.__wrapped__  # not the one that is remembered
ABOUT = About("https://e.org/a/", "Trained", "", "https://git.org/b/blob/main/docs/")


@pytest.fixture(autouse=True)
def _versions(monkeypatch):
    monkeypatch.setattr(origin, "_versions", lambda: "torch 2.13")
    monkeypatch.setattr(origin, "commit", lambda: "70493f0")


def claim(repeats, per="seeds"):
    return Claim("C.", repeats, repeats, per)


def test_addresses(page):
    written = page("# T\n", "training/05-é.md")
    assert ABOUT.place(written) == "https://e.org/a/training/05-%C3%A9/"
    assert ABOUT.source(written) == "https://git.org/b/blob/main/docs/training/05-%C3%A9.md"


def test_a_line_to_cite(page, monkeypatch):
    written = page("# More data\n")
    whole = "The Trained contributors: More data. https://e.org/a/training/05-x/, version 70493f0."
    assert citation(written, ABOUT) == f"{whole} MIT license."
    monkeypatch.setattr(origin, "commit", lambda: "")
    assert citation(written, About()) == "The contributors: More data. training/05-x/. MIT license."


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ((), ""),
        ((claim(8), claim(3, "steps")), ", claims over 8 seeds"),
        ((claim(8), claim(5)), ", claims over 5 to 8 seeds"),
    ],
)
def test_what_made_the_results(claims, words):
    result = PageResult((Shown(claims),), seconds=12.4)
    assert made_with(result) == f"computed in 12 s at commit 70493f0{words}, with torch 2.13"


def test_the_commit_is_the_one_that_git_names(tmp_path, monkeypatch):
    library = tmp_path / "answers_lib"
    library.mkdir()
    (library / "a.py").write_text("x = 1\n", encoding="utf-8")
    monkeypatch.setattr(origin, "LIBRARY", library)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert named() == ""
    settings = ["-c", "user.name=A", "-c", "user.email=a@e.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "First"]):
        subprocess.run(["git", "-C", tmp_path, *settings, *command], check=True)
    head = ["git", "-C", tmp_path, "rev-parse", "HEAD"]
    full = subprocess.run(head, check=True, capture_output=True, text=True).stdout
    assert len(named()) >= 7
    assert full.startswith(named())
    (library / "a.py").write_text("x = 2\n", encoding="utf-8")
    assert named().endswith("-dirty")


def test_without_git_there_is_no_commit(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert named() == ""
