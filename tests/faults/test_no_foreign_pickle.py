"""A pickle can run any code while it is loaded: none comes from a file the build did not write.

What the build itself writes and reads back lies below .cache/, which no checkout brings along,
with a digest over its bytes. What the processes of a build send to each other comes from no file.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from runner.keys import code_of
from runner.page import find_pages

ROOT = Path(__file__).parents[2]
READERS = {
    *("pickle.load", "pickle.loads", "pickle.Unpickler", "marshal.load", "marshal.loads"),
    *("shelve.open", "dill.load", "dill.loads", "cloudpickle.load", "cloudpickle.loads"),
    *("joblib.load", "joblib.Memory", "pandas.read_pickle", "numpy.load", "torch.load"),
}
SAFE = {("torch.load", "weights_only", True), ("numpy.load", "allow_pickle", False)}
ALLOWED = {
    # Results of experiments, in the directory of the build, once their digest is right.
    "answers_lib/kept.py": ["pickle.loads", "pickle.loads"],
    # Between the processes of a build.
    "scripts/runner/pieces.py": ["pickle.loads", "pickle.loads"],
    "scripts/mutating/forking.py": ["pickle.loads"],
    # Files that the page has just written, to show what this would do to the reader.
    "docs/training/09-checkpointing.md": ["torch.load", "torch.load"],
    "docs/labs/training-loop-by-hand.py": ["torch.load"],
}


def readers(code: str) -> Iterator[str]:
    """The functions that `code` uses, in it or in a program it holds as text, to load a pickle."""
    tree = ast.parse(code)
    names = dict(imported(tree))
    safe = {id(node.func) for node in ast.walk(tree) if is_safe(node, names)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "load" in node.value:
            yield from readers(program(node.value))
        elif full_name(node, names) in READERS and id(node) not in safe:
            yield ast.unparse(node)


def is_safe(node: ast.AST, names: dict[str, str]) -> bool:
    """Whether this calls a reader in the way that loads no pickle."""
    return isinstance(node, ast.Call) and any(
        (full_name(node.func, names), keyword.arg, getattr(keyword.value, "value", None)) in SAFE
        for keyword in node.keywords
    )


def full_name(node: ast.AST, names: dict[str, str]) -> str:
    """ "numpy.load" of `np.load`."""
    if not isinstance(node, ast.Name | ast.Attribute):
        return ""
    first, _, rest = ast.unparse(node).partition(".")
    return ".".join(filter(None, [names.get(first, first), rest]))


def imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Names that mean a module or what is in one, with its full name."""
    yield "np", "numpy"  # in a block that does not import it again
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.asname, alias.name) for alias in node.names if alias.asname)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def program(text: str) -> str:
    try:
        ast.parse(text)
    except SyntaxError:
        return ""
    return text


def sources() -> Iterator[tuple[str, str]]:
    """Every piece of code of the repository by file; what stands on a page, block by block."""
    for folder in ("answers_lib", "scripts"):
        for path in (ROOT / folder).rglob("*.py"):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
    for page in find_pages(ROOT / "docs"):
        for _kind, code, *_ in code_of(page):
            yield page.shown_path, code


def test_no_pickle_is_loaded_from_a_file_of_somebody_else():
    found: dict[str, list[str]] = {}
    for name, code in sources():
        found.setdefault(name, []).extend(readers(code))
    assert {name: used for name, used in found.items() if used} == ALLOWED


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import pickle\npickle.load(file)", ["pickle.load"]),
        ("import pickle as p\np.loads(b'')", ["p.loads"]),
        ("from pickle import load as read\nread(file)", ["read"]),
        ("from pickle import Unpickler\nclass Mine(Unpickler): ...", ["Unpickler"]),
        ("import pickle\nmap(pickle.loads, texts)", ["pickle.loads"]),
        ("import torch\ntorch.load(path)", ["torch.load"]),
        ("import torch\ntorch.load(path, weights_only=False)", ["torch.load"]),
        ("import torch\ntorch.load(path, weights_only=safe)", ["torch.load"]),
        ("import torch\ntorch.load(path, weights_only=True)", []),
        ("from torch import load\nload(path)", ["load"]),
        ("np.load(path, allow_pickle=True)", ["np.load"]),
        ("import numpy\nnumpy.load(path)", ["numpy.load"]),
        ("np.load(path, allow_pickle=False)", []),
        ("import joblib\njoblib.load(path)", ["joblib.load"]),
        ("run('import torch; torch.load(path)')", ["torch.load"]),
        ("network.load_state_dict(state)\njson.loads('torch.load')", ["torch.load"]),
        ("json.loads('a load of text')", []),
    ],
)
def test_what_is_found(code, expected):
    assert list(readers(code)) == expected


def test_every_page_and_module_is_read():
    names = {name for name, _ in sources()}
    pages = {page.shown_path for page in find_pages(ROOT / "docs")}
    assert {"answers_lib/data.py", "scripts/build.py", "scripts/runner/store.py"} < names
    assert {page for page in pages if "/training/" in page} <= names


def test_the_repository_brings_no_pickle():
    pickles = {".pkl", ".pickle", ".joblib", ".pt", ".pth", ".npy"}
    folders = ("answers_lib", "docs", "scripts", "tests")
    assert not [
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.suffix in pickles or (path.is_file() and path.read_bytes()[:2] == b"\x80\x04")
    ]
    assert "/.cache/" in (ROOT / ".gitignore").read_text().splitlines()
