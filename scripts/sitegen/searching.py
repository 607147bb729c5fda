"""The search index: what a reader may look for, in a reader's words."""

import json
import re
from pathlib import Path
from typing import Any

from sitegen.formulas import in_words

CODE = re.compile(r"<pre>.*?</pre>", re.DOTALL)
# lunr names a node of its words by its letters and the numbers of what follows, with nothing
# between them: letter "1" before node 23 reads as letter "12" before node 3. In an index with
# many numbers it then takes two nodes for one, and a search for "10" ends in an error.
AMBIGUOUS = re.compile(r"(?P<name>\w)=(?P=name)\+\w\+\w\.id(?=\}return (?P=name)\})")


def finish(path: Path, before: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Make the index at `path` readable and light.

    Args:
        path: `search_index.json` as the search plugin writes it; it may be missing.
        before: entries of the last build, of which those of pages that are not built now stay.

    Returns:
        The entries, to hand over at the next build.
    """
    if not path.exists():
        return []
    index = json.loads(path.read_text(encoding="utf-8"))
    entries = [_readable(entry) for entry in index["docs"]]
    built = {_page(entry) for entry in entries}
    entries += [entry for entry in before if _page(entry) not in built]
    order = list(dict.fromkeys(map(_page, before))) or [_page(entry) for entry in entries]
    index["docs"] = sorted(entries, key=lambda entry: order.index(_page(entry)))
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text, encoding="utf-8")
    return list(index["docs"])


def tell_nodes_apart(site: Path) -> None:
    """Mend the theme's search below `site`, so that numbers are found, too."""
    for worker in site.glob("assets/javascripts/workers/search.*.js"):
        script = worker.read_text(encoding="utf-8")
        mended = AMBIGUOUS.sub(r'\g<0>+","', script)
        if mended != script:
            worker.write_text(mended, encoding="utf-8")


def _page(entry: dict[str, Any]) -> str:
    return str(entry["location"]).partition("#")[0]


def _readable(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry without code blocks, and with formulas in plain characters."""
    texts = {name: in_words(CODE.sub("", entry[name])) for name in ("title", "text")}
    return entry | texts
