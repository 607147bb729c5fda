import os
import re
import subprocess
import sys
import textwrap
import time
from types import ModuleType

import numpy as np
import pytest
import torch
from torch import nn

import answers_lib.data
from answers_lib import fingerprint, memo
from answers_lib.keying import key_of
from answers_lib.memo import forgetful, remember, used
from answers_lib.networks import ACTIVATIONS
from answers_lib.training import train

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
    for args in [(), (4,), (4, 1), (4.0, 1), (True, 1), (np.array([1]),), (np.array([2]),)]:
        assert computed(function, *args) == (function(*args), True)


def test_a_wrong_call_is_an_error_of_python(page, cache):
    with pytest.raises(TypeError, match=r"^experiment\(\) got an unexpected keyword argument 'm'$"):
        page()(m=1)


def test_code_that_only_moves_is_not_computed_again(page, cache, computed):
    assert computed(page()) == (3, True)
    assert computed(page(setup="# one line\n# more\n")) == (3, False)
    assert computed(page('"""Says it."""\n    # and a comment\n\n    return n + shift')) == (
        3,
        False,
    )


def test_pages_with_experiments_of_one_name_keep_their_own(page, cache, computed):
    for expected in (True, False):
        assert computed(page("return 1", name="a.md")) == (1, expected)
        assert computed(page("return 2", name="b.md")) == (2, expected)


def test_nothing_is_kept_without_the_variable(page, tmp_path, computed):
    for _ in range(2):
        assert computed(page()) == (3, True)
    assert [path.name for path in tmp_path.iterdir()] == ["page.md"]


# Each pair: a page, and an edit of it that changes what the experiment returns.
EDITS = {
    "code": ("", "return n * {}", "1", "2"),
    "another function under a name": ("f = {}", "return f([n, 5])", "min", "max"),
    "constant": ("limit = {}", "return n + limit", "1", "2"),
    "constant in a comprehension": ("limit = {}", "return [x + limit for x in [n]]", "1", "2"),
    "helper": ("def helper(): return {}", "return helper()", "1", "2"),
    "helper of a helper": (
        "def inner(): return {}\ndef helper(): return inner()",
        "return helper()",
        "1",
        "2",
    ),
    "helper that calls itself": (
        "def down(n): return n and down(n - 1) + {}",
        "return down(n)",
        "1",
        "2",
    ),
    "default": ("def helper(x={}): return x", "return helper()", "1", "2"),
    "keyword default": ("def helper(*, x={}): return x", "return helper()", "1", "2"),
    "closure": (
        "def make(k):\n    return lambda: k\nhelper = make({})",
        "return helper()",
        "1",
        "2",
    ),
    "two lambdas that change places": (
        "f, g = [lambda: 1, lambda: 2][::{}]",
        "return f() - 2 * g()",
        "1",
        "-1",
    ),
    "method": ("class A:\n    def f(self): return {}", "return A().f()", "1", "2"),
    "class attribute": ("class A:\n    k = {}", "return A.k", "1", "2"),
    "base": (
        "class A:\n    k = 1\nclass B:\n    k = 2\nclass C({}): pass",
        "return C.k",
        "A",
        "B",
    ),
    "property": (
        "class A:\n    @property\n    def k(self): return {}",
        "return A().k",
        "1",
        "2",
    ),
    "class method": (
        "class A:\n    @classmethod\n    def k(cls): return {}",
        "return A.k()",
        "1",
        "2",
    ),
    "field": (
        "from dataclasses import dataclass\n@dataclass\nclass A:\n    k: int = {}",
        "return A().k",
        "1",
        "2",
    ),
    "function in a dict": (
        "def one(): return {}\nTABLE = dict(one=one)",
        "return TABLE['one']()",
        "1",
        "2",
    ),
    "instance": ("class A: pass\na = A()\na.k = {}", "return a.k", "1", "2"),
    "bound method": (
        "class A:\n    def f(self): return self.k\na = A()\na.k = {}\nf = a.f",
        "return f()",
        "1",
        "2",
    ),
    "functools.cache": (
        "from functools import cache\n@cache\ndef helper(): return {}",
        "return helper()",
        "1",
        "2",
    ),
    "functools.partial": (
        "from functools import partial\nhelper = partial(int, '1{}')",
        "return helper()",
        "1",
        "2",
    ),
    "functools.wraps": (
        "from functools import wraps\ndef twice(f):\n    @wraps(f)\n    def g(): return 2 * f()\n"
        "    return g\n@twice\ndef helper(): return {}",
        "return helper()",
        "1",
        "2",
    ),
    "torch.no_grad": (
        "import torch\n@torch.no_grad()\ndef helper(): return {}",
        "return helper()",
        "1",
        "2",
    ),
    "remembered helper": ("@remember\ndef helper(): return {}", "return helper()", "1", "2"),
    "array": ("import numpy as np\nw = np.arange(2) + {}", "return int(w.sum())", "1", "2"),
    "tensor": ("import torch\nw = torch.arange(2) + {}", "return int(w.sum())", "1", "2"),
    "method of a generator": (
        "from random import Random\ndraw = Random({}).random",
        "from copy import deepcopy; return deepcopy(draw.__self__).random()",
        "1",
        "2",
    ),
    "order of a dict": ("d = {}", "return [*d]", "dict(a=1, b=2)", "dict(b=2, a=1)"),
    "set": ("s = {}", "return len(s)", "{'a', 'b'}", "{'a', 'b', 'c'}"),
    "default of a function of the library": (
        "from answers_lib.optimizers import sgd\nrule = sgd({})",
        "return rule.lr",
        "1",
        "2",
    ),
    "which module": ("import math as m, cmath\nm = {}", "return repr(m.sqrt(4))", "m", "cmath"),
}


