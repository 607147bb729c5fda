"""Pages on a real scheduler and real workers, each a process on 127.0.0.1."""

import json
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace

import pytest

import build as script
from processes import until_written
from runner import cluster as module
from runner.building import Build, build_pages
from runner.cluster import connected
from runner.errors import ClusterError
from runner_fixtures import python, sample

POOL = """
from torch import Generator, rand
from answers_lib.pool import Network, Pool, train_pool
from answers_lib.parallel import each

x = rand(40, 3, generator=Generator().manual_seed(0))
y = (x[:, 0] > x[:, 1]).long()
pools = [Pool((Network(4, "relu", lr=0.1, seed=seed),), 10, epochs=2) for seed in range(3)]
logits = list(each(train_pool, pools, 3 * [x], 3 * [y], 3 * [x]))
"""
REMEMBERED = """
from answers_lib.memo import remember

@remember
def count(letters):
    return len(letters)
"""
SLOW = """
import os, time
with open({log!r}, "a") as file:
    file.write("ran\\n")
time.sleep(1 if len(open({log!r}).readlines()) > 1 else 20)
"""


@pytest.fixture
def build(project, monkeypatch, capfd):
    """A function that runs the build script: exit status, output and errors. It builds no site."""
    monkeypatch.setattr(script, "ROOT", project)
    monkeypatch.setattr(script.Site, "build", lambda *_: None)
    monkeypatch.setenv("COLUMNS", "100")

    def run(*arguments: str) -> tuple[int, str, str]:
        return script.main(arguments), *capfd.readouterr()

    return run


def results(outcomes):
    """What pages yielded or failed with, by name; not how long they took."""
    return {
        o.page.name: replace(o.result, seconds=0).to_json()
        if o.result
        else list(map(str, o.errors))
        for o in outcomes
    }


def test_a_scheduler_without_workers(build, address):
    assert build("--cluster", address) == (
        1,
        "",
        f"no worker has joined {address}: start one with `dask worker {address} --no-nanny`\n",
    )


def test_a_scheduler_that_does_not_find_the_runner(build, schedule):
    _, address = schedule(PYTHONPATH="")
    assert build("--cluster", address) == (
        1,
        "",
        "the cluster cannot run pages: No module named 'runner'; "
        "start scheduler and workers in a checkout, with PYTHONPATH=scripts\n",
    )


def test_the_cluster_gives_what_this_machine_gives(page, docs, tmp_path, address, workers):
    page(sample("answer.md"))
    page(python(POOL) + "`{python} [part.tolist() for part in logits]`", "pool é.md")
    page(python(POOL) + "`{python} len(logits)`", "pool too.md")  # at once, on two slots
    page(python(REMEMBERED) + "`{python} count('abc')`", "remembered.md")
    page("---\ntimeout: 0.5\n---\n" + python("while True: pass"), "endless.md")
    page(python("x = 1\nx / 0"), "wrong.md")
    page(python("import os\nos._exit(3)"), "dies.md")
    here = results(build_pages(Build(docs, tmp_path / "here")))
    with connected(address) as cluster:
        assert cluster.slots == 2
        there = results(build_pages(Build(docs, tmp_path / "there", jobs=2, run=cluster.run)))
    assert there == here
    assert here["endless.md"][0].startswith("docs/endless.md:4: the block here was still running")
    assert here["wrong.md"] == ["docs/wrong.md:3: ZeroDivisionError: division by zero"]
    assert here["dies.md"] == ["docs/dies.md:1: the process died in the block here (exit status 3)"]
    assert len(json.loads(here["pool é.md"]["shown"][1]["text"])) == 3


def test_the_script_builds_on_a_cluster(page, build, address, workers):
    page("`{python} 6 * 7`", "a b.md")
    status, output, errors = build("--cluster", address)
    assert (status, errors) == (0, "")
    started, done = output.splitlines()[:2]
    assert started == "running docs/a b.md (it has no stored result)"
    assert done.startswith("   done docs/a b.md: ")


def test_lines_are_told_of(page, address, workers):
    lines = []
    with connected(address) as cluster:
        cluster.run(page(python("x = 1") + "\n`{python} x`\n"), lines.append)
    assert lines == [1, 5]


