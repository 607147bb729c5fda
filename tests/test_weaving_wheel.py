"""The wheel of the library, as pip reads it and as the notebooks use it."""

import ast
import base64
import csv
import hashlib
import subprocess
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

from weaving import wheel as made
from weaving.wheel import beyond, project, wheel, wheel_name

USED = """
import answers_lib.claims, answers_lib.comparing, answers_lib.figures, answers_lib.memo
from answers_lib.data import cats_and_dogs
answers_lib.figures.house_style()
print(answers_lib.__file__, *cats_and_dogs().train.x.shape)
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("wheel") / Path(wheel_name()).name
    path.write_bytes(wheel())
    return path


@pytest.fixture(scope="module")
def installed(file):
    """A directory with what pip installs of the wheel."""
    target = file.parent / "installed"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*command, "--target", target, file], check=True)
    return target


def test_the_name_says_the_version(file):
    assert file.name == f"answers_lib-{project()['version']}-py3-none-any.whl"


def test_the_same_library_gives_the_same_bytes(file):
    assert wheel() == file.read_bytes()


def test_another_library_gives_other_bytes(file, tmp_path, monkeypatch):
    for name in ("pyproject.toml", "LICENSE"):
        (tmp_path / name).write_bytes((made.LIBRARY.parent / name).read_bytes())
    (tmp_path / "answers_lib/__pycache__").mkdir(parents=True)
    (tmp_path / "answers_lib/__pycache__/a.pyc").touch()
    (tmp_path / "answers_lib/a.py").write_text("x = 1\n", encoding="utf-8")
    monkeypatch.setattr(made, "LIBRARY", tmp_path / "answers_lib")
    (tmp_path / "small.whl").write_bytes(wheel())
    assert ZipFile(tmp_path / "small.whl").namelist()[0] == "answers_lib/a.py"
    assert not [name for name in ZipFile(tmp_path / "small.whl").namelist() if "pyc" in name]


def test_it_holds_the_library_and_nothing_of_the_site(file, request):
    library = request.config.rootpath / "answers_lib"
    held = {name for name in ZipFile(file).namelist() if ".dist-info/" not in name}
    modules = {f"answers_lib/{path.name}" for path in library.glob("*.py")}
    assert modules < held
    assert {
        "answers_lib/datasets/cats_and_dogs.npz",
        "answers_lib/fonts/LICENSE-source-sans-3.txt",
    } < held
    assert {name.partition("/")[0] for name in held} == {"answers_lib"}


def test_the_record_lists_every_file_with_its_digest(file):
    archive = ZipFile(file)
    (record,) = [name for name in archive.namelist() if name.endswith("RECORD")]
    rows = list(csv.reader(archive.read(record).decode().splitlines()))
    assert [name for name, *_ in rows] == archive.namelist()
    for name, digest, size in rows[:-1]:
        content = archive.read(name)
        kind, _, encoded = digest.partition("=")
        assert base64.urlsafe_b64decode(encoded + "=") == hashlib.new(kind, content).digest()
        assert int(size) == len(content)


def test_it_requires_what_the_library_needs_at_run_time(installed):
    (found,) = distributions(path=[str(installed)])
    assert (found.metadata["Name"], found.version) == ("answers_lib", project()["version"])
    assert sorted(found.requires) == sorted(project()["dependencies"])
    assert {Requirement(text).marker for text in found.requires} == {None}
    assert imported(found) <= {Requirement(text).name for text in found.requires}


def imported(found: Distribution) -> set[str]:
    """Distributions behind the packages that the modules of a distribution import."""
    names = {"sklearn": "scikit-learn", "cycler": "matplotlib"}  # which brings it
    trees = (
        ast.parse(Path(file.locate()).read_bytes()) for file in found.files if file.suffix == ".py"
    )
    nodes = [node for tree in trees for node in ast.walk(tree)]
    modules = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    modules |= {
        alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names
    }
    packages = {module.partition(".")[0] for module in modules} - {"answers_lib"}
    return {names.get(name, name) for name in packages - sys.stdlib_module_names}


def test_packages_that_the_library_does_not_bring():
    imports = ["optuna.samplers", "torch.nn", "sklearn", "answers_lib.data", "os.path", "nowhere"]
    assert beyond(imports) == ["optuna"]


def test_it_works_where_the_project_is_not(installed, tmp_path):
    code = f"import sys; sys.path.insert(0, {str(installed)!r})\n{USED}"
    command = [sys.executable, "-P", "-c", code]
    ran = subprocess.run(command, cwd=tmp_path, env={}, text=True, capture_output=True, check=True)
    assert ran.stdout.split() == [str(installed / "answers_lib/__init__.py"), "600", "784"]
