"""The statements of a page's code, and the names that they set and read."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

IMPORTS = (ast.Import, ast.ImportFrom)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True)
class Part:
    """A simple statement, the head of a compound one, or a whole function.

    Attributes:
        nodes: what is in it, without the statements that are parts of their own.
        block: in which of the page's blocks it stands.
        sets: the names that it assigns.
        inner: how many of the parts after it stand in its body.
    """

    nodes: tuple[ast.AST, ...]
    block: int
    sets: frozenset[str]
    inner: int = 0

    @property
    def first(self) -> ast.AST:
        """What it begins with."""
        return self.nodes[0]

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name in it, parameters too."""
        return frozenset(name for node in self.nodes for name in names_in(node))

    @cached_property
    def reads(self) -> frozenset[str]:
        """The names that it reads."""
        return frozenset(name for node in self.nodes for name in names_read(node))


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


def _parts(statement: ast.stmt, block: int) -> Iterator[Part]:
    if isinstance(statement, IMPORTS):
        return
    bodies = _bodies(statement)
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        yield Part((statement,), block, frozenset([statement.name]))
        return
    head = tuple(_head(statement)) if bodies else (statement,)
    inner = [part for below in bodies for part in _parts(below, block)]
    if head:
        yield Part(head, block, frozenset(_set_by(head)), len(inner))
    yield from inner


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


def names_in(node: ast.AST) -> set[str]:
    """Every name in a node, parameters too."""
    inner = list(ast.walk(node))
    found = {name.id for name in inner if isinstance(name, ast.Name)}
    return found | {parameter.arg for parameter in inner if isinstance(parameter, ast.arg)}


def names_read(node: ast.AST) -> set[str]:
    """The names that a node reads; of a function, without those of its own."""
    names = [inner for inner in ast.walk(node) if isinstance(inner, ast.Name)]
    loaded = {name.id for name in names if isinstance(name.ctx, ast.Load)}
    if not isinstance(node, ast.FunctionDef):
        return loaded
    own = {inner.arg for inner in ast.walk(node) if isinstance(inner, ast.arg)}
    return loaded - own - {name.id for name in names if isinstance(name.ctx, ast.Store)}


def _set_by(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """What is assigned, and what is changed in place: `x`, and `found` in `found[0] = 1`."""
    for node in nodes:
        for inner in _outside_comprehensions(node):
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                yield inner.id
        targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
        yield from (name for target in filter(None, targets) for name in names_in(target))


def _outside_comprehensions(node: ast.AST) -> Iterator[ast.AST]:
    """A node and what is in it, but for `x for x in …`, whose names end with it."""
    if not isinstance(node, COMPREHENSIONS):
        yield node
        for child in ast.iter_child_nodes(node):
            yield from _outside_comprehensions(child)
