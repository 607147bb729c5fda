"""What a result depends on: library sources, transitively, and the versions that computed it."""

import hashlib
import importlib.util
import platform
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import grimp
import torch

PACKAGE = "answers_lib"


def digest(text: str | bytes) -> str:
    """SHA-256 of a text or of bytes, in hexadecimal."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def library_sources(modules: Iterable[str]) -> dict[str, str]:
    """Digest of every library module that `modules` are or import, directly or not.

    Args:
        modules: dotted names; those outside the library are passed over, and a name inside a
            module (`answers_lib.data.digits`) counts as its module. The bare package gives
            access to every module, and counts as all of them.

    Returns:
        `{"answers_lib/data.py": sha256, …}`, sorted, with the package's `__init__.py` first.
    """
    # No cache directory: grimp reads this package in about a millisecond.
    graph = grimp.build_graph(PACKAGE, cache_dir=None)
    wanted = {found for name in modules if (found := _module_of(name, graph.modules))}
    if PACKAGE in wanted:
        wanted = graph.modules
    for module in tuple(wanted):
        wanted |= graph.find_upstream_modules(module)
    sources = {_source(module) for module in wanted | {PACKAGE}} if wanted else set()
    return {
        path.relative_to(_root().parent).as_posix(): code_digest(path.read_text())
        for path in sorted(sources)
    }


def environment() -> dict[str, str]:
    """Versions and platform that decide a result's last digits."""
    versions = {name: version(name) for name in ("torch", "numpy", "matplotlib", "scikit-learn")}
    capability = torch.backends.cpu.get_cpu_capability()
    machine = f"{platform.system()} {platform.machine()} {capability}"
    return {"Python": platform.python_version(), **versions, "platform": machine}


def _root() -> Path:
    return Path(__file__).parent


def _module_of(name: str, known: set[str]) -> str | None:
    while name and name not in known:
        name = name.rpartition(".")[0]
    return name or None


def _source(module: str) -> Path:
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"no source file for {module}")
    return Path(spec.origin)


def code_digest(source):
    import ast
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:]
    return digest(ast.dump(tree))

def distributions(imports):
    return {}

def library_imports(modules):
    return set()
