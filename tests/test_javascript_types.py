"""The check of types that `make lint` runs on the scripts of the pages finds what is wrong."""

import json
import subprocess
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NODE = Path(sysconfig.get_path("scripts")) / "node"
SUBSCRIBER = "document$.subscribe(() => {})\n"


def types_checked(directory, script):
    """Exit status and output of TypeScript for one script, with the settings of this project."""
    (directory / "page.js").write_text(script, encoding="utf-8")
    types = str(ROOT / "types" / "material.d.ts")
    settings = {"extends": str(ROOT / "tsconfig.json"), "include": ["page.js", types]}
    (directory / "tsconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    compiler = ROOT / "node_modules" / "typescript" / "bin" / "tsc"
    done = subprocess.run([NODE, compiler], cwd=directory, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (
            ("() => {}", "1"),
            "page.js(1,21): error TS2345: "
            "Argument of type 'number' is not assignable to parameter of type '() => void'.\n",
        ),
        (
            ("{}", "document.body.dataset.seen = 1"),
            "page.js(1,27): error TS2322: Type 'number' is not assignable to type 'string'.\n",
        ),
        (
            ("{}", "document.querySelector('p').remove()"),
            "page.js(1,27): error TS2531: Object is possibly 'null'.\n",
        ),
    ],
)
def test_a_wrong_type_is_refused(tmp_path, change, error):
    assert types_checked(tmp_path, SUBSCRIBER) == (0, "")
    status, said = types_checked(tmp_path, SUBSCRIBER.replace(*change))
    assert (status != 0, said) == (True, error)
