"""The numbers in the sentences of claims: each is computed, or something on the page holds it.

`claim("In 30 epochs …", lost > 0)` says the same when somebody trains for 40. A number may be typed
if code that only checks has it, too: the condition of a claim or what it is made of, as the 20 of
"more than 20 points", or an `assert run.epochs == 30`.
"""

import ast
import re
from collections.abc import Iterator

from runner.errors import PageError, page_error
from runner.page import Page
from runner.parsing import Fence, examples
from runner.roles import only_checks, roles_of
from runner.statements import Part, is_claim

WHOLE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d{2,}"  # 10,000 and 0.3 and 20
UNITS = "epoch iteration update step seed network image example digit run trial layer unit byte bit"
# A digit alone is a setting before a unit, in "8 hidden layers", and in "batches of 8".
BEFORE_UNIT = rf"\d(?=[ ](?:hidden[ ])?(?:{UNITS.replace(' ', '|')}))"
AFTER_WORD = r"(?:(?<=batches of )|(?<=batch size )|(?<=learning rate ))\d"
# Not the 256 of SHA-256, nor the 2 of x^2.
SETTING = re.compile(
    rf"(?<![\w.,^{{])(?<![A-Za-z]-)({WHOLE}|{BEFORE_UNIT}|{AFTER_WORD})(?!\w|[.,]\d)"
)
UNREAD = re.compile(r"\$[^$]*\$|`[^`]*`")


def typed_settings(page: Page) -> Iterator[PageError]:
    """An error for each typed number of a claim that nothing on the page holds."""
    fences = [example for example in examples(page) if isinstance(example.parsed, Fence)]
    try:
        found = roles_of(page)
    except SyntaxError:
        return  # running the page has said so
    held = {
        number for part, role in found for node in only_checks(part, role) for number in _in(node)
    }
    for part, _ in found:
        if is_claim(part.first):
            line = fences[part.block].line + part.first.lineno  # type: ignore[attr-defined]
            yield from _not_held(page, line, part, held)


def _not_held(page: Page, line: int, part: Part, held: set[float]) -> Iterator[PageError]:
    for written in _typed(part.first.value.args[0]):  # type: ignore[attr-defined]
        if not held.intersection(_forms(float(written.replace(",", "")))):
            message = (
                f"the claim here says {written}, which nothing holds: compute it, or let the "
                "claim's condition or an `assert` have it, too"
            )
            yield page_error(page, line, message)


def _forms(number: float) -> tuple[float, ...]:
    """How code writes it: 10; 0.1 for 10 % and one in 10; 1.1 and 0.9 for 10 % more and less."""
    share = number / 100
    return number, share, 1 / number, 1 + share, 1 - share


def _typed(sentence: ast.expr) -> Iterator[str]:
    """The numbers in what is typed of a sentence, without formulas and code."""
    for node in _outside_values(sentence):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = UNREAD.sub("", node.value)
            yield from (match[1] for match in SETTING.finditer(text))


def _outside_values(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FormattedValue):
            yield from _outside_values(child)


def _in(node: ast.AST) -> Iterator[float]:
    for inner in ast.walk(node):
        value = inner.value if isinstance(inner, ast.Constant) else None
        if isinstance(value, int | float):
            yield float(value)
