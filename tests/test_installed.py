import importlib.metadata
import subprocess
import sys

import pytest

from answers_lib import installed
from answers_lib.installed import distributions


@pytest.mark.parametrize(
    ("imports", "expected"),
    [
        (["PIL.Image"], {"pillow"}),
        (["yaml"], {"pyyaml"}),
        (["sklearn"], {"scikit-learn", "numpy", "scipy", "joblib", "threadpoolctl"}),
        (["typing_extensions"], {"typing-extensions"}),  # one file
        (["numpy.random", "numpy"], {"numpy"}),
        (["six_of_nothing", "os.path", "answers_lib.data", "__main__", ""], set()),
        ([], set()),
    ],
)
def test_distributions_behind_imports(imports, expected):
    found = distributions(imports)
    assert expected <= found.keys()
    assert bool(found) == bool(expected)
    assert found == {name: importlib.metadata.version(name) for name in sorted(found)}


def test_every_installed_package_has_the_providers_that_the_standard_library_finds():
    """`packages_distributions` reads all files of all; ours stops at one of the same name."""
    for package, names in importlib.metadata.packages_distributions().items():
        expected = {installed._normal(name) for name in names} - {"trained-answers"}
        assert set(installed.providers(package)) == expected, package


METADATA = {
    "first": ["second>=1", "absent", 'windows; sys_platform == "win32"', 'fifth; extra == "all"'],
    "second": ["Third_One[fast]", "first"],
    "third.one": ['fourth; extra == "fast"', 'fifth; extra == "slow"'],
    "fourth": ['fifth; extra == "x" or python_version < "3"'],
    "fifth": [],
    "windows": [],
}


@pytest.fixture
def site(tmp_path, monkeypatch):
    """Small distributions; each `n` provides the package `n_pkg`, and its own name is a folder."""
    for name, requires in METADATA.items():
        folder = tmp_path / f"{name}-1.{len(name)}.dist-info"
        folder.mkdir()
        lines = [f"Name: {name}", f"Version: 1.{len(name)}"]
        lines += [f"Requires-Dist: {text}" for text in requires]
        (folder / "METADATA").write_text("\n".join([*lines, "", "Version: 0 of the description"]))
        (folder / "RECORD").write_text(f"{name}_pkg/__init__.py,,\n{name}.ext.so,,\nlib/x.py,,\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    caches = ("_requirements", "_headers", "_is_installed", "providers", "_all", "_files")
    for name in caches:
        getattr(installed, name).cache_clear()
    yield
    monkeypatch.undo()
    for name in caches:
        getattr(installed, name).cache_clear()


@pytest.mark.usefixtures("site")
def test_requirements_are_followed_as_installed():
    expected = {"first": "1.5", "fourth": "1.6", "second": "1.6", "third-one": "1.9"}
    assert list(distributions(["first_pkg"]).items()) == list(expected.items())
    assert distributions(["first.ext"]) == expected  # a module of C of that name
    assert distributions(["fifth"]) == {"fifth": "1.5"}
    assert distributions(["first_pk", "ext", "lib_"]) == {}


@pytest.mark.usefixtures("site")
def test_a_package_of_several_distributions_counts_them_all():
    assert distributions(["lib"]).keys() == {name.replace(".", "-") for name in METADATA}


QUICK = """
import time
from answers_lib.installed import distributions
start = time.process_time()
distributions({"torch", "numpy", "matplotlib", "sklearn", "optuna"})
print(time.process_time() - start)
"""


def test_it_takes_less_than_a_fifth_of_a_second():
    found = subprocess.run(
        [sys.executable, "-c", QUICK], capture_output=True, text=True, check=True
    )
    assert float(found.stdout) < 0.2
