import re
from pathlib import Path

import numpy as np
import pytest

from answers_lib import memo
from answers_lib.memo import remember

PAGE = """
from answers_lib.memo import remember
{setup}
@remember
def experiment(n=3, shift=0):
    print("computing")
    {body}
"""


@pytest.fixture
def page(tmp_path):
    """A function that writes a page with an experiment, runs it, and returns the experiment."""

    def write(body="return n + shift", setup="", name="page.md"):
        path, source = tmp_path / name, PAGE.format(setup=setup, body=body)
        path.write_text(source, encoding="utf-8")
        namespace = {"__name__": "__main__"}
        exec(compile(source, path, "exec"), namespace)
        return namespace["experiment"]

    return write


@pytest.fixture
def cache(tmp_path, monkeypatch):
    directory = tmp_path / "cache"
    monkeypatch.setenv("ANSWERS_CACHE", str(directory))
    return directory


@pytest.fixture
def computed(capsys):
    """A function that calls another and says what it gave and whether it was computed."""

    def call(function, *args, **kwargs):
        result = function(*args, **kwargs)
        return result, "computing" in capsys.readouterr().out

    return call


def test_what_was_computed_once_is_found_again(page, cache, computed):
    assert computed(page(), 4) == (4, True)
    assert computed(page(), 4) == (4, False)
    assert computed(page(), n=4, shift=0) == (4, False)  # the same call, written out


def test_other_arguments_are_computed(page, cache, computed):
    function = page()
    for args in [(), (4,), (4, 1), (4.0, 1), (np.array([1]),), (np.array([2]),)]:
        assert computed(function, *args) == (function(*args), True)


def test_changed_code_is_computed_again(page, cache, computed):
    assert computed(page()) == (3, True)
    assert computed(page("return n * 2 + shift")) == (6, True)
    assert computed(page("return n * 2 + shift"), 3) == (6, False)


def test_another_function_under_the_same_name_is_computed(page, cache, computed):
    assert computed(page("return f([n, 5])", "f = min")) == (3, True)
    assert computed(page("return f([n, 5])", "f = max")) == (5, True)
    assert computed(page("return f([n, 5])", "f = min")) == (3, False)


def test_code_that_only_moves_is_not_computed_again(page, cache, computed):
    assert computed(page()) == (3, True)
    assert computed(page(setup="# one line\n# more\n")) == (3, False)


def test_pages_with_experiments_of_one_name_keep_their_own(page, cache, computed):
    for expected in (True, False):
        assert computed(page("return 1", name="a.md")) == (1, expected)
        assert computed(page("return 2", name="b.md")) == (2, expected)


def test_nothing_is_kept_without_the_variable(page, tmp_path, computed):
    for _ in range(2):
        assert computed(page()) == (3, True)
    assert [path.name for path in tmp_path.iterdir()] == ["page.md"]


@pytest.mark.parametrize("what", ["library_sources", "environment"])
def test_another_library_or_version_computes_again(page, cache, computed, monkeypatch, what):
    assert computed(page()) == (3, True)
    monkeypatch.setattr(memo, what, lambda *modules: {"answers_lib/data.py": "changed"})
    assert computed(page()) == (3, True)
    monkeypatch.undo()
    monkeypatch.setenv("ANSWERS_CACHE", str(cache))
    assert computed(page()) == (3, False)


@pytest.mark.parametrize(
    ("setup", "body", "name"),
    [
        ("limit = 3", "return n + limit", "limit"),
        ("limit = 3", "return [x + limit for x in range(n)]", "limit"),
        ("limit = 3", "return (lambda x: x + limit)(n)", "limit"),
        ("def helper(): pass", "return helper()", "helper"),
        ("class Model: pass", "return Model()", "Model"),
        ("import numpy as np\nweights = np.ones(2)", "return weights", "weights"),
        ("import torch\nweights = torch.ones(2)", "return weights", "weights"),
        ("from answers_lib.optimizers import sgd\nrule = sgd(1)", "return rule.lr", "rule"),
        ("def max(*n): pass", "return max(n, 2)", "max"),
        ("from random import Random\ndraw = Random(0).random", "return draw()", "draw"),
        ("", "return not_yet", "not_yet"),
    ],
)
def test_hidden_inputs_are_refused(page, setup, body, name):
    message = (
        f"experiment() is remembered but uses {name!r} from the page: "
        "pass it as an argument, so that a change of it is noticed"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        page(body, setup)


def test_a_variable_of_the_function_around_is_a_hidden_input():
    hidden = 3
    with pytest.raises(ValueError, match=re.escape("<lambda>() is remembered but uses 'hidden'")):
        remember(lambda: hidden)


@pytest.mark.parametrize(
    ("setup", "body"),
    [
        ("import math", "return math.sqrt(9)"),
        ("from math import sqrt", "return sqrt(9)"),
        ("from torch import sqrt, tensor", "return int(sqrt(tensor(9)))"),
        ("import torch.nn.functional as F", "return len(F.__name__) - 16"),
        ("from answers_lib.optimizers import Optimizer, sgd", "return sgd(3).lr"),
        ("real = 5", "return n.real"),  # an attribute that shares a page variable's name
        ("n = 5", "return sum(n for _ in 'a')"),  # an argument that does
        ("", "\n    class Three:\n        value = 3\n    return Three.value"),
    ],
)
def test_what_a_key_sees_is_allowed(page, setup, body):
    assert page(body, setup)() == 3


@pytest.mark.parametrize(
    ("setup", "body", "expected"),
    [
        ("", "return n", []),
        ("from answers_lib.tables import spread", "return spread([n, n])", ["tables"]),
        ("from answers_lib import tables", "return tables.spread([n, n])", ["tables"]),
        ("", "from answers_lib.tables import spread; return spread([n, n])", ["tables"]),
        ("import answers_lib.tables", "return answers_lib.tables.spread([n, n])", ...),
    ],
)
def test_the_library_modules_in_the_key(page, cache, monkeypatch, setup, body, expected):
    seen, sources = [], memo.library_sources
    monkeypatch.setattr(
        memo, "library_sources", lambda modules: seen.append(sources(modules)) or seen[-1]
    )
    page(body, setup)()
    names = [Path(name).stem for name in seen[0]]
    if expected is ...:  # the package itself gives access to all of it
        assert {"tables", "data", "training"} < set(names)
    else:
        assert names == (["__init__", *expected] if expected else [])


def test_the_librarys_own_functions_may_use_its_names():
    from answers_lib.comparing import train_many
    from answers_lib.training import train

    assert train.__wrapped__.__module__ == "answers_lib.training"
    assert (train_many.__name__, train_many.__doc__[:10]) == ("train_many", "Train runs")
