"""What a page's result depends on, and why a stored result is stale."""

import ast
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import answers_lib
from answers_lib.fingerprint import (
    code_digest,
    digest,
    environment,
    library_imports,
    library_sources,
)
from answers_lib.installed import distributions
from runner.page import Page
from runner.parsing import Fence, Inline, examples

PAGE_CODE = "the page's code"

# The runner's own files that decide what a result looks like.
RUNNER = ("evaluating", "labs", "markup", "parsing", "png", "result", "running", "shown", "svg")
# What runs a page, or a lab, besides what it imports.
NEEDED = frozenset({"sybil", "torch", "matplotlib"})
NEEDED_BY_LABS = frozenset({"IPython", "ipykernel", "matplotlib_inline", "nbclient", "torch"})
LAB_TEXT = re.compile(r"^# %% \[markdown\].*?(?=^# %%|\Z)", re.MULTILINE | re.DOTALL)


def dependencies(page: Page) -> dict[str, str]:
    """Everything that decides a page's result, by name, each with its version or digest.

    The prose is not among it: an edit of text runs nothing. Nor are comments and docstrings of
    the library.
    """
    code, imports = _code_and_imports(page)
    state = _state(Path(answers_lib.__file__).parent)
    return {
        PAGE_CODE: code,
        **_library(imports, state),
        "the runner": _runner(_state(Path(__file__).parent)),
        **_environment(),
        **_distributions(imports | (NEEDED_BY_LABS if page.is_lab else NEEDED), state),
    }


def reasons(before: dict[str, str], now: dict[str, str]) -> list[str]:
    """Why a result stored with the dependencies `before` is stale, in words."""
    return [
        _reason(name, before.get(name, ""), now.get(name, ""))
        for name in dict.fromkeys([*now, *before])
        if before.get(name) != now.get(name)
    ]


def code_of(page: Page) -> list[list[Any]]:
    """What decides a page's result: blocks with their options and inline values, no prose."""
    if page.is_lab:
        return [["lab", LAB_TEXT.sub("", page.source)]]
    return [_part(example.parsed) for example in examples(page)]


def imports_of(page: Page) -> frozenset[str]:
    """What the page's code imports: "torch.nn.functional", "optuna"."""
    return _code_and_imports(page)[1]


def _part(parsed: Any) -> list[Any]:
    if isinstance(parsed, Fence):
        return ["python", parsed.source, sorted(parsed.options.items())]
    if isinstance(parsed, Inline):
        return ["inline", parsed.expression, parsed.timing]
    return ["pycon", parsed.source, parsed.want]


def _reason(name: str, before: str, now: str) -> str:
    if not before:
        return f"{name} is new"
    if not now:
        return f"{name} is no longer used"
    return f"{name} changed" if len(now) == 64 else f"{name} {before} → {now}"


# A build asks for every page, a server after every edit: nothing is worked out twice.
_environment = lru_cache(maxsize=1)(environment)


@lru_cache(maxsize=256)
def _code_and_imports(page: Page) -> tuple[str, frozenset[str]]:
    code = code_of(page)
    return digest("\n".join(map(json.dumps, code))), frozenset(_imports(code))


@lru_cache(maxsize=256)
def _library(imports: frozenset[str], _state: object) -> dict[str, str]:
    """Digests of what is imported from the library, as long as nobody edits it."""
    return library_sources(imports)


@lru_cache(maxsize=256)
def _distributions(imports: frozenset[str], _state: object) -> dict[str, str]:
    """Versions of the packages behind a page's imports and behind those of the library."""
    return distributions(imports | library_imports(imports))


@lru_cache(maxsize=1)
def _runner(_state: object) -> str:
    directory = Path(__file__).parent
    sources = (directory / f"{name}.py" for name in RUNNER)
    return digest("".join(code_digest(path.read_text(encoding="utf-8")) for path in sources))


def _imports(code: list[list[Any]]) -> Iterator[str]:
    for kind, source, *_ in code:
        try:
            tree = ast.parse(_without_magics(source) if kind == "lab" else source)
        except SyntaxError:
            continue  # running the page will say so, with the line
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
            elif isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)


def _without_magics(source: str) -> str:
    """A lab's code without `%matplotlib inline` and `!pip install`, which are no Python."""
    return re.sub(r"^[ \t]*[%!].*$", "", source, flags=re.MULTILINE)


def _state(directory: Path) -> frozenset[tuple[str, int, int]]:
    """Tells one state of a directory from another, without reading its files."""
    stats = ((str(path), path.stat()) for path in directory.rglob("*") if path.suffix != ".pyc")
    return frozenset((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)
