"""Changes to a page's source, each at its place."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Edit:
    """Put `text` in the place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


def edited(source: str, edits: Iterable[Edit], start: int = 0) -> str:
    """The source from `start` on with all edits made.

    Raises:
        ValueError: when two edits overlap.
    """
    pieces, position = [], start
    for edit in sorted(edits):
        if edit.start < position:
            raise ValueError(f"two edits of {source[edit.start : position]!r}")
        pieces += [source[position : edit.start], edit.text]
        position = edit.end
    return "".join(pieces) + source[position:]
