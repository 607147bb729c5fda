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
    assert modules(page(IMPORTS)) == ["answers_lib/__init__.py", "answers_lib/claims.py"]
    assert "answers_lib/datasets/cats_and_dogs.npz" in dependencies(page(IMPORTS))
    assert not [name for name in dependencies(page(python("import math"))) if "/" in name]


def modules(page) -> list[str]:
    """The library's modules that a page depends on."""
    return [
        name for name in dependencies(page) if name.startswith("answers_lib/") and ".py" in name
    ]


@pytest.mark.parametrize(
    "code",
    [
        "import answers_lib.tables as tables",
        "from answers_lib import tables",
        "from answers_lib.tables import *",
        "def f():\n    from answers_lib.tables import table",
        "if x:\n    import math, answers_lib.tables",
    ],
)
@pytest.mark.parametrize("form", ["python", "pycon", "lab"])
def test_every_way_to_import(page, code, form):
    source, name = {
        "python": (python(code), "a.md"),
        "pycon": ("```pycon\n>>> " + code.replace("\n", "\n... ") + "\n```\n", "a.md"),
        "lab": (f"# %%\n{code}\n", "labs/a.py"),
    }[form]
    assert modules(page(source, name)) == [
        "answers_lib/__init__.py",
        "answers_lib/literal.py",
        "answers_lib/tables.py",
    ]


@pytest.mark.parametrize("code", ["from . import x", "x = = 1", "import answers_library"])
def test_other_imports_and_errors_depend_on_nothing(page, code):
    assert not [name for name in dependencies(page(python(code))) if "/" in name]


def test_the_versions_and_the_runner_are_among_it(page, monkeypatch):
    before = dependencies(page("`{python} 1`"))
    now = keys._environment()
    monkeypatch.setattr(keys, "_environment", lambda: {**now, "Python": "9.9"})
    monkeypatch.setattr(keys, "_runner", lambda state: "1" * 64)
    assert reasons(before, dependencies(page("`{python} 1`"))) == [
        "the runner changed",
        f"Python {before['Python']} → 9.9",
    ]


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


def test_a_page_depends_on_the_versions_of_the_packages_it_imports(page):
    code = python("import json, optuna.samplers")
    before = dependencies(page(code))
    assert before["optuna"] == metadata.version("optuna")
    assert before["sqlalchemy"] == metadata.version("sqlalchemy")  # which optuna requires
    assert "json" not in before


def test_a_package_goes_by_the_name_it_is_installed_under(page):
    depends = dependencies(page(python("import PIL, yaml")))
    assert (depends["pillow"], depends["pyyaml"]) == (
        metadata.version("pillow"),
        metadata.version("pyyaml"),
    )


def test_a_lab_depends_on_what_runs_it(page):
    depends = dependencies(page("# %%\nx = 1\n", "labs/a.py"))
    assert {"ipython", "ipykernel", "nbclient"} <= depends.keys()
    assert "ipython" not in dependencies(page(python("x = 1")))


def test_an_edit_of_the_library_is_seen_in_the_same_process(tmp_path):
    library = tmp_path / "library"
    library.mkdir()
    (library / "module.py").write_text("a")
    before = keys._state(library)
    assert keys._state(library) == before
    (library / "module.py").write_text("b")
    assert keys._state(library) != before
    (library / "module.py").unlink()
    assert keys._state(library) == frozenset()
