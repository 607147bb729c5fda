"""Each change of code by its syntax tree, on a line of it."""

import ast

import pytest

from mutating.operators import Source, edits


def changed(code):
    """Every change of a code, each with its kind."""
    source = Source(code)
    return [
        (edit.kind, code[: edit.start] + edit.new + code[edit.end :])
        for statement in ast.parse(code).body
        for edit in edits(source, statement)
    ]


@pytest.mark.parametrize(
    ("code", "kind", "expected"),
    [
        ("x = 40", "another number", ["x = 20", "x = 39", "x = 41", "x = 80"]),
        ("x = 1", "another number", ["x = 0", "x = 2"]),
        ("x = 0", "another number", ["x = 1"]),
        ("x = 0.3", "another number", ["x = 0.15", "x = 0.6"]),
        ("x = 0.0", "another number", ["x = 1.0"]),
        ("x = a < b", "another comparison", ["x = a > b"]),
        ("x = a <= b", "another comparison", ["x = a >= b", "x = a < b"]),
        ("x = (a) == b != c", "another comparison", ["x = (a) != b != c", "x = (a) == b == c"]),
        ("x = a - b", "another operation", ["x = a + b"]),
        ("x = a / b", "another operation", ["x = a * b"]),
        ("x = a[-n]", "a sign dropped", ["x = a[n]"]),
        ("x = ~a", "a sign dropped", ["x = a"]),
        ("x = f(lr=b, k=c)", "an argument dropped", ["x = f(k=c)", "x = f(lr=b, )"]),
        ("x = f(a, b, *c)", "arguments swapped", ["x = f(b, a, *c)"]),
        ("optimizer.step()", "a step left out", ["pass"]),
        ("x = data.train", "another name", ["x = data.validation", "x = data.test"]),
        ("x = max(a)", "another name", ["x = min(a)"]),
        ("x = 'relu'", "another choice", ['x = "tanh"', 'x = "sigmoid"']),
    ],
)
def test_the_changes_of_a_line(code, kind, expected):
    assert changed(code) == [(kind, new) for new in expected]


@pytest.mark.parametrize(
    "code",
    [
        "x = a ** b",
        "x = True",
        'x = "a sentence"',
        'claim("It holds.")',
        "print(a)",
        '"""A docstring of 40 words."""',
        'x = f"{40:.1f} epochs {max(a)}"',
        "max = a",
    ],
)
def test_what_is_left_alone(code):
    assert changed(code) == []


def test_places_are_characters_and_not_bytes():
    assert changed('x = "σ²", 1.5') == [
        ("another number", 'x = "σ²", 0.75'),
        ("another number", 'x = "σ²", 3.0'),
    ]


def test_changes_within_a_function_and_a_loop():
    code = "def f(a):\n    for b in a:\n        b.step()\n    return -a\n"
    assert changed(code) == [
        ("a step left out", code.replace("b.step()", "pass")),
        ("a sign dropped", code.replace("-a", "a")),
    ]
