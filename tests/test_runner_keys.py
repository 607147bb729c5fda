from importlib import metadata

import pytest

from runner import keys
from runner.keys import dependencies, reasons
from runner_fixtures import python

IMPORTS = python("from answers_lib.claims import claim")


def changed(page, before: str, after: str) -> list[str]:
    return reasons(dependencies(page(before)), dependencies(page(after)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# T\n\n`{python} 1`\n", "# Another\n\nMore text: `{python} 1`.\n"),
        (python("x = 1"), "\n\nA line.\n\n" + python("x = 1")),
        (python("x = 1", ' title="A"'), python("x = 1", " title='A'")),
        (python("x = 1"), "- a\n\n    ```python\n    x = 1\n    ```\n"),
        ("---\ntags: [a]\n---\n" + python("x = 1"), "---\ntags: [b]\n---\n" + python("x = 1")),
        ("```text\na\n```\n", "```text\nb\n```\n"),
    ],
)
def test_an_edit_of_the_text_changes_nothing(page, before, after):
    assert changed(page, before, after) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (python("x = 1"), python("x = 2")),
        (python("x = 1"), python("x = 1  # why")),
        (python("x = 1", ' title="A"'), python("x = 1", ' title="B"')),
        ("`{python} 1`", "`{python} 2`"),
        ("`{python} 1`", "`{python timing} 1`"),
        ("`{python} 1` `{python} 2`", "`{python} 2` `{python} 1`"),
        ("```pycon\n>>> 1\n1\n```\n", "```pycon\n>>> 1\n2\n```\n"),
        (python("x = 1\ny = 2"), python("x = 1") + "\n" + python("y = 2")),
    ],
)
def test_an_edit_of_the_code_is_a_reason(page, before, after):
    assert changed(page, before, after) == ["the page's code changed"]


def test_a_page_depends_on_what_it_imports_and_no_more(page):
    library = [name for name in dependencies(page(IMPORTS)) if "/" in name]
    assert library == ["answers_lib/__init__.py", "answers_lib/claims.py"]
    assert not [name for name in dependencies(page(python("import math"))) if "/" in name]


@pytest.mark.parametrize(
    "code",
    [
        "import answers_lib.memo as memo",
        "from answers_lib import memo",
        "from answers_lib.memo import *",
        "def f():\n    from answers_lib.memo import remember",
        "if x:\n    import math, answers_lib.memo",
    ],
)
@pytest.mark.parametrize("form", ["python", "pycon", "lab"])
def test_every_way_to_import(page, code, form):
    source, name = {
        "python": (python(code), "a.md"),
        "pycon": ("```pycon\n>>> " + code.replace("\n", "\n... ") + "\n```\n", "a.md"),
        "lab": (f"# %%\n{code}\n", "labs/a.py"),
    }[form]
    library = [name for name in dependencies(page(source, name)) if "/" in name]
    assert library == [
        "answers_lib/__init__.py",
        "answers_lib/fingerprint.py",
        "answers_lib/memo.py",
    ]


@pytest.mark.parametrize("code", ["from . import x", "x = = 1", "import answers_library"])
def test_other_imports_and_errors_depend_on_nothing(page, code):
    assert not [name for name in dependencies(page(python(code))) if "/" in name]


def test_the_versions_and_the_runner_are_among_it(page, monkeypatch):
    before = dependencies(page("`{python} 1`"))
    monkeypatch.setattr(keys, "_versions", lambda: {**_environment(before), "torch": "9.9"})
    monkeypatch.setattr(keys, "_runner_sources", lambda: iter(["another"]))
    assert reasons(before, dependencies(page("`{python} 1`"))) == [
        "the runner changed",
        f"torch {before['torch']} → 9.9",
    ]


def _environment(depends: dict[str, str]) -> dict[str, str]:
    names = ("Python", "torch", "numpy", "matplotlib", "scikit-learn", "platform")
    return {name: depends[name] for name in names}


def test_reasons_in_words():
    before = {"torch": "2.13.0", "a": "0" * 64, "old.py": "1" * 64, "numpy": "2"}
    now = {"torch": "2.14.1", "a": "2" * 64, "new.py": "3" * 64, "numpy": "2"}
    assert reasons(before, now) == [
        "torch 2.13.0 → 2.14.1",
        "a changed",
        "new.py is new",
        "old.py is no longer used",
    ]


def test_text_of_a_lab_is_no_code(page):
    def of(source: str) -> dict[str, str]:
        return dependencies(page(source, "labs/a.py"))

    first = of("# %% [markdown]\n# Text\n\n# %%\nx = 1\n")
    assert reasons(first, of("# %% [markdown]\n# Other\n\n\n# %%\nx = 1\n")) == []
    assert reasons(first, of("# %% [markdown]\n# Text\n\n# %%\nx = 2\n")) == [
        "the page's code changed"
    ]


def test_a_page_depends_on_the_versions_of_the_packages_it_imports(page, monkeypatch):
    code = python("import json, optuna.samplers")
    before = dependencies(page(code))
    assert before["optuna"] == metadata.version("optuna")
    assert "json" not in before
    monkeypatch.setattr(keys, "version", lambda name: "9.9")
    assert reasons(before, dependencies(page(code))) == [f"optuna {before['optuna']} → 9.9"]


def test_an_edit_of_the_library_is_seen_in_the_same_process(tmp_path):
    library = tmp_path / "library"
    library.mkdir()
    (library / "module.py").write_text("a")
    before = keys._edits(library)
    assert keys._edits(library) == before
    (library / "module.py").write_text("b")
    assert keys._edits(library) != before
    (library / "module.py").unlink()
    assert keys._edits(library) == frozenset()
