"""Whatever a page computes and wherever it stands: what is shown is what Python's `str` gave."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from as_it_ran import expected_code, expected_prints, shown_code, shown_prints, shown_values
from runner.errors import PageError
from runner.page import Page
from runner.running import run_page
from weaving.answers import weave
from weaving_fixtures import html

MARKS = "*_`$|<>&\\[](){}!#+-=~^:;\"'/.,%@ \n1aé−"
texts = st.text(st.sampled_from(MARKS), min_size=1, max_size=14) | st.sampled_from(
    [
        "__init__",
        "a*b*c",
        "p<q and r>s",
        "$5",
        "int | None",
        "two\nlines",
        "](x)",
        "&amp;",
        "--",
        "(c)",
        "1. x",
        "# x",
        "```",
        "{: .x }",
        "==>",
        "1/2",
        "H~2~O",
        "<!-- x -->",
        "*[a]: b",
    ]
)
VALUE = "`{python} x`"
PLACES = {
    "paragraph": f"A {VALUE} b {VALUE}.",
    "alone": VALUE,
    "list": f"- A {VALUE}\n- {VALUE}",
    "in a list": f"1. A\n\n    {VALUE} b",
    "heading": f"### A {VALUE}",
    "table": f"| a | b |\n| --- | --- |\n| {VALUE} | c {VALUE} |",
    "note": f'!!! note "T"\n\n    {VALUE}',
    "fold": f'??? question "T"\n\n    A {VALUE}',
    "tab": f'=== "T"\n\n    {VALUE}',
    "quote": f"> A {VALUE}",
    "strong": f"**A {VALUE}**",
    "caption": f"/// figure-caption\nA {VALUE}\n///",
    "over a line": "A `{python}\nx` b",
}
quickly = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def built(source: str, docs, root):
    page = Page(docs, "training/05-x.md", source)
    result = run_page(page)
    return page, result, html(weave(page, result), root)


@quickly
@given(text=texts, place=st.sampled_from(sorted(PLACES)))
def test_a_value_in_every_place(docs, request, text, place):
    source = f"```python\nx = {text!r}\n```\n\n{PLACES[place]}\n"
    _, _, found = built(source, docs, request.config.rootpath)
    count = PLACES[place].count("{python}")
    assert shown_values(found) == [text] * count


@quickly
@given(text=texts, header=texts)
def test_every_cell_and_every_printed_line(docs, request, text, header):
    code = (
        "from answers_lib.tables import table\n"
        f"print({text!r})\ntable({{{header!r}: [{text!r}], 'b': [1]}})"
    )
    _, result, found = built(f"```python\n{code}\n```\n", docs, request.config.rootpath)
    assert [cell.text for cell in found("td")] == [text, "1"]
    assert found.th.text == header
    (shown,), (printed,) = shown_prints(found), expected_prints(result)
    assert seen(shown) == seen(printed)


def seen(printed: str) -> list[str]:
    """What a reader sees: lines without the spaces at their ends."""
    return [line.rstrip() for line in printed.rstrip().split("\n")]


@quickly
@given(text=texts)
def test_a_value_in_an_alt_text(docs, request, text):
    code = f"import matplotlib.pyplot as plt\nx = {text!r}\nplt.subplots(num='a', figsize=(1, 1))"
    source = f"```python\n{code}\n```\n\n![A `{{python}} x` b](a.svg)\n"
    _, _, found = built(source, docs, request.config.rootpath)
    assert found.img["alt"] == f"A {text} b"


CODES = ["x = 1\n", "\n\nx = 1\n\n\ny = 2\n", "if 1:\n    x = '``` & <b>'\n", "x = '$a$ *b* `c`'\n"]
FENCES = {
    "plain": "```python{o}\n{c}```\n",
    "tildes": "~~~python{o}\n{c}~~~\n",
    "in a list": "- A\n\n    ```python{o}\n    {i}    ```\n",
    "in a note": '!!! note "T"\n\n    ```python{o}\n    {i}    ```\n',
    "in a tab": '=== "T"\n\n    ```python{o}\n    {i}    ```\n',
    "in a tab of a list": '- A\n\n    === "T"\n\n        ```python{o}\n        {j}        ```\n',
    "in a quote": "> ```python{o}\n> {q}> ```\n",
}


@pytest.mark.parametrize("options", ["", ' title="A &amp; B"', ' fold="F"', ' hl_lines="1"'])
@pytest.mark.parametrize("place", FENCES)
@pytest.mark.parametrize("code", CODES)
def test_code_in_every_place(docs, request, code, place, options):
    lines = code.removesuffix("\n").split("\n")
    inside = {n: ("\n" + " " * n).join(lines) + "\n" for n in (4, 8)}
    source = FENCES[place].format(
        o=options, c=code, i=inside[4], j=inside[8], q="\n> ".join(lines) + "\n"
    )
    if place == "in a quote" and "fold" in options:
        with pytest.raises(
            PageError, match="a fence in a quote cannot be folded: leave out `fold`"
        ):
            built(source, docs, request.config.rootpath)
        return
    page, _, found = built(source, docs, request.config.rootpath)
    assert shown_code(found) == expected_code(page) == [code]
