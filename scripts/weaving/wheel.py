"""The library as a wheel that the site itself offers: what a notebook installs at home."""

import hashlib
import io
import sys
import tomllib
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from packaging.requirements import Requirement

import answers_lib
from answers_lib.installed import providers

LIBRARY = Path(answers_lib.__file__).parent
WHEEL = "Wheel-Version: 1.0\nGenerator: trained-answers\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


@lru_cache(maxsize=1)
def project() -> dict[str, Any]:
    """What pyproject.toml says of the library."""
    text = (LIBRARY.parent / "pyproject.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(text)["project"]
    return found


def wheel_name() -> str:
    """Where the wheel is on the site: "assets/answers_lib-0.1.0-py3-none-any.whl"."""
    return f"assets/{LIBRARY.name}-{project()['version']}-py3-none-any.whl"


def beyond(imports: Iterable[str]) -> list[str]:
    """Packages behind imports that the library does not bring: `["optuna"]`."""
    brought = {Requirement(needed).name for needed in project()["dependencies"]}
    names = {name.partition(".")[0] for name in imports}
    others = names - sys.stdlib_module_names - {LIBRARY.name}
    return sorted({package for name in others for package in providers(name)} - brought)


def wheel() -> bytes:
    """The wheel of the library as it is now, its data with it; the same files, the same bytes."""
    info = f"{LIBRARY.name}-{project()['version']}.dist-info"
    files = {path.relative_to(LIBRARY.parent).as_posix(): path.read_bytes() for path in _library()}
    files[f"{info}/METADATA"] = _metadata().encode()
    files[f"{info}/WHEEL"] = WHEEL.encode()
    files[f"{info}/licenses/LICENSE"] = (LIBRARY.parent / "LICENSE").read_bytes()
    record = "".join(_entry(name, content) for name, content in files.items())
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)  # each file of 1980
    return packed.getvalue()


def _library() -> list[Path]:
    found = (path for path in LIBRARY.rglob("*") if path.is_file())
    return sorted(path for path in found if "__pycache__" not in path.parts)


def _metadata() -> str:
    about = project()
    lines = [
        "Metadata-Version: 2.4",
        f"Name: {LIBRARY.name}",
        f"Version: {about['version']}",
        f"Summary: {about['description']}",
        f"License-Expression: {about['license']}",
        "License-File: LICENSE",
        f"Requires-Python: {about['requires-python']}",
        *(f"Requires-Dist: {needed}" for needed in about["dependencies"]),
    ]
    return "\n".join([*lines, ""])


def _entry(name: str, content: bytes) -> str:
    digest = urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(content)}\n"
