"""What the last run of the mutants found, for the page "How the answers are kept true"."""

import datetime
import json
from collections.abc import Sequence

from runner.outcome import Outcome

FILE = "tests/mutants-last-run.json"  # written by scripts/mutants.py


def told(outcomes: Sequence[Outcome]) -> str:
    """What the last run found, in three sentences, as Markdown; or that there was none."""
    path = outcomes[0].page.docs.parent / FILE
    if not path.is_file():
        return "Whether the claims notice a changed experiment has not been tried here."
    record = json.loads(path.read_text(encoding="utf-8"))
    date = datetime.date.fromisoformat(record["date"])
    listed, fresh = record["listed"], record["fresh"]
    return (
        f"On {date.day} {date:%B %Y} the code of the pages was changed in {fresh['tried']} ways "
        "drawn at random, one at a time: another number, a comparison turned around, a step left "
        f"out. {fresh['killed']} of these changes made their page fail, {fresh['equivalent']} "
        f"changed nothing that the page shows, and {fresh['survivor']} changed a value, a table or "
        "a figure, so that a person had to read whether the page was still true. "
        f"Another {listed['tried']} changes are known to leave a false sentence: they are tried "
        f"every week, must make their page fail, and {_how_many(listed)} did."
    )


def _how_many(listed: dict[str, int]) -> str:
    return "all" if listed["killed"] == listed["tried"] else f"{listed['killed']} of them"
