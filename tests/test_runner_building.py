import tempfile
from pathlib import Path

import pytest

from runner import keys
from runner.result import PageResult
from runner_fixtures import NAME, Builder, python, sample

AT = f"docs/{NAME}"
IMPORTS = python("from answers_lib.claims import claim")
NEVER = ["it has no stored result"]


def test_a_page_runs_once(page, build):
    page(sample("answer.md"))
    assert build() == {NAME: NEVER}
    assert build() == {}
    (outcome,) = build.outcomes
    assert list(outcome.result.figures) == ["gain"]
    assert (outcome.errors, outcome.why) == ((), ())


def test_a_page_of_text_never_runs_and_is_not_stored(page, build):
    page("# T\n")
    assert build() == {}
    assert build.outcomes[0].result is not None
    assert not (build.cache / "pages").exists()


def test_an_edit_of_the_text_runs_nothing_and_is_checked(page, build):
    page(python("x = 1"))
    build()
    page("More.\n\n" + python("x = 1") + "\n![It falls](loss.svg)\n")
    assert build() == {}
    assert build.errors == [f"{AT}:7: no block draws loss.svg: label a figure 'loss'"]
    page("More.\n\n" + python("x = 1"))
    assert build() == {}
    assert build.errors == []


def test_an_edit_of_the_code_runs_the_page(page, build):
    page(python("x = 1"))
    build()
    page(python("x = 2"))
    assert build() == {NAME: ["the page's code changed"]}
    assert build.watcher.estimates[0] > 0


def test_a_change_of_the_library_runs_the_pages_that_import_it(page, build, monkeypatch):
    page(IMPORTS, "a.md")
    page(python("import math"), "b.md")
    page(python("from answers_lib.memo import remember"), "c.md")
    build()
    before = keys._library

    def edited(*arguments):
        sources = before(*arguments)
        return {n: "0" * 64 if n == "answers_lib/claims.py" else d for n, d in sources.items()}

    monkeypatch.setattr(keys, "_library", edited)
    assert build() == {"a.md": ["answers_lib/claims.py changed"]}
    monkeypatch.undo()
    assert build() == {}  # what was computed before the edit is found again


def test_another_version_runs_every_page(page, build, monkeypatch):
    page(python("x = 1"), "a.md")
    now = keys._environment()
    monkeypatch.setattr(keys, "_environment", lambda: {**now, "Python": "3.11.7"})
    build()
    monkeypatch.setattr(keys, "_environment", lambda: {**now, "Python": "3.13.1"})
    assert build() == {"a.md": ["Python 3.11.7 → 3.13.1"]}


@pytest.mark.parametrize(
    "damage", [lambda b: b"", lambda b: b[:-9], lambda b: b.replace(b"0.93", b"0.94")]
)
def test_a_damaged_result_runs_again_and_says_so(page, build, damage):
    page("`{python} '0.93'`")
    build()
    build.stored().write_bytes(damage(build.stored().read_bytes()))
    assert build() == {NAME: ["the stored result is damaged"]}
    assert build.outcomes[0].result.shown[0].text == "0.93"
    assert build() == {}


def test_a_failure_is_not_stored_and_keeps_what_was(page, build):
    page(python("x = 1"))
    build()
    before = build.stored().read_bytes()
    page(python("x = 1 / 0"))
    assert build() == build() == {NAME: ["the page's code changed"]}
    assert build.errors == [f"{AT}:2: ZeroDivisionError: division by zero"]
    assert build.outcomes[0].result is None
    assert build.stored().read_bytes() == before
    page(python("x = 1"))
    assert build() == {}


def test_a_failing_page_stops_no_other(page, build):
    page(python("1 / 0"), "a.md")
    page("```pyhton\n```\n", "b.md")
    page("---\ntimeout: soon\n---\n" + python("x = 1"), "c.md")
    page(python("x = 1"), "d.md")
    build()
    assert [outcome.page.name for outcome in build.outcomes] == ["a.md", "b.md", "c.md", "d.md"]
    assert [outcome.result is None for outcome in build.outcomes] == [True, True, False, False]
    assert sorted(build.watcher.done) == ["a.md", "b.md", "c.md", "d.md"]


def test_a_limit_that_is_no_number(page, isolated):
    page("---\ntimeout: soon\n---\n" + python("x = 1"))
    isolated()
    assert isolated.errors == [f"{AT}:1: ValueError: could not convert string to float: 'soon'"]


def test_a_library_that_cannot_be_read_is_an_error_of_the_page(page, build, monkeypatch):
    def broken(imports, edits):
        raise SyntaxError("invalid syntax in answers_lib/data.py")

    page(IMPORTS)
    page("# Text", "text.md")
    monkeypatch.setattr(keys, "_library", broken)
    build()
    assert build.errors == [f"{AT}:1: SyntaxError: invalid syntax in answers_lib/data.py"]


