"""Keep the numbers of a run of all mutants, in a committed file that a page of the site tells."""

import datetime
import json
import subprocess
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from mutating.verdict import Verdict
from weaving.mutants import FILE


def write(root: Path, listed: Sequence[Verdict], fresh: Sequence[Verdict], seed: int) -> None:
    """Write what came of a run of every page."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=root, capture_output=True, text=True
    )
    record = {
        "date": f"{datetime.datetime.now(tz=datetime.UTC):%Y-%m-%d}",
        "commit": commit.stdout.strip(),
        "listed": _numbers(listed),
        "fresh": {"seed": seed, **_numbers(fresh)},
    }
    (root / FILE).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def _numbers(found: Sequence[Verdict]) -> dict[str, int]:
    number = Counter(verdict.state for verdict in found)
    states = {state: number[state] for state in ("killed", "equivalent", "survivor")}
    return {"tried": len(found), **states}
