"""The workflows: what three linters find, and this project's own rules."""

import re
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github/workflows").iterdir())
TARGETS = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)

LINTERS = {
    "zizmor": ["zizmor", "--offline", "--quiet", "--no-config"],
    "schema": ["check-jsonschema", "--builtin-schema", "vendor.github-workflows"],
    # With neither of the programs it would call where they happen to be: the same everywhere.
    "actionlint": ["actionlint", "-shellcheck=", "-pyflakes="],
}
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
NOT_FOR_PULL_REQUESTS = re.compile(r"secrets\.|: write|write-all|actions/cache|cache:")

CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1"
CACHE = "actions/cache@27d5ce7f107fe9357f9df03efb73ab90386fccae"
SAMPLE = f"""\
name: Sample
on: pull_request
permissions: {{}}
concurrency:
  group: sample
jobs:
  test:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: read
    steps:
      - uses: {CHECKOUT} # v7.0.1
        with:
          persist-credentials: false
      - run: make test
"""
EXPRESSION = ("make test", "echo ${{ github.head_ref }}")


def lint(linter: str, path: Path) -> tuple[int, str]:
    """The linter's exit status and what it says."""
    command, *options = LINTERS[linter]
    program = Path(sysconfig.get_path("scripts")) / command
    done = subprocess.run([program, *options, path], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def broken_rules(text: str) -> Iterator[str]:
    """What a workflow breaks of this project's rules, in words."""
    workflow = yaml.load(text, yaml.BaseLoader)  # the usual loader takes `on` for true
    for use in re.findall(r"\buses: (.*)", text):
        if not PINNED.fullmatch(use):
            yield f"not pinned by commit and version: {use}"
    for name, job in workflow["jobs"].items():
        yield from (f"{name}: no {k}" for k in ("timeout-minutes", "permissions") if k not in job)
        for script in (step["run"] for step in job["steps"] if "run" in step):
            if "${{" in script:
                yield f"{name}: an expression in a script: {script}"
            for target in set(re.findall(r"\bmake (\S+)", script)) - set(TARGETS):
                yield f"{name}: no target of the Makefile: {target}"
    if "pull_request" in workflow["on"]:
        for found in NOT_FOR_PULL_REQUESTS.findall(yaml.dump(workflow)):
            yield f"not for a pull request: {found}"


def test_the_three_workflows_are_there():
    assert [path.name for path in WORKFLOWS] == ["check.yml", "publish.yml", "weekly.yml"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
@pytest.mark.parametrize("linter", LINTERS)
def test_a_linter_finds_nothing(linter, path):
    status, said = lint(linter, path)
    assert status == 0, said


@pytest.mark.parametrize(
    ("linter", "change", "words"),
    [
        ("zizmor", (f"{CHECKOUT} # v7.0.1", "actions/checkout@v7"), "error[unpinned-uses]"),
        ("zizmor", EXPRESSION, "error[template-injection]"),
        ("zizmor", ("on: pull_request", "on: pull_request_target"), "error[dangerous-triggers]"),
        ("schema", ("timeout-minutes: 10", "timeout-minutes: soon"), "'soon' is not"),
        ("schema", ("    runs-on: ubuntu-24.04\n", ""), "'runs-on' is a required property"),
        ("actionlint", ("make test", "echo ${{ steps.none.outcome }}"), '"none" is not defined'),
        ("actionlint", ("timeout-minutes: 10", "needs: build"), 'job "build" which does not exist'),
    ],
)
def test_a_linter_finds_what_is_wrong(tmp_path, linter, change, words):
    path = tmp_path / ".github/workflows/sample.yml"
    path.parent.mkdir(parents=True)
    path.write_text(SAMPLE)
    assert lint(linter, path)[0] == 0
    path.write_text(SAMPLE.replace(*change))
    status, said = lint(linter, path)
    assert status != 0
    assert words in said


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_keeps_the_rules(path):
    assert list(broken_rules(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        (("make test", "make site"), []),
        ((" # v7.0.1", ""), [f"not pinned by commit and version: {CHECKOUT}"]),
        ((CHECKOUT, "a/b@v7"), ["not pinned by commit and version: a/b@v7 # v7.0.1"]),
        (("    timeout-minutes: 10\n", ""), ["test: no timeout-minutes"]),
        (("    permissions:\n      contents: read\n", ""), ["test: no permissions"]),
        (EXPRESSION, ["test: an expression in a script: echo ${{ github.head_ref }}"]),
        (("make test", "make tests"), ["test: no target of the Makefile: tests"]),
        (("contents: read", "pages: write"), ["not for a pull request: : write"]),
        ((CHECKOUT, CACHE), ["not for a pull request: actions/cache"]),
        (("persist-credentials: false", "cache: pip"), ["not for a pull request: cache:"]),
        (("false", "${{ secrets.KEY }}"), ["not for a pull request: secrets."]),
        (("on: pull_request", "on: push\nenv: {A: '${{ secrets.KEY }}'}"), []),
    ],
)
def test_a_broken_rule_is_named(change, broken):
    assert list(broken_rules(SAMPLE.replace(*change))) == broken
