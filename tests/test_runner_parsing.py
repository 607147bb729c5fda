from pathlib import Path

import pytest
from sybil import Document
from sybil.example import Example

from runner.errors import PageError
from runner.page import find_pages
from runner.parsing import Fence, Inline, PageParser, page_sybil, parse
from runner.running import code_of, run_page
from runner_fixtures import python, sample

KNOWN = "bash, console, css, diff, html, json, markdown, pycon, python, text, toml, yaml"


def examples(page) -> list[Example]:
    return list(parse(page, lambda *_: None))


def test_every_fence_and_value_of_a_page_in_order(page):
    assert [part[1] for part in code_of(page(sample("fences.md")))] == [
        "titled = 1\n",
        "folded = titled + 1\n",
        "listed = [\n\n    folded + 1,\n]\n",
        "marked = 4\n",
        "tabbed = 5\n",
        "tabbed\n",
        "for n in listed:\n    print(n)\n",
        "quoted = 6\n\nif quoted:\n    quoted += 1\n",
        "tilde = 8\n",
        "titled",
        "folded",
        "[marked, quoted]",
    ]


def test_every_example_is_at_its_own_line(page):
    fences = page(sample("fences.md"))
    lines = fences.source.split("\n")
    assert [lines[example.line - 1].strip("` ")[:16] for example in examples(fences)] == [
        'python title="A ',
        'python fold="A f',
        "python",
        "- ```python",
        "python",
        ">>> tabbed",
        ">>> for n in lis",
        "> ```python",
        "~~~python",
        "All: `{python} t",
        "All: `{python} t",
        "All: `{python} t",
    ]


def test_all_of_them_run(page):
    values = [shown.text for shown in run_page(page(sample("fences.md"))).shown if shown.text]
    assert values == ["1", "2", "[4, 7]"]


def test_options_of_a_fence(page):
    (fence,) = examples(page(python("x = 1", ' title="It\'s" fold=\'a "b"\' hl_lines="1 2"')))
    assert fence.parsed.options == {"title": "It's", "fold": 'a "b"', "hl_lines": "1 2"}


def test_a_value_marked_as_a_time(page):
    parsed = [e.parsed for e in examples(page("`{python timing} t` `{python} t` `{python}t`"))]
    assert parsed == [Inline("t", timing=True), Inline("t", timing=False)]


def test_a_value_in_double_backticks_ends_where_it_should(page):
    assert examples(page("``{python} x`` and `python x` and `{pythonic} x`")) == []


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("# T\n\n```pyhton\nx\n```\n", f"3: unknown fence label 'pyhton': use one of {KNOWN}"),
        ("```{.python}\nx\n```\n", f"1: unknown fence label '{{.python}}': use one of {KNOWN}"),
        ("```Python\nx\n```\n", f"1: unknown fence label 'Python': use one of {KNOWN}"),
        ("```\nx\n```\n", f"1: a fence without a label: use one of {KNOWN}"),
        ("\n```python\nx = 1\n", "2: this fence is never closed: end it with a line of ```"),
        ("```python\nx\n````x\n", "1: this fence is never closed: end it with a line of ```"),
        ("```python", "1: this fence is never closed: end it with a line of ```"),
        ("```text\nx\n  ```\n", "1: this fence is never closed: end it with a line of ```"),
        ("\n\n```pycon\n1 + 1\n```", "3: a pycon fence without >>> tests nothing: add a prompt"),
        ("```pycon\n```\n", "1: a pycon fence without >>> tests nothing: add a prompt"),
        (
            "---\nquestion: a: b\n---\n# T\n",
            "1: the front matter is no YAML of the form `name: value`",
        ),
    ],
)
def test_what_may_be_misspelt_is_refused(page, source, message):
    with pytest.raises(PageError) as caught:
        parse(page(source), lambda *_: None)
    assert str(caught.value) == f"docs/training/05-x.md:{message}"


@pytest.mark.parametrize("label", ["text", "console", "bash", "yaml", "json title='x'"])
def test_shown_only(page, label):
    assert code_of(page(f"```{label}\n1 / 0\n```\n")) == []


def test_a_fence_that_front_matter_leaves_open_swallows_nothing(page):
    source = "---\nquestion: |\n  ```python\n  x\n---\n" + python("y = 1")
    assert code_of(page(source)) == [["python", "y = 1\n", []]]


def test_a_carriage_return_ends_a_line(page, docs):
    written = page("")
    written.path.write_bytes(b"# T\r\n\r\n```python\r\nx = 1\r\ny = 1 / 0\r\n```\r\n")
    (crlf,) = find_pages(docs)
    assert code_of(crlf) == [["python", "x = 1\ny = 1 / 0\n", []]]
    with pytest.raises(PageError) as caught:
        run_page(crlf)
    assert str(caught.value) == "docs/training/05-x.md:5: ZeroDivisionError: division by zero"


def test_pages_are_found_in_order(page, docs):
    for name in ("b.md", "a.md", "labs/l.py", "labs/_l.txt", "x.py", "training/é è.md"):
        page("", name)
    assert [found.name for found in find_pages(docs)] == [
        "a.md",
        "b.md",
        "labs/l.py",
        "training/é è.md",
    ]


def test_pytest_reads_a_page_as_the_build_does(page, docs):
    fences = page(sample("fences.md"))
    collected = page_sybil(docs).parse(fences.path)
    as_built = parse(fences, lambda *_: None)
    assert [e.parsed for e in collected if isinstance(e.parsed, Fence | Inline)] == [
        e.parsed for e in as_built if isinstance(e.parsed, Fence | Inline)
    ]
    assert [(e.start, e.end) for e in collected] == [(e.start, e.end) for e in as_built]


def test_pytest_collects_pages_below_docs_only(docs):
    sybil = page_sybil(docs)
    inside = [docs / "a.md", docs / "training/05-x.md"]
    outside = [docs.parent / "README.md", docs / "labs/l.py", docs / "assets/a.css"]
    assert all(map(sybil.should_parse, inside))
    assert not any(map(sybil.should_parse, outside))


def test_pytest_finds_docs_from_a_relative_path(page, docs, monkeypatch):
    written = page(python("x = 1"))
    monkeypatch.chdir(docs.parent)
    assert page_sybil(Path("docs")).should_parse(written.path)


def test_a_failing_page_names_itself_below_the_nearest_docs(tmp_path):
    path = tmp_path / "docs/old/docs/a.md"
    with pytest.raises(PageError, match=r"^docs/a\.md:1: this fence is never closed"):
        list(PageParser(lambda *_: None)(Document("```python", str(path))))
