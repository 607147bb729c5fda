"""The trainer of the pages, run by the node of this environment."""

import json
import subprocess
import sysconfig
from pathlib import Path

NODE = Path(sysconfig.get_path("scripts")) / "node"
SCRIPTS = Path(__file__).parent


def run(name, asked, directory):
    """What tests/trainer/<name> prints as JSON, given `asked` as a JSON file in `directory`."""
    request = directory / "asked.json"
    request.write_text(json.dumps(asked), encoding="utf-8")
    command = [NODE, SCRIPTS / name, request]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
