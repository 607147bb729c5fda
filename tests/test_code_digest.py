"""What in a module's source is code."""

import pytest

from answers_lib.fingerprint import code_digest

CODE = """
import os
x: int = 1

class A:
    y = 2
    def f(self, n=3):
        return [n, "text"]

async def g():
    await h
"""
DOCUMENTED = '''"""What it does."""
# a comment
import os
x: int = 1  # another
"""Said of x."""


class A:
    """Said of A."""

    y = 2
    """Said of y."""

    def f(self, n=3):
        """Said of f."""
        return [
            n,
            'text',
        ]

async def g():
    \'Said of g.\'
    await h
'''


def test_comments_docstrings_and_positions_are_no_code():
    assert code_digest(CODE) == code_digest(DOCUMENTED)
    assert code_digest("def f():\n    'Said of f.'") == code_digest("def f():\n    'Other.'")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("os", "sys"),
        ("int", "float"),
        ("= 1", "= 1.0"),
        ("text", "Text"),
        ("n=3", "n=4"),
        ("await h", "await i"),
        ("[n, ", "[n, 'Said of n.', "),
        ("    y = 2\n", ""),
    ],
)
def test_everything_else_is(old, new):
    assert old in CODE
    assert code_digest(CODE.replace(old, new)) != code_digest(CODE)


def test_code_that_does_not_parse():
    with pytest.raises(SyntaxError, match=r"^invalid syntax"):
        code_digest("x = = 1")