@pytest.mark.parametrize(("setup", "body", "before", "after"), EDITS.values(), ids=EDITS)
def test_an_edit_is_computed_again_and_taken_back_found(
    page, cache, computed, setup, body, before, after
):
    def edited(value):
        return page(body.replace("{}", value), setup.replace("{}", value))

    first, ran = computed(edited(before))
    assert ran
    second, ran = computed(edited(after))
    assert ran
    assert first != second
    assert computed(edited(before)) == (first, False)
    assert computed(edited(after)) == (second, False)


ARGUMENTS = {
    "class": "class A:\n    def f(self): return {}\narg = A",
    "instance": "class A:\n    def f(self): return {}\narg = A()",
    "function": "def arg(): return {}",
    "in a list in a dict": "class A:\n    k = {}\narg = dict(a=[(1, A())])",
    "in a dataclass": (
        "from dataclasses import dataclass\nclass A:\n    k = {}\n"
        "@dataclass\nclass B:\n    a: object\narg = B(A())"
    ),
    "in a state": (
        "class A:\n    k = {}\nclass B:\n    def __reduce__(self): return B, (), dict(a=A())\n"
        "arg = B()"
    ),
    "in a set": "class A:\n    k = {}\narg = frozenset([A, int])",
    "network": (
        "from torch import nn\nclass A(nn.Module):\n    width = {}\n"
        "arg = nn.Sequential(nn.ReLU(), A())"
    ),
}


@pytest.mark.parametrize("setup", ARGUMENTS.values(), ids=ARGUMENTS)
def test_the_classes_of_an_argument_are_in_the_key(page, cache, computed, setup):
    def edited(value):
        return page("return 1", setup.replace("{}", value))

    ran = [
        computed(f := edited(v), f.__wrapped__.__globals__["arg"])[1] for v in ("1", "2", "1", "2")
    ]
    assert ran == [True, True, False, False]


def test_a_variable_around_the_function_is_in_the_key(cache):
    def make(k):
        return remember(lambda: k)

    assert [make(1)(), make(2)(), make(1)()] == [1, 2, 1]


