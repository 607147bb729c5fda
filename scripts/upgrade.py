"""Renew the pinned versions, and say what moved.

python scripts/upgrade.py

Needs `uv`. The pin of torch stays: it is moved by hand, to a version of which there is a build for
machines without a GPU.
"""

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)
EXTRAS = ("site", "test")


def pins(constraints: str) -> dict[str, str]:
    """Version by package."""
    return dict(PIN.findall(constraints))


def moves(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    """What differs, a line each: "numpy 2.4.0 → 2.5.1"."""
    for name in sorted({*before, *after}):
        old, new = before.get(name, "new"), after.get(name, "gone")
        if old != new:
            yield f"{name} {old} → {new}"


def renewed(torch: str) -> str:
    """The newest versions that fit together, one pin a line, with this version of torch."""
    extras = [part for extra in EXTRAS for part in ("--extra", extra)]
    plain = ["--no-header", "--no-annotate", "--no-emit-index-url", "--quiet"]
    command = ["uv", "pip", "compile", *extras, *plain, "--constraint", "-", "pyproject.toml"]
    pin = f"torch=={torch}\n"
    done = subprocess.run(command, cwd=ROOT, input=pin, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(done.returncode)
    return done.stdout


def main() -> None:
    """Write constraints.txt anew and print what moved."""
    path = ROOT / "constraints.txt"
    before = path.read_text(encoding="utf-8")
    after = renewed(pins(before)["torch"])
    path.write_text(after, encoding="utf-8")
    found = list(moves(pins(before), pins(after)))
    print(*(found or ["nothing moved"]), sep="\n")
    print("now: make test && make site; torch is moved by hand", file=sys.stderr)


if __name__ == "__main__":
    main()
