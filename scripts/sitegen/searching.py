"""The search index: what a reader may look for, in a reader's words."""

import json
import re
from pathlib import Path

from sitegen.formulas import in_words

CODE = re.compile(r"<pre>.*?</pre>", re.DOTALL)


def finish(path: Path) -> None:
    """Make the index at `path` readable and light, if there is one."""
    if path.exists():
        path.write_text(readable(path.read_text(encoding="utf-8")), encoding="utf-8")


def readable(index: str) -> str:
    """The index without code blocks, half its weight, and with formulas in plain characters.

    Args:
        index: `search_index.json` as the search plugin writes it.
    """
    content = json.loads(index)
    for section in content["docs"]:
        for field in ("title", "text"):
            section[field] = in_words(CODE.sub("", section[field]))
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
