import pytest

import moved
from answers_lib.claims import Claim
from runner.building import Build, build_pages
from runner.keys import PAGE_CODE, dependencies
from runner.result import PageResult
from runner.running import run_page
from runner.shown import Shown
from runner.store import Store
from runner_fixtures import NAME, python

TEXT = """# T

It gains `{python} f"{gain:.1f}"` points in `{python timing} seconds` s.

```python
gain, seconds = 1.25, 0.1
```

Twice that is `{python} 2 * gain`.
"""
NOTHING = "# no claims failed, no claims moved, no values moved\n"


@pytest.fixture
def before(tmp_path):
    return Store(tmp_path / "before")


@pytest.fixture
def after(tmp_path):
    return Store(tmp_path / "after")


@pytest.fixture
def compare(docs, before, after, capsys):
    """A function that gives the exit status and what is printed, on both streams."""

    def run() -> tuple[int, str]:
        try:
            status = moved.main([str(before.directory), str(after.directory)], docs)
        except SystemExit as stop:
            status = int(stop.code)
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    return run


def keep(store, page, result, **versions):
    """Store a result as a build of the page with these versions would."""
    store.save(page, result, {PAGE_CODE: dependencies(page)[PAGE_CODE], **versions})


def result(*claims, gain="1.2", seconds="0.1", twice="2.5"):
    return PageResult((Shown(text=gain), Shown(text=seconds), Shown(claims), Shown(text=twice)))


def held(sentence, count=10, margin=0.5):
    return Claim(sentence, count, 10, "seeds", margin)


def test_the_same_results_have_not_moved(page, before, after, compare):
    for store in (before, after):
        keep(store, page(TEXT), result(held("A.")), torch="2.13.0")
    assert compare() == (0, NOTHING)


def test_what_moved_is_said_kind_by_kind_and_fails_nothing(page, before, after, compare):
    first, second = page(TEXT, "a.md"), page(TEXT, "b.md")
    was = result(held("Even."), held("More."), held("Old."), seconds="0.1")
    now = result(held("Even."), held("More.", 9, 0.25), held("New."), gain="1.3", seconds="9")
    keep(before, first, was, torch="2.13.0", numpy="2.4.6")
    keep(after, first, now, torch="2.6.0", numpy="2.0.0")
    keep(before, second, result(), torch="2.13.0")
    keep(after, second, result(twice="2.4"), torch="2.6.0")
    more, less = held("").evidence, held("", 9, 0.25).evidence
    expected = f"""# no claims failed, 3 claims moved, 2 values moved

torch 2.13.0 → 2.6.0, numpy 2.4.6 → 2.0.0

## Claims that moved

**docs/a.md**

- More. ({more} → {less})
- Old. ({more} → gone)
- New. (new → {more})

## Values that moved

**docs/a.md**

- line 3, `f"{{gain:.1f}}"` (1.2 → 1.3)

**docs/b.md**

- line 9, `2 * gain` (2.5 → 2.4)
"""
    assert compare() == (0, expected)


def test_a_page_that_only_the_later_build_has_is_passed_over(page, before, after, compare):
    keep(before, page(TEXT, "a.md"), result())
    for name in ("a.md", "b.md"):
        keep(after, page(TEXT, name), result())
    assert compare() == (0, NOTHING)


def test_only_a_claim_that_fails_is_a_failure(page, docs, before, after, compare, monkeypatch):
    code = 'import os\nfrom answers_lib.claims import claim\nn = int(os.environ["HELD"])\n'
    page(python(code + 'claim("It holds.", [True] * n + [False] * (4 - n), at_least=3)'))
    page(python("import os\n") + "\n`{python} os.environ['HELD']`\n", "value.md")
    statuses = {}
    for count in (4, 3, 2):
        monkeypatch.setenv("HELD", str(count))
        cache = docs.parent / f"cache{count}"
        build_pages(Build(docs, cache, jobs=1, run=lambda page, report, anew: run_page(page)))
        before, after = docs.parent / "cache4/pages", cache / "pages"
        statuses[count] = moved.main([str(before), str(after)], docs)
    assert statuses == {4: 0, 3: 0, 2: 1}


def test_the_claims_of_a_page_that_stopped_have_failed(page, before, compare):
    keep(before, page(TEXT), result(held("A $x$."), held("B.")))
    expected = f"""# 2 claims failed, no claims moved, no values moved

## Pages that stopped; their claims failed

**docs/{NAME}**

- A $x$.
- B.
"""
    assert compare() == (1, expected)


def test_a_lab_that_stopped_is_named_but_claims_nothing(page, before, after, compare):
    lab = page("# %%\n1\n", "labs/l.py")
    keep(before, lab, PageResult(notebook="1"))
    assert compare() == (
        0,
        f"{NOTHING}\n## Pages that stopped; their claims failed\n\n**docs/labs/l.py**\n",
    )
    keep(after, lab, PageResult(notebook="2"))
    assert compare() == (0, NOTHING)


@pytest.mark.parametrize("side", ["before", "after"])
def test_a_result_of_other_code_is_refused(page, before, after, compare, side):
    for store in (before, after):
        keep(store, page(TEXT), result())
    keep({"before": before, "after": after}[side], page("`{python} 1`"), PageResult((Shown(),)))
    page(TEXT)
    status, said = compare()
    assert status == 2
    error = f"docs/{NAME}: a result is not of the page's code: build both again"
    assert said.endswith(f"error: {error}\n")


def test_a_damaged_result_is_refused(page, before, compare):
    keep(before, page(TEXT), result())
    (path,) = (before.directory / NAME).glob("*.json")
    path.write_text("")
    status, said = compare()
    assert status == 2
    assert said.endswith(f"error: {before.directory / NAME}: the stored result is damaged\n")


def test_a_comparison_with_nothing_is_refused(page, before, compare):
    page(TEXT)
    status, said = compare()
    assert status == 2
    assert said.endswith(f"error: {before.directory} holds no stored result\n")
