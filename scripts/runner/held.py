"""The values in a page's prose: a claim or an `assert` reads what each of them is computed from.

`{python} f"{gain.mean():.1f}"` prints whatever the code computes, be it by a wrong sign. Something
that checks has to read `gain`, too: `claim("It gains.", gain > 2)`, or, where no reader needs it,
`assert 2 < gain.mean() < 9`. Settings, counts and times are told as they are.
"""

import ast
import builtins
from collections.abc import Iterator, Sequence

from runner.errors import PageError, page_error
from runner.page import Page
from runner.parsing import Inline, examples
from runner.roles import only_checks, roles_of
from runner.statements import Part, names_read

COUNTED = {"size", "shape"}  # attributes of an array


def unheld_values(page: Page) -> Iterator[PageError]:
    """An error for each value in the prose that nothing on the page checks."""
    values = [example for example in examples(page) if isinstance(example.parsed, Inline)]
    try:
        found = roles_of(page)
    except SyntaxError:
        return  # running the page has said so
    nodes = (node for part, role in found for node in only_checks(part, role))
    held = {name for node in nodes for name in names_read(node)}
    measured = _measured([part for part, _ in found])
    for value in values:
        names = _told(value.parsed.expression) & measured
        if names and not value.parsed.timing and not names & held:
            message = (
                f"no claim and no `assert` reads what {value.parsed.expression!r} is computed "
                "from: let one say what it has to be like"
            )
            yield page_error(page, value.line, message)


def _told(expression: str) -> set[str]:
    """The names whose values a reader is told: none of `len(seeds)`, of `run.epochs` neither."""
    tree = ast.parse(expression.strip(), mode="eval").body
    if isinstance(tree, ast.Attribute):
        return set()
    counted = {node for inner in ast.walk(tree) for node in _counted(inner)}
    not_told = {name for node in counted for name in ast.walk(node)}
    names = (node for node in ast.walk(tree) if isinstance(node, ast.Name))
    return {name.id for name in names if name not in not_told}


def _counted(node: ast.AST) -> Sequence[ast.AST]:
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "len":
        return node.args
    if isinstance(node, ast.Attribute) and node.attr in COUNTED:
        return [node.value]
    return []


def _measured(parts: Sequence[Part]) -> set[str]:
    """The page's variables that are more than settings, which are made of nothing but numbers."""
    plain = {*vars(builtins), "np"}
    measured: set[str] = set()
    for part in parts:
        if _is_setting(part, plain):
            plain |= part.sets
        else:
            measured |= part.sets
            plain -= part.sets
    return measured


def _is_setting(part: Part, plain: set[str]) -> bool:
    """`rate = 0.1`, and `higher = 3 * rate`; not `found = {}`, which the page fills later."""
    if not isinstance(part.first, ast.Assign) or not part.reads <= plain:
        return False
    return not any(_is_empty(node) for node in ast.walk(part.first.value))


def _is_empty(node: ast.AST) -> bool:
    return ast.unparse(node) in ("[]", "{}")
