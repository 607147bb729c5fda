"""What every test needs; the project's own conftest.py sets threads and figures."""

import pytest

from answers_lib.memo import DIRECTORY_VARIABLE


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch):
    """Let no test pass on a result that an earlier one, or a build, has kept."""
    monkeypatch.delenv(DIRECTORY_VARIABLE, raising=False)
