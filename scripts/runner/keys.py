"""What a page's result depends on, and why a stored result is stale."""

import ast
import json
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from sys import stdlib_module_names

import jupytext

import answers_lib
from answers_lib.fingerprint import digest, environment, library_sources
from runner.page import Page
from runner.running import code_of

PAGE_CODE = "the page's code"

# The runner's own files that decide what a result looks like.
RUNNER = ("evaluating", "labs", "parsing", "result", "running", "svg")


def dependencies(page: Page) -> dict[str, str]:
    """Everything that decides a page's result, by name, each with its version or digest.

    The prose is not among it: an edit of text runs nothing.
    """
    code, imports = _code_and_imports(page)
    return {
        PAGE_CODE: code,
        **_library(imports, _edits(Path(answers_lib.__file__).parent)),
        "the runner": digest("".join(_runner_sources())),
        **_versions(),
        **_packages(imports),
    }


def reasons(before: dict[str, str], now: dict[str, str]) -> list[str]:
    """Why a result stored with the dependencies `before` is stale, in words."""
    return [
        _reason(name, before.get(name, ""), now.get(name, ""))
        for name in dict.fromkeys([*now, *before])
        if before.get(name) != now.get(name)
    ]


def lab_code(page: Page) -> list[object]:
    """A lab's code cells, in the form of `code_of`."""
    cells = jupytext.reads(page.source, fmt="py:percent").cells
    return [["python", cell.source, []] for cell in cells if cell.cell_type == "code"]


def _reason(name: str, before: str, now: str) -> str:
    if not before:
        return f"{name} is new"
    if not now:
        return f"{name} is no longer used"
    return f"{name} changed" if len(now) == 64 else f"{name} {before} → {now}"


# A build asks for every page, a server after every edit: nothing is worked out twice.
_versions = lru_cache(maxsize=1)(environment)


@lru_cache(maxsize=256)
def _code_and_imports(page: Page) -> tuple[str, frozenset[str]]:
    code = lab_code(page) if page.is_lab else code_of(page)
    texts = [json.dumps(part) for part in code]
    return digest("\n".join(texts)), frozenset(_imports(code))


@lru_cache(maxsize=256)
def _library(imports: frozenset[str], _state: frozenset[tuple[Path, int]]) -> dict[str, str]:
    """Digests of what is imported from the library, as long as nobody edits it."""
    return library_sources(imports)


def _packages(imports: frozenset[str]) -> dict[str, str]:
    """Versions of the packages that the page imports by the name they are installed under."""
    found = {}
    for name in sorted({dotted.partition(".")[0] for dotted in imports} - stdlib_module_names):
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def _imports(code: list[object]) -> Iterator[str]:
    for _kind, source, _options in code:  # type: ignore[misc]
        try:
            tree = ast.parse(source)  # type: ignore[has-type]
        except SyntaxError:
            continue  # running the page will say so, with the line
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
            elif isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)


def _edits(directory: Path) -> frozenset[tuple[Path, int]]:
    """Tells one state of a directory's sources from another, without reading them."""
    return frozenset((path, path.stat().st_mtime_ns) for path in directory.rglob("*.py"))


def _runner_sources() -> Iterator[str]:
    for name in RUNNER:
        yield (Path(__file__).parent / f"{name}.py").read_text(encoding="utf-8")
