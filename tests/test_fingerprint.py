import hashlib
import json
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

import answers_lib
from answers_lib.fingerprint import digest, environment, library_sources

ROOT = Path(answers_lib.__file__).parent.parent
TRAINING = "__init__ batches data fingerprint history memo networks optimizers training"


def sources(names):
    return [f"answers_lib/{name}.py" for name in names.split()]


def test_digest_of_text_and_bytes():
    # The example of FIPS 180-2 for "abc".
    assert digest("abc").startswith("ba7816bf8f01cfea414140de5dae2223")
    assert digest("é") == digest("é".encode()) == hashlib.sha256(b"\xc3\xa9").hexdigest()


@pytest.mark.parametrize(
    ("modules", "expected"),
    [
        ([], ""),
        (["math", "numpy.random", "answers_library", "", "data"], ""),
        (["answers_lib.tables"], "__init__ tables"),
        (["answers_lib.data.digits", "torch"], "__init__ data"),
        (["answers_lib.data", "answers_lib.claims.claim"], "__init__ claims data"),
        (["answers_lib.training"], TRAINING),
        (["answers_lib.training.train", "answers_lib.data"], TRAINING),
    ],
)
def test_sources_of_modules_and_of_what_they_import(modules, expected):
    assert list(library_sources(modules)) == sources(expected)


def test_the_bare_package_is_all_of_it():
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "answers_lib").rglob("*.py")}
    assert library_sources(["answers_lib"]).keys() == files


def test_digests_are_those_of_the_files():
    found = library_sources(["answers_lib.comparing"])
    assert "answers_lib/stacked.py" in found
    for name, value in found.items():
        assert value == hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


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
    assert library_sources(["answers_lib.comparing"]).keys() == loaded


CHANGED = """
import json, pathlib
from answers_lib.fingerprint import library_sources
modules = ["answers_lib.training", "answers_lib.tables"]
found = [library_sources(modules)]
for name, line in {"data": "#", "claims": "#", "tables": "from . import claims"}.items():
    with pathlib.Path(f"answers_lib/{name}.py").open("a") as source:
        print(line, file=source)
    found.append(library_sources(modules))
print(json.dumps(found))
"""


def test_a_change_of_a_source_changes_the_digest_of_that_file_alone(tmp_path):
    ignored = shutil.ignore_patterns("*.npz", "*.ttf", "__pycache__")
    shutil.copytree(ROOT / "answers_lib", tmp_path / "answers_lib", ignore=ignored)
    start, *steps = in_a_process(tmp_path, CHANGED)
    assert start == library_sources(["answers_lib.training", "answers_lib.tables"])
    changes = [
        {name for name in after if before.get(name) != after[name]}
        for before, after in zip([start, *steps], steps, strict=False)
    ]
    # A module nobody imports changes nothing; importing it then does.
    assert changes == [
        {"answers_lib/data.py"},
        set(),
        {"answers_lib/tables.py", "answers_lib/claims.py"},
    ]


def test_the_environment_names_what_is_installed():
    found = environment()
    assert found["Python"] == ".".join(map(str, sys.version_info[:3]))
    assert found["numpy"] == np.__version__
    assert torch.__version__.startswith(found["torch"].split("+")[0])
    assert found["platform"].split()[:2] == [platform.system(), platform.machine()]
    assert list(found) == ["Python", "torch", "numpy", "matplotlib", "scikit-learn", "platform"]
