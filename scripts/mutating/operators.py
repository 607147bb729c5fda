"""Small changes of code by its syntax tree: each is one that a tired author could make."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

COMPARISONS = {
    **{ast.Lt: (">",), ast.LtE: (">=", "<"), ast.Gt: ("<",), ast.GtE: ("<=", ">")},
    **{ast.Eq: ("!=",), ast.NotEq: ("==",)},
}
SIGNS: dict[type[ast.operator], str] = {ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*"}
# Names of which one can be written for another: functions, attributes, and texts.
ALIKE = (
    ("train", "validation", "test"),
    ("train_loss", "validation_loss", "test_loss"),
    ("train_accuracy", "validation_accuracy", "test_accuracy"),
    ("max", "min"),
    ("argmax", "argmin"),
    ("maximum", "minimum"),
    ("any", "all"),
    ("zeros", "ones"),
    ("relu", "tanh", "sigmoid"),
    ("ReLU", "Tanh", "Sigmoid"),
    ("sgd", "adam"),
    ("SGD", "Adam"),
    ("kaiming_normal_", "xavier_normal_"),
    ("kaiming_uniform_", "xavier_uniform_"),
    ("BatchNorm1d", "LayerNorm"),
)
# Calls that are shown, or that only say what is shown: to leave one out shows at once.
SHOWING = {"claim", "export", "print", "table"}


@dataclass(frozen=True)
class Edit:
    """A change of a source.

    Attributes:
        start: where it begins, in characters.
        end: where what it replaces ends.
        new: what it writes there.
        kind: what it is, in words.
    """

    start: int
    end: int
    new: str
    kind: str


class Source:
    """A source with the place of each node of its tree in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines = text.splitlines(keepends=True)

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Where a node begins and ends, in characters."""
        first, last = (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
        return self._place(*first), self._place(*last)

    def of(self, node: ast.AST) -> str:
        """What is written at a node."""
        start, end = self.span(node)
        return self.text[start:end]

    def _place(self, line: int, column: int) -> int:
        before = self._lines[line - 1].encode()[:column]  # Python counts bytes
        return sum(map(len, self._lines[: line - 1])) + len(before.decode())


def edits(source: Source, node: ast.AST) -> Iterator[Edit]:
    """Every change within a node; none within an f-string, whose nodes have no places."""
    if isinstance(node, ast.JoinedStr) or _is_docstring(node):
        return
    for kind, change in CHANGES.items():
        if isinstance(node, kind):
            yield from change(source, node)
    for child in ast.iter_child_nodes(node):
        yield from edits(source, child)


def _is_docstring(node: ast.AST) -> bool:
    value = node.value if isinstance(node, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def _constant(source: Source, node: ast.Constant) -> Iterator[Edit]:
    start, end = source.span(node)
    if isinstance(node.value, str):
        for other in _alike(node.value):
            yield Edit(start, end, f'"{other}"', "another choice")
    for other in _numbers(node.value):
        yield Edit(start, end, other, "another number")


def _numbers(value: object) -> list[str]:
    """2 and 0 for 1; 10, 20, 39, 41 … for 40; half and double of 0.3."""
    if type(value) is int:
        close = {value - 1, value + 1, value * 2, value // 2} - {value, -1}
        return [str(other) for other in sorted(close)]
    if type(value) is float:
        return [repr(value / 2), repr(value * 2)] if value else ["1.0"]
    return []


def _compare(source: Source, node: ast.Compare) -> Iterator[Edit]:
    operands = [node.left, *node.comparators]
    for before, operator, after in zip(operands, node.ops, operands[1:], strict=False):
        start, end = source.span(before)[1], source.span(after)[0]
        written = source.text[start:end]
        sign = written.strip(" ()\n")
        for other in COMPARISONS.get(type(operator), ()):
            yield Edit(start, end, written.replace(sign, other), "another comparison")


def _operation(source: Source, node: ast.BinOp) -> Iterator[Edit]:
    start, end = source.span(node.left)[1], source.span(node.right)[0]
    written = source.text[start:end]
    sign = written.strip(" ()\n")
    other = SIGNS.get(type(node.op))
    if other and len(sign) == 1:
        yield Edit(start, end, written.replace(sign, other), "another operation")


def _negated(source: Source, node: ast.UnaryOp) -> Iterator[Edit]:
    if isinstance(node.op, ast.USub | ast.Invert | ast.Not):
        yield Edit(*source.span(node), source.of(node.operand), "a sign dropped")


def _call(source: Source, node: ast.Call) -> Iterator[Edit]:
    for argument in node.keywords:
        start, end = source.span(argument)
        rest = source.text[end:]
        comma = len(rest) - len(rest.lstrip(" ,\n")) if rest.lstrip()[:1] == "," else 0
        yield Edit(start, end + comma, "", "an argument dropped")
    for first, second in zip(node.args, node.args[1:], strict=False):
        if not any(isinstance(one, ast.Starred) for one in (first, second)):
            start, middle = source.span(first)
            after, end = source.span(second)
            swapped = source.of(second) + source.text[middle:after] + source.of(first)
            yield Edit(start, end, swapped, "arguments swapped")


def _expression(source: Source, node: ast.Expr) -> Iterator[Edit]:
    """`optimizer.step()` left out."""
    if isinstance(node.value, ast.Call) and getattr(node.value.func, "id", "") not in SHOWING:
        yield Edit(*source.span(node), "pass", "a step left out")


def _name(source: Source, node: ast.Name) -> Iterator[Edit]:
    if isinstance(node.ctx, ast.Load):
        for other in _alike(node.id):
            yield Edit(*source.span(node), other, "another name")


def _attribute(source: Source, node: ast.Attribute) -> Iterator[Edit]:
    end = source.span(node)[1]
    for other in _alike(node.attr):
        yield Edit(end - len(node.attr), end, other, "another name")


def _alike(name: str) -> list[str]:
    return [other for group in ALIKE if name in group for other in group if other != name]


Change = Callable[[Source, Any], Iterator[Edit]]
CHANGES: dict[type[ast.AST], Change] = {
    ast.Constant: _constant,
    ast.Compare: _compare,
    ast.BinOp: _operation,
    ast.UnaryOp: _negated,
    ast.Call: _call,
    ast.Expr: _expression,
    ast.Name: _name,
    ast.Attribute: _attribute,
}
