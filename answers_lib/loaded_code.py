"""What loaded Python code does and what it names; never what a file on the disk says now."""

import dis
import hashlib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from inspect import CO_NESTED
from types import CodeType

GLOBALS = {"LOAD_GLOBAL", "LOAD_NAME", "LOAD_FROM_DICT_OR_GLOBALS"}
ASSIGNS_GLOBAL = {"STORE_GLOBAL", "DELETE_GLOBAL"}
ASSIGNS_AROUND = {"STORE_DEREF", "DELETE_DEREF"}
# What a class body stores beside its code; the line number since Python 3.13.
NOT_CODE = {"__doc__", "__firstlineno__"}
# What stands for a line without an effect, as a text alone, or widens the next step.
NO_EFFECT = {"NOP", "EXTENDED_ARG", "CACHE"}
# Flags of code that say where it stands, and whether it has a docstring (since Python 3.14).
NOT_BEHAVIOUR = CO_NESTED | 0x4000000


@dataclass(frozen=True)
class Import:
    """`from .data import digits` is Import("data", ("digits",), 1)."""

    module: str
    names: tuple[str, ...]
    level: int


@dataclass(frozen=True)
class Names:
    """What a function's code, with the functions and classes inside it, refers to by name."""

    globals: frozenset[str]
    assigned: frozenset[str]
    attributes: frozenset[str]
    imports: tuple[Import, ...]


@cache
def code_key(code: CodeType) -> str:
    """SHA-256 of what code does: no line numbers, file names, comments or docstrings."""
    shape = (
        code.co_name,
        code.co_flags & ~NOT_BEHAVIOUR,
        (code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount),
        (code.co_varnames, code.co_freevars, code.co_cellvars),
        code.co_exceptiontable,
        _steps(code),
    )
    return hashlib.sha256(repr(shape).encode()).hexdigest()


@cache
def names_in(code: CodeType) -> Names:
    """The names of a function's code and of the functions and classes inside it."""
    steps = [step for part in _with_inner(code) for step in _effective(part)]
    around = {
        step.argval
        for step in steps
        if step.opname in ASSIGNS_AROUND and step.argval in code.co_freevars
    }
    assigned = {step.argval for step in steps if step.opname in ASSIGNS_GLOBAL}
    return Names(
        globals=frozenset(step.argval for step in steps if step.opname in GLOBALS),
        assigned=frozenset(assigned | around),
        attributes=frozenset(name for part in _with_inner(code) for name in part.co_names),
        imports=tuple(_imports(steps)),
    )


def _steps(code: CodeType) -> list[tuple[str, str]]:
    steps = _effective(code)
    offsets = [step.offset for step in steps]
    written = []
    for step in steps:
        # A jump by how many steps, however many bytes and steps without effect lie between.
        is_jump = step.opcode in dis.hasjrel
        value = bisect_left(offsets, step.argval) if is_jump else step.argval
        written.append((step.opname, _written(value)))
    return written


def _effective(code: CodeType) -> list[dis.Instruction]:
    steps: list[dis.Instruction] = []
    for step in dis.get_instructions(code):
        if step.opname == "STORE_NAME" and step.argval in NOT_CODE:
            steps.pop()  # the constant that it stores
        elif step.opname not in NO_EFFECT:
            steps.append(step)
    return steps


def _written(value: object) -> str:
    """A constant as text, the same in every process: a set of texts has no order of its own."""
    if isinstance(value, CodeType):
        return code_key(value)
    if isinstance(value, frozenset):
        return f"frozenset({sorted(map(_written, value))})"
    if isinstance(value, tuple):
        return f"({', '.join(map(_written, value))})"
    return repr(value)


def _with_inner(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _with_inner(constant)


def _imports(steps: list[dis.Instruction]) -> Iterator[Import]:
    """`from .data import digits` loads 1 and ("digits",), and then imports the name "data"."""
    for level, names, step in zip(steps, steps[1:], steps[2:], strict=False):
        if step.opname == "IMPORT_NAME":
            yield Import(step.argval, names.argval or (), level.argval)