def test_other_versions_are_refused_and_named(page, build, address, workers, monkeypatch):
    page("`{python} 1`")
    there = module.versions()
    assert {"torch", "numpy", "matplotlib", "Python", "answers_lib/data.py"} <= set(there)
    here = there | {"torch": "2.12.0", "scripts/runner/parsing.py": "0" * 64}
    monkeypatch.setattr(module, "versions", lambda: here)
    parsing = there["scripts/runner/parsing.py"][:10]
    differs = (
        f"scripts/runner/parsing.py is {parsing}, not 0000000000 as here; "
        f"torch is {there['torch']}, not 2.12.0 as here"
    )
    status, output, errors = build("--cluster", address)
    assert (status, output) == (1, "")
    assert sorted(errors.splitlines()) == sorted(f"worker {w}: {differs}" for w in workers)


def test_a_worker_that_joins_later_is_refused_too(page, address, workers):
    with connected(address) as cluster:
        other = replace(cluster, versions=cluster.versions | {"torch": "2.12.0", "new": "1"})
        message = r"^worker tcp://.*: torch is \S+, not 2\.12\.0 as here; new is missing, not 1 as"
        with pytest.raises(ClusterError, match=message):
            other.run(page("`{python} 1`"), print)


def test_a_package_that_only_one_page_imports(page, address, workers, monkeypatch):
    depends = module.dependencies(page(python("import optuna")))
    monkeypatch.setattr(module, "dependencies", lambda page: depends | {"optuna": "4.5"})
    message = rf"^worker tcp://.*: optuna is {depends['optuna']}, not 4\.5 as here$"
    with connected(address) as cluster, pytest.raises(ClusterError, match=message):
        cluster.run(page(python("import optuna")), print)


def test_a_worker_with_a_nanny_is_refused(monkeypatch):
    monkeypatch.setattr(module, "current_process", lambda: SimpleNamespace(daemon=True))
    assert module.unfit({}) == (
        "its nanny forbids it processes of its own: start it with --no-nanny"
    )


def test_nobody_answers(build, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", "0.5s")
    status, output, errors = build("--cluster", "tcp://127.0.0.1:9")
    assert (status, output) == (1, "")
    assert errors.startswith("no scheduler answers at tcp://127.0.0.1:9: ")
    assert errors.count("\n") == 1


@pytest.mark.parametrize("address", ["localhost", "http://localhost:8786", "tcp://localhost"])
def test_an_address_that_is_none(build, capfd, address):
    with pytest.raises(SystemExit, match=r"^2$"):
        build("--cluster", address)
    message = f"argument --cluster: {address} is no address like tcp://HOST:8786"
    assert message in capfd.readouterr().err


def test_dask_is_not_installed(build, monkeypatch):
    monkeypatch.delitem(sys.modules, "runner.cluster")
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert build("--cluster", "tcp://127.0.0.1:8786") == (
        1,
        "",
        "--cluster needs Dask: .venv/bin/pip install --constraint constraints.txt "
        "--editable '.[site,cluster]'\n",
    )


def test_a_worker_is_killed_and_the_build_finishes(page, docs, tmp_path, address, workers):
    log = tmp_path / "log"
    page(python(SLOW.format(log=str(log))) + "`{python} 6 * 7`", "a.md")
    page("`{python} 7 * 8`", "b.md")
    with connected(address) as cluster, ThreadPoolExecutor() as pool:
        building = pool.submit(build_pages, Build(docs, tmp_path / "c", jobs=1, run=cluster.run))
        until_written(log)
        (worker,) = (where for where, tasks in cluster.client.processing().items() if tasks)
        os.kill(workers[worker].pid, signal.SIGKILL)
        a, b = building.result()
    assert a.result.shown[1].text == "42"
    assert b.result.shown[0].text == "56"
    assert log.read_text() == "ran\nran\n"


def test_the_scheduler_is_killed(page, docs, tmp_path, scheduler, workers):
    log, (process, address) = tmp_path / "log", scheduler
    page(python(SLOW.format(log=str(log))))
    with connected(address) as cluster, ThreadPoolExecutor() as pool:
        building = pool.submit(build_pages, Build(docs, tmp_path / "c", jobs=1, run=cluster.run))
        until_written(log)
        process.kill()
        (outcome,) = building.result()
    assert [str(error) for error in outcome.errors] == [
        "docs/training/05-x.md:1: ClusterError: the scheduler is gone; build again: "
        "what has run is kept"
    ]
