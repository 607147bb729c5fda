"""What every test needs; the project's own conftest.py runs the pages."""

import os
from unittest import mock

import pytest

from answers_lib.memo import DIRECTORY_VARIABLE


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Let no test pass on a result that an earlier one, or a build, has kept.

    A build sets variables for the processes that it starts; they end with the test.
    """
    with mock.patch.dict(os.environ):
        os.environ.pop(DIRECTORY_VARIABLE, None)
        yield
