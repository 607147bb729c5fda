"""What the statements of a page are for: to measure, to check, or to draw.

A change in what only draws shows in a figure and nowhere else. A change in what only checks makes a
claim weaker and no sentence false. All the rest measures, and decides what the page says: every
experiment does, since the sentence of a claim and the caption of a figure tell of it.
"""

import ast
import builtins
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

from runner.page import Page
from runner.parsing import Fence, Inline, examples
from runner.statements import IMPORTS, Part, is_claim, names_read, parts

Role = Literal["measures", "checks", "draws"]

DRAWING = ("matplotlib", "answers_lib.figures")
PACKAGES = {"torch", "nn", "F"}


def measuring(blocks: Sequence[str], values: Sequence[str]) -> list[Part]:
    """The parts that decide what a page says, as `roles`."""
    return [part for part, role in roles(blocks, values) if role == "measures"]


def roles(blocks: Sequence[str], values: Sequence[str]) -> list[tuple[Part, Role]]:
    """Every part of a page's code with its role.

    Args:
        blocks: the page's code, a text for every block.
        values: the expressions that stand in its prose.

    Raises:
        SyntaxError: for a block or a value that is no Python.
    """
    found = parts(blocks)
    told = {name for value in values for name in names_read(ast.parse(value.strip()))}
    canvases = _canvases(found, _drawing_names(blocks))
    guess: list[Role] = [_first_guess(part, canvases) for part in found]
    while (better := _better(found, guess, told)) != guess:
        guess = better
    return list(zip(found, guess, strict=True))


def only_checks(part: Part, role: Role) -> Iterator[ast.AST]:
    """What in a part only checks; of a claim, all but its sentence."""
    if is_claim(part.first):
        call = part.first.value  # type: ignore[attr-defined]
        yield from (*call.args[1:], *call.keywords)
    elif role == "checks":
        yield from part.nodes
    elif isinstance(part.first, ast.FunctionDef | ast.ClassDef):
        yield from (node for node in ast.walk(part.first) if isinstance(node, ast.Assert))


@lru_cache(maxsize=64)
def roles_of(page: Page) -> list[tuple[Part, Role]]:
    """The parts of a page's code, each with its role.

    Raises:
        SyntaxError: for a block or a value that is no Python.
    """
    sources = [e.parsed.source for e in examples(page) if isinstance(e.parsed, Fence)]
    values = [e.parsed.expression for e in examples(page) if isinstance(e.parsed, Inline)]
    return roles(sources, values)


def _first_guess(part: Part, canvases: set[str]) -> Role:
    if isinstance(part.first, ast.Assert) or is_claim(part.first):
        return "checks"
    return "draws" if part.names & canvases else "measures"


def _drawing_names(blocks: Sequence[str]) -> set[str]:
    """What a page imports to draw: `plt`, `Rectangle`, `label`, `INK`."""
    importing = (ast.parse(source) for source in blocks if "import" in source)
    nodes = (node for tree in importing for node in ast.walk(tree))
    return {
        alias.asname or alias.name
        for node in nodes
        if isinstance(node, IMPORTS)
        for alias in node.names
        if (getattr(node, "module", None) or alias.name).startswith(DRAWING)
    }


def _canvases(found: Sequence[Part], drawing: set[str]) -> set[str]:
    """With `plt`: `fig` and `ax` of `fig, ax = plt.subplots()`, and `top` of `top = ax.twiny()`.

    A function that only draws is one, too: with `def arrow(a, b): ax.plot(a, b)` so does its call.
    """
    canvases = set(drawing)
    for part in found:
        if _makes_canvas(part.first, canvases) or _only_draws(part, canvases):
            canvases |= part.sets
    return canvases


def _makes_canvas(node: ast.AST, canvases: set[str]) -> bool:
    return isinstance(node, ast.Assign) and _root(node.value) in canvases


def _only_draws(part: Part, canvases: set[str]) -> bool:
    if not isinstance(part.first, ast.FunctionDef) or not part.names & canvases:
        return False
    returned = [inner.value for inner in ast.walk(part.first) if isinstance(inner, ast.Return)]
    return not any(returned)


def _root(value: ast.AST) -> str:
    """`ax` of `ax.twinx()`; a number that `float(ax.get_ylim()[0])` reads is no canvas."""
    while isinstance(value, ast.Attribute | ast.Call | ast.Subscript):
        value = value.func if isinstance(value, ast.Call) else value.value
    return getattr(value, "id", "")


def _better(found: Sequence[Part], guess: Sequence[Role], told: set[str]) -> list[Role]:
    """The roles, where what only serves checks or drawings takes their role."""
    uses: dict[str, set[Role]] = defaultdict(set)
    for name in told:
        uses[name].add("measures")
    for part, role in zip(found, guess, strict=True):
        for name, use in _uses(part, role):
            uses[name].add(use)
    better = [_by_use(part, role, uses) for part, role in zip(found, guess, strict=True)]
    return [_of_body(part, better, place) for place, part in enumerate(found)]


def _of_body(part: Part, roles: Sequence[Role], place: int) -> Role:
    """Of `if start < 560:` and `for x in ends:` the role of what is below, if all of it draws."""
    body = roles[place + 1 : place + 1 + part.inner]
    only_draws = bool(body) and set(body) == {"draws"}
    return "draws" if only_draws and not _is_experiment(part) else roles[place]


def _by_use(part: Part, role: Role, uses: dict[str, set[Role]]) -> Role:
    of_it = {use for name in part.sets for use in uses[name]}
    if role != "measures" or not of_it or "measures" in of_it or _is_experiment(part):
        return role
    return "checks" if "checks" in of_it else "draws"


def _is_experiment(part: Part) -> bool:
    """Whether it does more than arithmetic: a claim's sentence and a caption tell of that."""
    if isinstance(part.first, ast.FunctionDef | ast.ClassDef):
        return True
    calls = [n.func for node in part.nodes for n in ast.walk(node) if isinstance(n, ast.Call)]
    return not all(map(_is_arithmetic, calls))


def _is_arithmetic(called: ast.expr) -> bool:
    """`abs(…)`, `np.log(…)` and `accuracy.max(…)`; not `compare(…)`, nor `torch.rand(…)`."""
    if isinstance(called, ast.Name):
        return hasattr(builtins, called.id)
    return _root(called) not in PACKAGES


def _uses(part: Part, role: Role) -> Iterator[tuple[str, Role]]:
    if is_claim(part.first):
        sentence, *_ = part.first.value.args  # type: ignore[attr-defined]
        yield from ((name, "measures") for name in names_read(sentence))
    yield from ((name, role) for name in part.reads)