def test_only_the_named_pages_run(page, build, monkeypatch):
    page(python("x = 1"), "a.md")
    page(python("y = 1"), "b c.md")
    assert build(names=["b c.md"]) == {"b c.md": NEVER}
    a, b = build.outcomes
    assert (a.result, a.errors, b.result is None) == (None, (), False)
    build()
    monkeypatch.setattr(keys, "_environment", lambda: {"Python": "0.1"})
    assert list(build(names=["b c.md"])) == ["b c.md"]
    assert build.outcomes[0].result is not None  # stale, and kept
    page(python("x = 2") + python("y = 2"), "a.md")
    build(names=["b c.md"])
    assert build.outcomes[0].result is None  # what is stored does not fit its blocks


def test_a_page_that_is_not_named_is_checked_all_the_same(page, build):
    page(python("x = 1"), "a.md")
    build()
    page("```python\n", "a.md")
    page("# T", "b.md")
    build(names=["b.md"])
    assert build.errors == ["docs/a.md:1: this fence is never closed: end it with a line of ```"]


def test_forced_pages_run_again(page, build):
    page(python("x = 1"), "a.md")
    page(python("y = 1"), "b.md")
    build()
    assert build(force=True, names=["a.md"]) == {"a.md": ["it was asked for"]}
    assert build(force=True) == {name: ["it was asked for"] for name in ("a.md", "b.md")}


def test_the_watcher_hears_of_every_block(page, build):
    page(python("x = 1") + "\n`{python} x`\n")
    build()
    assert build.watcher.lines == [1, 5]


def test_pages_that_kill_their_process_stop_no_other(page, isolated):
    page(python("import os; os._exit(1)"), "a.md")
    page(python("x = 1\nimport os, signal\nos.kill(os.getpid(), signal.SIGKILL)"), "b é.md")
    page(python("raise KeyboardInterrupt"), "c.md")
    page("---\ntimeout: 0.3\n---\n" + python("while True: pass"), "d.md")
    page("`{python} 1`", "e.md")
    isolated(jobs=2)
    assert isolated.errors == [
        "docs/a.md:1: the process died in the block here (exit status 1)",
        "docs/b é.md:1: the process died in the block here (exit status -9)",
        "docs/c.md:2: KeyboardInterrupt",
        "docs/d.md:4: the block here was still running after 0.3 s: the page's limit "
        "(front matter `timeout:` raises it)",
    ]
    assert isolated.outcomes[-1].result.shown[0].text == "1"


def test_the_longest_page_begins_first(page, build):
    page(python("x = 1"), "a.md")
    page("---\nseconds: 60\n---\n" + python("x = 1"), "b.md")
    assert list(build()) == ["b.md", "a.md"]


def test_a_dry_build_says_what_would_run(page, build):
    page(python("x = 1"), "a.md")
    page(python("x = 1"), "b.md")
    build(names=["a.md"])
    page(python("x = 2"), "a.md")
    assert build(dry=True) == {}
    a, b = build.outcomes
    assert (a.why, b.why) == (("the page's code changed",), ("it has no stored result",))
    assert (a.result, b.result) == (None, None)


def test_a_forced_page_runs_its_experiments_anew(page, docs):
    asked = []

    def run(page, report, anew=False):
        asked.append(anew)
        return PageResult()

    page(python("x = 1"))
    Builder(docs, run=run)()
    Builder(docs, run=run)(force=True)
    assert asked == [False, True]


def test_a_fault_of_the_runner_keeps_its_traceback(page, docs):
    def run(page, report, anew):
        return {}["missing"]

    page(python("x = 1"))
    faulty = Builder(docs, run=run)
    faulty()
    (error,) = faulty.outcomes[0].errors
    assert str(error) == f"{AT}:1: KeyError: 'missing'"
    assert error.fault.startswith("Traceback (most recent call last):\n")
    assert 'return {}["missing"]' in error.fault


@pytest.fixture
def elsewhere(request):
    """A directory that is not below the one for temporary files, which count for nothing."""
    with tempfile.TemporaryDirectory(dir=request.config.rootpath / ".cache") as directory:
        yield Path(directory)


def test_a_file_that_a_page_reads_is_part_of_it(elsewhere):
    docs = elsewhere / "docs"
    docs.mkdir()
    (docs / "data.csv").write_text("1,2")
    (docs / "a.md").write_text(python("text = open('data.csv').read()") + "\n`{python} text`\n")
    isolated = Builder(docs)
    assert isolated() == {"a.md": NEVER}
    assert isolated() == {}
    (docs / "data.csv").write_text("3,4")
    assert isolated() == {"a.md": ["docs/data.csv changed"]}
    assert isolated.outcomes[0].result.shown[1].text == "3,4"
