import sys

import pytest

from answers_lib.loaded_code import Import, code_key, names_in


def compiled(source, at=0):
    namespace = {}
    exec(compile("\n" * at + source, f"file{at}.py", "exec"), namespace)
    return namespace["f"].__code__


def key(source, at=0):
    return code_key(compiled(source, at))


PLAIN = """
def f(x, y=2):
    for i in range(x):
        if i in {"a", "b"}:
            continue
        x += i
    class Inner:
        k = 3
        def g(self):
            return [k for k in "ab"]
    try:
        return Inner
    finally:
        print(x)
"""
SAME = {
    "moved": "\n\n\n" + PLAIN,
    "comments": PLAIN.replace(":\n", ":  # says why\n"),
    "blank lines": PLAIN.replace("\n", "\n\n"),
    "docstring": PLAIN.replace("y=2):\n", 'y=2):\n    """Says what."""\n'),
    "docstrings inside": PLAIN.replace("Inner:\n", 'Inner:\n        """Says what."""\n').replace(
        "(self):\n", '(self):\n            """Says what."""\n'
    ),
    "layout": PLAIN.replace("range(x)", "range(\n    x,\n  )"),
}
OTHER = {
    "name": ("range", "reversed"),
    "constant": ("k = 3", "k = 4"),
    "constant of another type": ("k = 3", "k = 3.0"),
    "constant in a set": ('{"a", "b"}', '{"a", "c"}'),
    "constant inside": ('in "ab"]', 'in "ac"]'),
    "operator": ("x += i", "x -= i"),
    "comparison": ("i in {", "i not in {"),
    "jump": ("continue", "break"),
    "name of an argument": ("(x, y=2)", "(x, z=2)"),
    "kind of an argument": ("(x, y=2)", "(x, *, y=2)"),
    "order": (
        "    try:\n        return Inner\n    finally:\n        print(x)",
        "    print(x)\n    return Inner",
    ),
    "attribute": ("k = 3", "l = 3"),
}


@pytest.mark.parametrize("source", SAME.values(), ids=SAME)
def test_what_is_no_code_changes_nothing(source):
    assert source != PLAIN
    assert key(source, at=7) == key(PLAIN)


@pytest.mark.parametrize(("old", "new"), OTHER.values(), ids=OTHER)
def test_an_edit_changes_the_key(old, new):
    assert old in PLAIN
    assert key(PLAIN.replace(old, new)) != key(PLAIN)


def test_where_an_exception_is_caught():
    inside = "def f():\n    try:\n        a()\n        b()\n    except E:\n        pass"
    outside = "def f():\n    try:\n        a()\n    except E:\n        pass\n    else:\n        b()"
    assert key(inside) != key(outside)


def test_many_constants_do_not_change_a_jump():
    many = "\n    ".join(f"x = {n}.5" for n in range(300))
    source = f"def f(x):\n    {many}\n    while x:\n        x = 'end'"
    documented = source.replace("(x):\n", '(x):\n    """Says what."""\n')
    assert key(source) == key(documented)


NAMES = """
def f(a):
    import os.path
    from . import sibling
    from ..other import one, two as three
    global written
    written = outer_name + a.attribute
    def inner():
        import inside
        global dropped
        del dropped
        return [helper(x) for x in a]
    class C(Base):
        value = constant
"""


def test_what_code_names():
    names = names_in(compiled(NAMES))
    assert {"outer_name", "helper", "Base", "constant"} <= names.globals
    assert not {"a", "x", "attribute", "os", "len"} & names.globals
    assert names.assigned == {"written", "dropped"}
    assert {"attribute"} <= names.attributes
    assert names.imports == (
        Import("os.path", (), 0),
        Import("", ("sibling",), 1),
        Import("other", ("one", "two"), 2),
        Import("inside", (), 0),
    )


def test_a_variable_around_is_assigned_only_when_it_is_not_the_functions_own():
    count = 0

    def counter():
        nonlocal count
        count += 1

    def own():
        inside = 0

        def step():
            nonlocal inside
            inside += 1

        step()

    assert names_in(counter.__code__).assigned == {"count"}
    assert names_in(own.__code__).assigned == frozenset()
    assert sys.version_info >= (3, 11)
