import sys
from pathlib import Path
from types import ModuleType

import pytest

from answers_lib import places
from answers_lib.places import installed_places, is_below, is_own


@pytest.fixture(autouse=True)
def _asked_anew():
    is_own.cache_clear()
    yield
    is_own.cache_clear()
    installed_places.cache_clear()


@pytest.mark.parametrize(
    "name", ["os", "os.path", "math", "zipimport", "torch.nn", "numpy", "yaml"]
)
def test_what_python_and_packages_bring(name):
    assert not is_own(name)


@pytest.mark.parametrize("name", ["__main__", "answers_lib.data", __name__, "nobody_knows", ""])
def test_what_is_ones_own(name):
    assert is_own(name)


@pytest.mark.parametrize(("folder", "own"), [("project", True), ("venv/lib/site", False)])
@pytest.mark.parametrize("loaded", [True, False])
def test_a_module_goes_by_its_place(tmp_path, monkeypatch, folder, own, loaded):
    """A package in /usr/src is one's own, though sys.prefix is /usr; in /usr/lib it is not."""
    installed_places.cache_clear()
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "venv"))
    place = tmp_path / folder
    (place / "some_package").mkdir(parents=True)
    (place / "some_package" / "__init__.py").touch()
    (place / "some_namespace").mkdir()
    monkeypatch.syspath_prepend(str(place))
    for name in ("some_package", "some_namespace"):
        monkeypatch.delitem(sys.modules, name, raising=False)
        if loaded:
            __import__(name)
        assert is_own(f"{name}.part") == own
        monkeypatch.delitem(sys.modules, name, raising=False)


def test_a_module_made_by_hand_is_ones_own(monkeypatch):
    monkeypatch.setitem(sys.modules, "by_hand", ModuleType("by_hand"))
    assert is_own("by_hand.part")


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/a/b", True), ("/a/b/c/d", True), ("/a/bc", False), ("/a", False), ("/x/a/b", False)],
)
def test_below(path, expected):
    assert is_below(path, ("/nowhere", "/a/b")) == expected


def test_the_places():
    found = installed_places()
    assert str(Path(sys.prefix, "lib")) in found
    assert sys.prefix not in found
    assert is_below(places.importlib.util.__file__, found)
    assert not is_below(places.__file__, found)
