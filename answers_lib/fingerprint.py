"""What a result depends on: sources without their comments, packages, and the machine."""

import ast
import hashlib
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import grimp

from answers_lib.installed import distributions as distributions
from answers_lib.places import PACKAGE as PACKAGE

ROOT = Path(__file__).parent
DATA = ("datasets", "fonts")


def digest(text: str | bytes) -> str:
    """SHA-256 of a text or of bytes, in hexadecimal."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def code_digest(source: str) -> str:
    """SHA-256 of what a module's source does: without comments, docstrings and positions.

    A docstring is a text that begins a module, class or function, or follows an assignment. A
    page's block is no module: a text at its end is shown.

    Raises:
        SyntaxError: when the source does not parse.
    """
    return _code_digest(source, "<unknown>")


def library_sources(modules: Iterable[str]) -> dict[str, str]:
    """Digest of every library module that `modules` are or import, and of the library's data.

    Args:
        modules: dotted names; those outside the library are passed over, and a name inside a
            module (`answers_lib.data.digits`) counts as its module. The bare package gives
            access to every module, and counts as all of them.

    Returns:
        `{"answers_lib/data.py": sha256, …}`, sorted, with the package's `__init__.py` first.
        Modules go by `code_digest`; files of `datasets/` and `fonts/` come with any module.

    Raises:
        SyntaxError: when a module does not parse, naming its file.
    """
    graph = _graph(external=False)
    wanted = _library_modules(modules, graph)
    if not wanted:
        return {}
    sources = {_source(module) for module in wanted | {PACKAGE}}
    digests = {path: _code_digest(path.read_bytes(), str(path)) for path in sources}
    digests |= {path: digest(path.read_bytes()) for path in _data_files()}
    return {path.relative_to(ROOT.parent).as_posix(): digests[path] for path in sorted(digests)}


def library_imports(modules: Iterable[str]) -> set[str]:
    """Top-level packages, not of the standard library, that these library modules import.

    Transitively, and without importing them: `answers_lib.data` gives numpy, sklearn, torch ….

    Raises:
        SyntaxError: when a module does not parse, naming its file.
    """
    graph = _graph(external=True)
    wanted = _library_modules(modules, graph)
    return {name for name in wanted if name.partition(".")[0] not in _NO_PACKAGES}


def environment() -> dict[str, str]:
    """Versions and platform that decide a result's last digits."""
    versions = {name: version(name) for name in ("torch", "numpy", "matplotlib", "scikit-learn")}
    machine = f"{platform.system()} {platform.machine()} {_capability()}"
    return {"Python": platform.python_version(), **versions, "platform": machine}


_NO_PACKAGES = {PACKAGE, *sys.stdlib_module_names}


@lru_cache(maxsize=256)  # every page of a build asks for the same modules
def _code_digest(source: str | bytes, filename: str) -> str:
    tree = ast.parse(source, filename)
    for node in ast.walk(tree):
        if isinstance(body := getattr(node, "body", None), list):
            vars(node)["body"] = list(_without_docstrings(node, body))
    return digest(ast.dump(tree))


def _without_docstrings(node: ast.AST, body: list[ast.stmt]) -> Iterator[ast.stmt]:
    documented = isinstance(
        node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    )
    before: ast.stmt | None = None
    for statement in body:
        follows = isinstance(before, ast.Assign | ast.AnnAssign)
        if not (_is_text(statement) and (follows or (documented and before is None))):
            yield statement
        before = statement


def _is_text(statement: ast.stmt) -> bool:
    value = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def _graph(*, external: bool) -> grimp.ImportGraph:
    """Which library module imports what, as the files say now."""
    try:
        # No cache directory: grimp reads this package in about ten milliseconds.
        return grimp.build_graph(PACKAGE, include_external_packages=external, cache_dir=None)
    except grimp.exceptions.SourceSyntaxError as error:
        place = (error.filename, error.lineno, None, error.text)
        raise SyntaxError("the module does not parse", place) from None


def _library_modules(modules: Iterable[str], graph: grimp.ImportGraph) -> set[str]:
    """The library modules meant by these names, with all that they import."""
    wanted = {found for name in modules if (found := _module_of(name, graph.modules))}
    if PACKAGE in wanted:
        wanted = {name for name in graph.modules if name.partition(".")[0] == PACKAGE}
    return wanted.union(*map(graph.find_upstream_modules, wanted))


def _module_of(name: str, known: set[str]) -> str | None:
    """`answers_lib.data` of `answers_lib.data.digits`; None outside the library."""
    while name and name not in known:
        name = name.rpartition(".")[0]
    return name if name.partition(".")[0] == PACKAGE else None


def _source(module: str) -> Path:
    path = ROOT.parent.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _data_files() -> Iterator[Path]:
    files = (path for folder in DATA for path in (ROOT / folder).iterdir())
    return (path for path in files if path.is_file() and path.suffix != ".py")


def _capability() -> str:
    """The vector instructions that PyTorch uses on this machine, as it calls them."""
    if chosen := os.environ.get("ATEN_CPU_CAPABILITY"):
        return chosen.upper()
    with suppress(OSError):
        flags = set(Path("/proc/cpuinfo").read_text(encoding="utf-8").split())
        if {"avx512f", "avx512vl", "avx512bw", "avx512dq", "fma"} <= flags:
            return "AVX512"
        if {"avx2", "fma"} <= flags:
            return "AVX2"
    return platform.processor() or "DEFAULT"
