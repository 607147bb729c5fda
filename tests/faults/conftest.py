"""A project with a library of its own, built as a person builds it."""

import os
import shutil
import subprocess
import sys

import pytest

from processes import PATIENCE


@pytest.fixture
def own(project, request):
    """The project with a copy of the library, which a test can edit."""
    library = request.config.rootpath / "answers_lib"
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(library, project / "answers_lib", ignore=ignore)
    for name in ("pyproject.toml", "LICENSE"):  # the site offers the library as a wheel
        shutil.copy(request.config.rootpath / name, project)
    return project


@pytest.fixture
def command(own, tmp_path):
    """A function that starts the build script, as a person types it, with another environment."""

    def start(*arguments, **variables):
        environment = {**os.environ, "PYTHONPATH": str(own), **variables}
        return subprocess.Popen(
            [sys.executable, "scripts/build.py", *arguments],
            cwd=own,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    return start


@pytest.fixture
def build_own(command):
    """A function that runs the build script to its end: status and output."""

    def run(*arguments, **variables):
        process = command(*arguments, **variables)
        output, _ = process.communicate(timeout=PATIENCE)
        return process.returncode, output

    return run
