import pytest
from pathspec.gitignore import GitIgnoreSpec
from sybil.example import Example

from runner.errors import PageError
from runner.keys import code_of
from runner.page import find_pages
from runner.parsing import Inline, parse
from runner.running import run_page
from runner_fixtures import python, sample

KNOWN = "bash, console, css, diff, html, json, markdown, pycon, python, text, toml, yaml"


def examples(page) -> list[Example]:
    return list(parse(page, lambda example: None))


def test_every_fence_and_value_of_a_page_in_order(page):
    assert [part[1] for part in code_of(page(sample("fences.md")))] == [
        "titled = 1\n",
        "folded = titled + 1\n",
        "listed = [\n\n    folded + 1,\n]\n",
        "tabbed = 5\n",
        "tabbed\n",
        "for n in listed:\n    print(n)\n",
        "quoted = 6\n\nif quoted:\n    quoted += 1\n",
        "tilde = 8\n",
        "titled",
        "folded",
        "[tabbed, quoted]",
        "titled + folded",
    ]


def test_every_example_is_at_its_own_line(page):
    fences = page(sample("fences.md"))
    lines = fences.source.split("\n")
    assert [lines[example.line - 1].strip("` ")[:16] for example in examples(fences)] == [
        'python title="A ',
        'python fold="A f',
        "python",
        "python",
        ">>> tabbed",
        ">>> for n in lis",
        "> ```python",
        "~~~python",
        "All: `{python} t",
        "All: `{python} t",
        "All: `{python} t",
        "And over a line:",
    ]


def test_all_of_them_run(page):
    values = [shown.text for shown in run_page(page(sample("fences.md"))).shown if shown.text]
    assert values == ["1", "2", "[5, 7]", "3"]


def test_options_of_a_fence(page):
    (fence,) = examples(page(python("x = 1", ' title="It\'s" fold=\'a "b"\' hl_lines="1 2"')))
    assert fence.parsed.options == {"title": "It's", "fold": 'a "b"', "hl_lines": "1 2"}


def test_a_value_marked_as_a_time(page):
    parsed = [e.parsed for e in examples(page("`{python timing} t` `{python} t`"))]
    assert parsed == [Inline("t", timing=True), Inline("t", timing=False)]


def test_a_value_in_double_backticks_ends_where_it_should(page):
    assert examples(page("``{python} x`` and `python x` and `{x: 1}` and `{x:.1f}`")) == []


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
        (
            "a\n\n- ```python\n  x\n  ```\n",
            "3: a fence in a list begins on a line of its own, four spaces in",
        ),
        (
            "1. Load.\n\n   ```python\n   x = 1\n   ```\n",
            "3: indent a fence by 0, 4 or 8 spaces, as Markdown nests blocks",
        ),
        (
            '```python flod="Hidden"\nx\n```\n',
            "1: unknown option 'flod': use one of title, fold, hl_lines, linenums",
        ),
        (
            '```python fold="Hidden\nx\n```\n',
            '1: \'fold="Hidden\' is no option: write name="value" with one of title, fold, '
            "hl_lines, linenums",
        ),
        (
            "a `{pyhton} x` b",
            "1: `{pyhton} x` shows no value: write `{python} expression`, or ``…`` around "
            "braces that are to be shown",
        ),
        (
            "a\n`{python}x` b",
            "2: `{python}x` shows no value: write `{python} expression`, or ``…`` around "
            "braces that are to be shown",
        ),
        ("a\n\n    x = 1\n", "3: four spaces make this code that nothing checks: use a fence"),
        ("- a\n\n        x\n", "3: four spaces make this code that nothing checks: use a fence"),
        ("\n```pycon\n>>> 1\n1\n>>>1 + 1\n2\n```\n", "5: a prompt needs a space: write >>> code"),
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
        examples(page(source))
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


@pytest.mark.parametrize(
    "source",
    [
        "- a\n\n    b\n",
        "1. a\n\n    b\n\n    - c\n\n        d\n",
        "!!! note\n\n    a\n\n    b\n",
        "a\n    continued\n",
        "term\n:   meaning\n\n    more\n",
        "- a\n\n    !!! note\n\n        b\n",
        "```text\n    x\n\n    y\n```\n",
    ],
)
def test_what_is_indented_to_continue_a_block_is_no_code(page, source):
    assert examples(page(source)) == []


@pytest.mark.parametrize(
    "source",
    [
        "<!--\n" + python("1 / 0") + "-->\n",
        "<!-- `{python} 1 / 0` -->",
        "<!-- ``` -->\n",
    ],
)
def test_what_is_commented_out_does_not_run(page, source):
    after = source + "\n\n" + python("x = 1")
    assert code_of(page(after)) == [["python", "x = 1\n", []]]


def test_a_comment_in_a_fence_is_code(page):
    source = python('x = "<!--"') + "\n" + python('y = "-->"')
    assert [part[1] for part in code_of(page(source))] == ['x = "<!--"\n', 'y = "-->"\n']


def test_pages_are_found_in_order(page, docs):
    names = ["a.md", "b.md", "labs/l.py", "notes.markdown", "training/é è.md"]
    others = [
        ".#a.md",
        ".ipynb_checkpoints/a.md",
        "labs/_l.txt",
        "out/a.md",
        "templates/a.md",
        "x.py",
    ]
    for name in (*others, *reversed(names)):
        page("", name)
    excluded = GitIgnoreSpec.from_lines(["out/"])
    assert [found.name for found in find_pages(docs, excluded)] == names


def test_pages_below_a_linked_directory_are_found(page, docs, tmp_path):
    page("", "a.md")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/b.md").write_text("")
    (docs / "linked").symlink_to(tmp_path / "elsewhere")
    assert [found.name for found in find_pages(docs)] == ["a.md", "linked/b.md"]