@pytest.mark.parametrize(
    ("setup", "body", "name"),
    [
        ("count = 0", "global count; count += 1", "count"),
        ("", "def inner():\n        global count\n        count = 1\n    inner()", "count"),
        ("count = 0", "global count; del count", "count"),
    ],
)
def test_a_function_that_assigns_a_global_is_refused(page, setup, body, name):
    message = (
        f"experiment() is remembered but assigns {name!r} outside itself: return the value instead"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        page(body, setup)


def test_so_is_what_it_uses(page, cache):
    setup = "def helper():\n    global count\n    count = 1"
    message = (
        "helper() is used by a remembered function but assigns 'count' outside itself: "
        "return the value instead"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        page("return helper()", setup)()


UNKEYABLE = {
    "file": ("import sys\nlog = sys.__stdout__", "log.closed", "a TextIOWrapper"),
    "generator": ("log = (x for x in [1])", "next(log)", "a generator"),
    "lock": (
        "import threading\nlog = threading.Lock()",
        "log.locked()",
        "a lock (cannot pickle '_thread.lock' object)",
    ),
    "tensor without values": (
        "import torch\nlog = torch.ones(2, device='meta')",
        "log.ndim",
        "a Tensor (Cannot copy out of meta tensor; no data!)",
    ),
}


@pytest.mark.parametrize(("setup", "use", "what"), UNKEYABLE.values(), ids=UNKEYABLE)
@pytest.mark.parametrize(
    ("more", "body", "where"),
    [
        ("", "return {use} or 3", "'log' of experiment()"),
        ("def helper(): return {use}", "return helper() or 3", "'log' of helper()"),
        ("class A:\n    held = [log]", "return A.held and 3", "'held' of A"),
        ("", "return n and 3", "its argument 'n'"),
    ],
)
def test_what_no_key_can_hold_is_refused(page, cache, setup, use, what, more, body, where):
    function = page(body.format(use=use), f"{setup}\n{more.format(use=use)}")
    message = (
        f"experiment() is remembered but uses {where}, {what}, which no key can hold: "
        "make it inside the function that uses it, from a path, numbers or arrays"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        function(function.__wrapped__.__globals__["log"] if "argument" in where else 3)


def test_the_advice_works(page, cache, computed):
    assert computed(page("import threading; return threading.Lock().locked() or 3")) == (3, True)
    assert computed(page("return sum(x for x in range(n))"), 4) == (6, True)


def test_a_result_that_cannot_be_kept(page, cache):
    message = (
        "experiment() is remembered but what it returned cannot be kept: cannot pickle "
        "'generator' object: return numbers, texts, arrays, or objects of classes that can be "
        "imported"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        page("return (x for x in [n])")()


@pytest.mark.parametrize(
    ("setup", "body"),
    [
        ("", "shift.append(n); return len(shift)"),
        ("", "return shift[0].__iadd__(n)"),
        ("calls = []", "calls.append(n); return calls"),
        ("from random import Random\nrandom = Random(0)", "return random.random()"),
        ("import torch", "torch.set_default_dtype(torch.float64)"),
    ],
    ids=["list", "array in a list", "global", "generator", "default of PyTorch"],
)
def test_what_changes_its_inputs_is_not_kept(page, cache, caplog, setup, body):
    try:
        page(body, setup)(1, [np.zeros(2)])
    finally:
        torch.set_default_dtype(torch.float32)
    assert [record.getMessage() for record in caplog.records] == [
        "experiment() is remembered but changes an argument or a variable outside itself, "
        "so what it returned is not kept: let it change a copy, and return that"
    ]
    assert not cache.exists()


def test_that_advice_works_too(page, cache, computed):
    body = "from copy import copy; mine = copy(shift); mine.append(n); return mine"
    assert computed(page(body), 1, [0]) == ([0, 1], True)
    assert computed(page(body), 1, [0]) == ([0, 1], False)


def test_remembered_functions_inside_one_another(page, cache, computed):
    setup = "@remember\ndef inner(n):\n    print('computing inner')\n    return n * {}"
    assert computed(page("return inner(n) + 1", setup.format(2)), 4) == (9, True)
    assert len(list(cache.iterdir())) == 2
    assert computed(page("return inner(n) + 1", setup.format(2)), 4) == (9, False)
    assert computed(page("return inner(n) + 1", setup.format(3)), 4) == (13, True)


def test_a_forgetful_run_reads_nothing_and_keeps_what_it_finds(page, cache, computed):
    assert computed(page()) == (3, True)
    token = forgetful.set(True)
    assert computed(page()) == (3, True)
    forgetful.reset(token)
    assert computed(page()) == (3, False)


def test_the_names_that_were_used(page, cache, monkeypatch):
    monkeypatch.setattr(memo, "_used", set())
    page()(1)
    (written,) = cache.iterdir()
    assert re.fullmatch(r"__main__\.experiment-[0-9a-f]{40}\.kept", written.name)
    assert used() == {written.name}
    monkeypatch.setattr(memo, "_used", set())
    page()(1)
    assert used() == {written.name}


def test_a_file_that_the_function_reads(page, cache, computed, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "elsewhere"))
    data = tmp_path / "data.txt"
    inner = f"@remember\ndef inner(): return open({str(data)!r}).read()"
    for setup, body in [
        ("", f"with open({str(data)!r}) as f: return f.read()"),
        (
            inner.replace("open", "__import__('pathlib').Path").replace("read", "read_text"),
            "return inner()",
        ),
    ]:
        for text, ran in [("one", True), ("one", False), ("two", True), ("two", False)]:
            data.write_text(text)
            assert computed(page(body, setup)) == (text, ran)


@pytest.mark.parametrize("what", ["environment", "distributions", "_settings"])
def test_another_version_computes_again(page, cache, computed, monkeypatch, what):
    assert computed(page()) == (3, True)
    with monkeypatch.context() as patched:
        patched.setattr(memo, what, lambda *packages: {"torch": "0.1"})
        assert computed(page()) == (3, True)
    assert computed(page()) == (3, False)


@pytest.mark.parametrize(
    ("setup", "body", "package"),
    [
        ("import PIL.Image", "return PIL.Image", "PIL"),
        ("from torch import relu", "return relu", "torch"),
        ("", "import yaml", "yaml"),
        ("", "from yaml import load", "yaml"),
        ("from answers_lib.data import digits", "return digits", "sklearn"),
    ],
)
def test_packages_behind_the_walk(page, setup, body, package):
    assert package in key_of(page(body, setup).__wrapped__, {})[1]


def own_module(monkeypatch, name, source):
    module = ModuleType(name)
    monkeypatch.setitem(sys.modules, name, module)
    exec(source, vars(module))
    parent, _, attribute = name.rpartition(".")
    if parent:
        monkeypatch.setattr(sys.modules[parent], attribute, module, raising=False)
    return module


@pytest.mark.parametrize("name", ["answers_lib.my_nets", "my_own_nets"])
@pytest.mark.parametrize(
    ("setup", "body"),
    [
        ("import {name} as nets", "return nets.f()"),
        ("from {name} import f", "return f()"),
        ("", "import {name} as nets; return nets.f()"),
        ("", "from {name} import f; return f()"),
    ],
)
def test_an_edit_of_an_own_module(page, cache, computed, monkeypatch, name, setup, body):
    source = (
        "def inner(): return {}\ndef f(): return inner()\nimport threading\nx = threading.Lock()"
    )
    for value, ran in [(8, True), (64, True), (8, False)]:
        own_module(monkeypatch, name, source.format(value))
        assert computed(page(body.format(name=name), setup.format(name=name))) == (value, ran)


NETS = """
from torch import nn
class Net(nn.Module):
    width = {}
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(2, 1)
"""


@pytest.mark.parametrize("name", ["answers_lib.my_nets", "my_own_nets"])
@pytest.mark.parametrize("argument", ["Net", "Net()", "[dict(network=Net())]"])
def test_a_network_class_in_a_module_of_its_own(page, cache, computed, monkeypatch, name, argument):
    for value, ran in [(8, True), (64, True), (8, False)]:
        module = own_module(monkeypatch, name, NETS.format(value))
        torch.manual_seed(0)
        assert computed(page("return 1"), eval(argument, vars(module))) == (1, ran)


def test_a_default_of_pytorch_is_in_the_key(page, cache, computed):
    assert computed(page()) == (3, True)
    torch.set_default_dtype(torch.float64)
    try:
        assert computed(page()) == (3, True)
    finally:
        torch.set_default_dtype(torch.float32)
    assert computed(page()) == (3, False)


def test_a_module_of_the_bare_package(page, cache, computed, monkeypatch):
    body = "return answers_lib.tables.spread([n, n])"
    for changed, ran in [(False, True), (False, False), (True, True)]:
        if changed:
            monkeypatch.setattr(answers_lib.tables, "spread", lambda values: "many")
        assert computed(page(body, "import answers_lib.tables"))[1] == ran


def test_constants_of_the_library_hold_classes(cache, monkeypatch):
    def key():
        return key_of(train.__wrapped__, {"run": ACTIVATIONS})[0]

    before = key()
    assert before == key()
    monkeypatch.setattr(ACTIVATIONS["minimum"], "forward", lambda self, x: x)
    assert key() != before


SAME_KEY = """
import numpy as np, torch
from torch import nn
from answers_lib.data import digits
from answers_lib.keying import key_of
from answers_lib.training import train

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer, self.drop = nn.Linear(3, 2), nn.Dropout(0.5)

torch.manual_seed(0)
values = [
    torch.arange(3), torch.ones(2, dtype=torch.bfloat16), torch.tensor(1j).conj(), torch.eye(2).T,
    torch.eye(3).to_sparse(), nn.Parameter(torch.ones(2)), Net(), torch.Generator().manual_seed(1),
    torch.optim.Adam(Net().parameters()), torch.float16, np.arange(4.0)[::2], np.array(["a", None]),
    np.random.default_rng(1), np.float32(1), np.add, digits(40, 40), digits(40, 40).train,
    {"a", "b", Net, ("c", None)}, {1: "x", "y": 2, Net: 3}, frozenset("abc"), int | None,
]
def looks(x): return x in {"alpha", "beta", "gamma"}
for value in [*values, looks, train]:
    print(key_of(lambda v: v, {"v": value})[0])
"""


def lines(code, **environment):
    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | environment,
    )
    return found.stdout.splitlines()


def test_the_key_of_a_value_is_the_same_in_every_process():
    first, second = (lines(SAME_KEY, PYTHONHASHSEED=seed) for seed in ("1", "2"))
    assert first == second
    assert len(set(first)) == len(first) == 23


def key(value):
    return key_of(len, {"value": value})[0]


def test_equal_values_have_one_key_shared_or_not():
    part = [1, "a" * 3]
    assert key([part, part]) == key([[1, "aaa"], [1, "a" + "aa"]])
    assert key([[1, 2], 3]) != key([1, [2, 3]])
    around: list = []
    around.append(around)
    assert key(around) == key(around) != key([[]])


def test_a_network_is_its_weights_its_mode_and_its_gradients():
    torch.manual_seed(0)
    network = nn.Linear(2, 1)
    seen = {key(network)}
    seen.add(key(network.eval()))
    network(torch.ones(1, 2)).sum().backward()
    seen.add(key(network))
    with torch.no_grad():
        network.weight += 1
    seen.add(key(network))
    assert len(seen) == 4


MODULE = """
import time
from answers_lib.memo import remember

@remember
def slow(n):
    open("started", "w").close()
    while "{wait}" and not __import__("os").path.exists("edited"):
        time.sleep(0.01)
    return n * {factor}
"""


def test_an_edit_during_the_run_does_not_poison_the_store(tmp_path):
    """The first run still computes n * 1 while its file says n * 7; neither takes the other's."""
    source = tmp_path / "my_slow.py"
    source.write_text(MODULE.format(wait="y", factor=1))
    environment = os.environ | {
        "ANSWERS_CACHE": str(tmp_path / "cache"),
        "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-c", "import my_slow; print(my_slow.slow(3))"]

    def start():
        return subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True
        )

    first = start()
    while not (tmp_path / "started").exists():
        assert first.poll() is None
        time.sleep(0.01)
    source.write_text(MODULE.format(wait="y", factor=7))
    (tmp_path / "edited").touch()
    assert first.communicate()[0] == "3\n"
    for factor, kept in [(7, 2), (1, 2), (7, 2)]:
        source.write_text(MODULE.format(wait="y", factor=factor))
        assert start().communicate()[0] == f"{3 * factor}\n"
        assert len(list((tmp_path / "cache").iterdir())) == kept


def test_two_processes_that_compute_the_same_at_once(tmp_path):
    code = textwrap.dedent("""
        import numpy as np, time
        from answers_lib.memo import remember
        @remember
        def draws():
            time.sleep(0.3)
            return np.arange(100_000)
        print(draws().sum(), draws().sum())
    """)
    environment = os.environ | {"ANSWERS_CACHE": str(tmp_path)}
    both = [
        subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    assert [process.communicate()[0] for process in both] == [b"4999950000 4999950000\n"] * 2
    assert len(list(tmp_path.iterdir())) == 1


def test_importing_the_memory_imports_nothing_large():
    code = "import sys, answers_lib.memo\nprint(*{'torch', 'matplotlib', 'numpy'} & {*sys.modules})"
    assert lines(code) == [""]
    assert fingerprint.digest("a")
