"""What the statements of a page are for: to measure, to check, or to draw.

A change in what only draws shows in a figure and nowhere else. A change in what only checks makes a
claim weaker and no sentence false. All the rest measures, and decides what the page says: every
experiment does, since the sentence of a claim and the caption of a figure tell of it.
"""

import ast
import builtins
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Role = Literal["measures", "checks", "draws"]

DRAWING_CALLS = {"band", "house_style", "label"}
PACKAGES = {"torch", "nn", "F"}
IMPORTS = (ast.Import, ast.ImportFrom)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True)
class Part:
    """A simple statement, the head of a compound one, or a whole function.

    Attributes:
        nodes: what is in it, without the statements that are parts of their own.
        block: in which of the page's blocks it stands.
        sets: the names that it assigns.
    """

    nodes: tuple[ast.AST, ...]
    block: int
    sets: frozenset[str]

    @property
    def first(self) -> ast.AST:
        """What it begins with."""
        return self.nodes[0]


def parts(blocks: Sequence[str]) -> list[Part]:
    """The parts of a page's blocks, without imports.

    Raises:
        SyntaxError: for a block that is no Python.
    """
    return [
        part
        for number, source in enumerate(blocks)
        for statement in ast.parse(source).body
        for part in _parts(statement, number)
    ]


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
    told = {name for value in values for name in _loaded(ast.parse(value.strip()))}
    canvases = _canvases(found)
    guess: list[Role] = [_first_guess(part, canvases) for part in found]
    while (better := _better(found, guess, told)) != guess:
        guess = better
    return list(zip(found, guess, strict=True))


def _first_guess(part: Part, canvases: set[str]) -> Role:
    if isinstance(part.first, ast.Assert) or is_claim(part.first):
        return "checks"
    draws = any(_names(node) & canvases or _draws(node) for node in part.nodes)
    return "draws" if draws else "measures"


def _canvases(found: Sequence[Part]) -> set[str]:
    """`plt`, `fig` and `ax` of `fig, ax = plt.subplots()`, and `top` of `top = ax.twiny()`."""
    canvases = {"plt"}
    for part in found:
        if isinstance(part.first, ast.Assign) and _root(part.first.value) in canvases:
            canvases |= part.sets
    return canvases


def _root(value: ast.AST) -> str:
    """`ax` of `ax.twinx()`; a number that `float(ax.get_ylim()[0])` reads is no canvas."""
    while isinstance(value, ast.Attribute | ast.Call | ast.Subscript):
        value = value.func if isinstance(value, ast.Call) else value.value
    return getattr(value, "id", "")


def _draws(node: ast.AST) -> bool:
    calls = (inner.func for inner in ast.walk(node) if isinstance(inner, ast.Call))
    return any(isinstance(called, ast.Name) and called.id in DRAWING_CALLS for called in calls)


def _better(found: Sequence[Part], guess: Sequence[Role], told: set[str]) -> list[Role]:
    """The roles, where what only serves checks or drawings takes their role."""
    uses: dict[str, set[Role]] = defaultdict(set)
    for name in told:
        uses[name].add("measures")
    for part, role in zip(found, guess, strict=True):
        for name, use in _uses(part, role):
            uses[name].add(use)
    return [_by_use(part, role, uses) for part, role in zip(found, guess, strict=True)]


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
    nodes = part.nodes
    if is_claim(part.first):
        sentence, *_ = part.first.value.args  # type: ignore[attr-defined]
        yield from ((name, "measures") for name in _loaded(sentence))
    for node in nodes:
        yield from ((name, role) for name in _loaded(node))


def _parts(statement: ast.stmt, block: int) -> Iterator[Part]:
    if isinstance(statement, IMPORTS):
        return
    bodies = _bodies(statement)
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        yield Part((statement,), block, frozenset([statement.name]))
        return
    head = tuple(_head(statement)) if bodies else (statement,)
    if head:
        yield Part(head, block, frozenset(_set_by(head)))
    for inner in bodies:
        yield from _parts(inner, block)


def _bodies(statement: ast.stmt) -> list[ast.stmt]:
    found = [
        inner
        for name in ("body", "orelse", "finalbody")
        for inner in getattr(statement, name, [])
        if isinstance(inner, ast.stmt)
    ]
    return found + [
        inner for handler in getattr(statement, "handlers", []) for inner in handler.body
    ]


def _head(statement: ast.stmt) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(statement):
        if not isinstance(node, ast.stmt | ast.excepthandler):
            yield node


def is_claim(node: ast.AST) -> bool:
    """Whether a statement is a call of `claim`, whose first argument is its sentence."""
    call = getattr(node, "value", None) if isinstance(node, ast.Expr) else None
    return isinstance(call, ast.Call) and getattr(call.func, "id", "") == "claim"


def _names(node: ast.AST) -> set[str]:
    found = {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
    return found | {inner.arg for inner in ast.walk(node) if isinstance(inner, ast.arg)}


def _loaded(node: ast.AST) -> set[str]:
    names = (inner for inner in ast.walk(node) if isinstance(inner, ast.Name))
    return {name.id for name in names if isinstance(name.ctx, ast.Load)}


def _set_by(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """What is assigned, and what is changed in place: `x`, and `found` in `found[0] = 1`."""
    for node in nodes:
        for inner in _outside_comprehensions(node):
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                yield inner.id
        targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
        yield from (name for target in filter(None, targets) for name in _names(target))


def _outside_comprehensions(node: ast.AST) -> Iterator[ast.AST]:
    """A node and what is in it, but for `x for x in …`, whose names end with it."""
    if not isinstance(node, COMPREHENSIONS):
        yield node
        for child in ast.iter_child_nodes(node):
            yield from _outside_comprehensions(child)
