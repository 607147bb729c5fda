import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import answers_lib
from answers_lib.fingerprint import (
    code_digest,
    digest,
    library_imports,
    library_sources,
)

ROOT = Path(answers_lib.__file__).parent.parent
MEMORY = "apart fingerprint following installed kept keying loaded_code memo places reading"
SETTINGS = "checks examples fitting networks optimizers recipes schedules seeding"
TRAINING = f"__init__ batches history training {SETTINGS} {MEMORY}"
DATA = {
    path.relative_to(ROOT).as_posix()
    for folder in ("datasets", "fonts")
    for path in (ROOT / "answers_lib" / folder).iterdir()
    if path.suffix in (".npz", ".ttf", ".txt")
}


def sources(names):
    return {f"answers_lib/{name}.py" for name in names.split()} | (DATA if names else set())


def test_digest_of_text_and_bytes():
    # The example of FIPS 180-2 for "abc".
    assert digest("abc").startswith("ba7816bf8f01cfea414140de5dae2223")
    assert digest("é") == digest("é".encode()) == hashlib.sha256(b"\xc3\xa9").hexdigest()


@pytest.mark.parametrize(
    ("modules", "expected"),
    [
        ([], ""),
        (["math", "numpy.random", "answers_library", "", "data"], ""),
        (["answers_lib.optimizers"], "__init__ checks optimizers schedules"),
        (["answers_lib.data.digits", "torch"], "__init__ checks data examples"),
        (["answers_lib.data", "answers_lib.claims.claim"], "__init__ checks claims data examples"),
        (["answers_lib.training"], TRAINING),
        (["answers_lib.training.train", "answers_lib.data"], f"{TRAINING} data"),
    ],
)
def test_sources_of_modules_and_of_what_they_import(modules, expected):
    found = library_sources(modules)
    assert found.keys() == sources(expected)
    assert list(found) == sorted(found)


def test_the_bare_package_is_all_of_it():
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "answers_lib").rglob("*.py")}
    assert library_sources(["answers_lib"]).keys() == files | DATA


def test_digests_are_those_of_the_code_and_of_the_data():
    found = library_sources(["answers_lib.comparing"])
    assert len(DATA) == 5
    assert "answers_lib/stacked.py" in found
    for name, value in found.items():
        content = (ROOT / name).read_bytes()
        if name in DATA:
            assert value == hashlib.sha256(content).hexdigest()
        else:
            assert value == code_digest(content.decode())
    # A docstring, and nothing else.
    assert found["answers_lib/__init__.py"] == code_digest("")


def in_a_process(directory, code):
    """What code that runs in `directory`, and finds the package there, prints as JSON."""
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=directory, capture_output=True, text=True, check=True
    )
    return json.loads(result.stdout)


LOADED = """
import json, sys
import answers_lib.comparing
files = [m.__file__ for name, m in sys.modules.items() if name.split(".")[0] == "answers_lib"]
print(json.dumps(files))
"""


def test_python_loads_the_same_modules():
    loaded = {Path(path).relative_to(ROOT).as_posix() for path in in_a_process(ROOT, LOADED)}
    assert library_sources(["answers_lib.comparing"]).keys() == loaded | DATA


CHANGED = """
import json, pathlib
from answers_lib.fingerprint import library_sources
modules = ["answers_lib.training", "answers_lib.tables"]
found = [library_sources(modules)]
edits = {
    "data.py": "#", "batches.py": "x = 1", "claims.py": "y = 2",
    "tables.py": "from . import claims", "datasets/new.csv": "1,2",
}
for name, line in edits.items():
    with pathlib.Path("answers_lib", name).open("a") as source:
        print(line, file=source)
    found.append(library_sources(modules))
print(json.dumps(found))
"""


@pytest.fixture
def copy(tmp_path):
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "answers_lib", tmp_path / "answers_lib", ignore=ignored)
    return tmp_path


def test_a_change_of_a_source_changes_the_digest_of_that_file_alone(copy):
    start, *steps = in_a_process(copy, CHANGED)
    assert start == library_sources(["answers_lib.training", "answers_lib.tables"])
    changes = [
        {name for name in after if before.get(name) != after[name]}
        for before, after in zip([start, *steps], steps, strict=False)
    ]
    # A comment changes nothing, nor a module nobody imports; importing it then does.
    assert changes == [
        set(),
        {"answers_lib/batches.py"},
        set(),
        {"answers_lib/tables.py", "answers_lib/claims.py"},
        {"answers_lib/datasets/new.csv"},
    ]


BROKEN = """
import json
from answers_lib.fingerprint import library_imports, library_sources
for ask in (library_imports, library_sources):
    try:
        ask(["answers_lib.training"])
    except SyntaxError as error:
        found = [str(error.msg), error.filename, error.lineno, error.text]
print(json.dumps(found))
"""


def test_a_module_that_does_not_parse_is_named(copy):
    path = copy / "answers_lib" / "batches.py"
    path.write_text("x = 1\ndef f(:\n")
    message = "the module does not parse"
    assert in_a_process(copy, BROKEN) == [message, str(path), 2, "def f(:"]


@pytest.mark.parametrize(
    ("modules", "expected"),
    [
        (["answers_lib.data", "math"], {"numpy", "sklearn", "torch"}),
        (["answers_lib.training"], {"grimp", "numpy", "packaging", "torch"}),
        (["answers_lib.figures.label"], {"cycler", "matplotlib", "numpy"}),
        (["torch", "answers_library"], set()),
    ],
)
def test_packages_that_library_modules_import(modules, expected):
    assert library_imports(modules) == expected


def test_nothing_large_is_imported_to_say_so():
    code = """
import json, sys
from answers_lib.fingerprint import environment, library_imports, library_sources
environment(), library_imports(["answers_lib"]), library_sources(["answers_lib"])
print(json.dumps(sorted({"torch", "numpy", "matplotlib", "sklearn"} & set(sys.modules))))
"""
    assert in_a_process(ROOT, code) == []
