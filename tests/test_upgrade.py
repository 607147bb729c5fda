"""Renewing the pinned versions: what is read from them, and what is said to have moved."""

import pytest

import upgrade

BEFORE = "numpy==2.4.0\nquickjs-ng==0.17.1\ntorch==2.13.0\n# a comment==1\n"
AFTER = "anyio==4.1\nnumpy==2.5.1\ntorch==2.13.0\n"


def test_pins_are_the_lines_with_a_version():
    assert upgrade.pins(BEFORE) == {"numpy": "2.4.0", "quickjs-ng": "0.17.1", "torch": "2.13.0"}


def test_what_moved_is_new_or_gone():
    assert list(upgrade.moves(upgrade.pins(BEFORE), upgrade.pins(AFTER))) == [
        "anyio new → 4.1",
        "numpy 2.4.0 → 2.5.1",
        "quickjs-ng 0.17.1 → gone",
    ]


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    (tmp_path / "constraints.txt").write_text(BEFORE)
    monkeypatch.setattr(upgrade, "ROOT", tmp_path)
    return tmp_path / "constraints.txt"


def test_the_pins_are_written_and_torch_is_kept(checkout, monkeypatch, capsys):
    asked = []
    monkeypatch.setattr(upgrade, "renewed", lambda torch: asked.append(torch) or AFTER)
    upgrade.main()
    assert (checkout.read_text(), asked) == (AFTER, ["2.13.0"])
    assert capsys.readouterr().out.splitlines()[1] == "numpy 2.4.0 → 2.5.1"
    upgrade.main()
    assert capsys.readouterr().out == "nothing moved\n"


def test_a_resolution_that_fails_changes_nothing(checkout, monkeypatch):
    (checkout.parent / "uv").write_text("#!/bin/sh\nexit 3\n")
    (checkout.parent / "uv").chmod(0o755)
    monkeypatch.setenv("PATH", str(checkout.parent))
    with pytest.raises(SystemExit, match=r"^3$"):
        upgrade.main()
    assert checkout.read_text() == BEFORE
