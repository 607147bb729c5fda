"""A real scheduler and real workers, each a process on 127.0.0.1."""

import json
import os
import subprocess
import sys

import pytest
from distributed import Client

from answers_lib.memo import DIRECTORY_VARIABLE
from processes import until_written


@pytest.fixture(scope="module")
def start(tmp_path_factory, request):
    """A function that starts `dask` with arguments and goes on at once."""
    started, place = [], tmp_path_factory.mktemp("dask")
    scripts = str(request.config.rootpath / "scripts")
    environment = os.environ | {
        "PYTHONPATH": scripts,
        DIRECTORY_VARIABLE: str(place / "experiments"),
        "DASK_TEMPORARY_DIRECTORY": str(place),
    }

    def dask(*arguments: str, **variables: str) -> subprocess.Popen:
        with (place / "log").open("a") as log:
            command = [sys.executable, "-m", "dask", *arguments]
            quiet = ["--dashboard-address", "127.0.0.1:0"]
            process = subprocess.Popen(
                [*command, *quiet], cwd=place, env=environment | variables, stdout=log, stderr=log
            )
        started.append(process)
        return process

    yield dask
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def schedule(start, tmp_path_factory):
    """A function that starts a scheduler: its process and where it listens."""

    def listening(**variables: str) -> tuple[subprocess.Popen, str]:
        file = tmp_path_factory.mktemp("scheduler") / "scheduler.json"
        place = ["--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file)]
        process = start("scheduler", *place, **variables)
        until_written(file)
        return process, json.loads(file.read_text())["address"]

    return listening


@pytest.fixture(scope="module")
def scheduler(schedule):
    """The scheduler of most tests: its process and where it listens."""
    return schedule()


@pytest.fixture(scope="module")
def address(scheduler):
    """Where the scheduler listens."""
    return scheduler[1]


@pytest.fixture(scope="module")
def workers(start, address):
    """Two workers with one slot each: their processes by address."""
    processes = [start("worker", address, "--no-nanny", "--nthreads", "1") for _ in range(2)]
    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        pids = client.run(os.getpid)
    return {where: p for where, pid in pids.items() for p in processes if p.pid == pid}
