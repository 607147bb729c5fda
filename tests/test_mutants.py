"""Mutants of a small page: one is killed, one survives, one changes nothing that is said."""

import json

import pytest

import mutants
from mutating.mutant import listed
from runner_fixtures import sample
from weaving.mutants import FILE, told

AT = "docs/training/05-x.md"
KILLED = ("max(history)", "min(history)")
SURVIVES = ("trained(40)", "trained(60)")
EQUIVALENT = ("history[-1]", "history[1]")
OF_SURVIVOR = f"""\
**{AT}:50: it is tried**

```text
- history = trained(40)
+ history = trained(60)

  54: 4 → 6
        The best is `{{python}} f"{{best:.0f}}"`, after `{{python timing}} best / 7` seconds.
  56: claim: The best is ahead. (checked once, in this build, with at least 2 points to spare → \
checked once, in this build, with at least 3 points to spare)
  56: | 4 | 2 | → | 6 | 3 |
```
"""


@pytest.fixture
def root(page, docs):
    """A project whose only page is the sample."""
    page(sample("mutants.md"))
    (docs.parent / "tests").mkdir()
    return docs.parent


def write_list(root, *changes, page="training/05-x"):
    """A list of these changes, each an old and a new text."""
    entries = [
        f'[[mutant]]\npage = "{page}"\nold = "{old}"\nnew = "{new}"\nwhy = "it is tried"\n'
        for old, new in changes
    ]
    (root / "tests/mutants.toml").write_text("\n".join(entries), encoding="utf-8")


def test_a_listed_mutant_that_is_killed(root, capsys):
    write_list(root, KILLED)
    assert mutants.main([], root) == 0
    out, err = capsys.readouterr()
    counted = "1 tried, 1 killed, 0 without any effect on the page, 0 survived"
    assert out == f"## Listed mutants, which must not survive: {counted}\n"
    assert err == f"{AT}: {counted}\n"


def test_listed_mutants_that_are_not_killed(root, capsys):
    write_list(root, EQUIVALENT, KILLED, SURVIVES)
    assert mutants.main([], root) == 1
    counted = "3 tried, 1 killed, 1 without any effect on the page, 1 survived"
    title = f"## Listed mutants, which must not survive: {counted}"
    assert capsys.readouterr().out == f"{title}\n\n{OF_SURVIVOR}"


def test_only_the_pages_that_are_named(root, capsys):
    write_list(root, SURVIVES)
    assert mutants.main(["training/06"], root) == 0
    assert "0 tried" in capsys.readouterr().out


@pytest.mark.parametrize(("old", "times"), [("trained", 2), ("By two.", 0)])
def test_an_entry_that_stands_nowhere_or_more_than_once(root, capsys, old, times):
    write_list(root, KILLED, (old, "x"))
    assert mutants.main([], root) == 1
    assert capsys.readouterr().err == (
        f"mutants.toml: mutant 2: {old!r} stands {times} times in the blocks of {AT}: "
        "write what stands there once\n"
    )


def test_an_entry_of_a_page_that_is_none(root, capsys):
    write_list(root, KILLED, page="training/07-none")
    assert mutants.main([], root) == 1
    message = "mutants.toml: mutant 1: training/07-none is no answer\n"
    assert capsys.readouterr().err == message


def test_a_page_that_fails_as_it_is(root, page, capsys):
    page(sample("mutants.md").replace("spare > 0", "spare > 5"))
    write_list(root, SURVIVES)
    assert mutants.main([], root) == 1
    assert capsys.readouterr().err.startswith(
        f"{AT}:58: ClaimError: the claim 'The best is ahead.'"
    )


def test_a_page_whose_prose_is_wrong_as_it_is(root, page, capsys):
    page(sample("mutants.md").replace("It is.", "It is 0.5."))
    write_list(root, KILLED)
    assert mutants.main([], root) == 1
    assert ": 0.5 is typed by hand: " in capsys.readouterr().err


def test_the_numbers_of_a_run_are_kept_and_told(root, page, build, capsys):
    write_list(root, KILLED)
    assert mutants.main(["--fresh", "5", "--seed", "3"], root) == 0
    record = json.loads((root / FILE).read_text(encoding="utf-8"))
    states = {"tried": 1, "killed": 1, "equivalent": 0, "survivor": 0}
    assert record["listed"] == states
    assert record["fresh"]["seed"] == 3
    assert record["fresh"]["tried"] == 5
    build()
    text = told(build.outcomes)
    assert "the code of the pages was changed in 5 ways drawn at random" in text
    assert text.endswith(
        "Another 1 changes are known to leave a false sentence: they are tried every week, must "
        "make their page fail, and all did."
    )


def test_nothing_is_kept_of_a_run_of_some_pages(root):
    (root / "tests/mutants.toml").write_text("mutant = []", encoding="utf-8")
    assert mutants.main(["training/05", "--fresh", "1"], root) == 0
    assert not (root / FILE).exists()


def test_without_a_run_that_is_told(page, build):
    page(sample("mutants.md"))
    build()
    assert told(build.outcomes) == (
        "Whether the claims notice a changed experiment has not been tried here."
    )


def test_the_list_of_this_project_fits_its_pages(request):
    root = request.config.rootpath
    found = listed(root / mutants.LIST, mutants.find_answers(root / "docs"))
    assert found
    assert all(mutant.block >= 0 and mutant.changed_block for mutant in found)
