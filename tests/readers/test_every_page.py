"""Every page, wide and narrow, light and dark."""

import pytest

from readers.visiting import VIEWS


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_nothing_is_wrong(visits, view):
    assert visits[view].faults == []


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_accessible(visits, view):
    assert visits[view].violations() == []
