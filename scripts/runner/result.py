"""What running a page yields, and its form on disk."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from answers_lib.claims import Claim
from runner.evaluating import Shown


@dataclass(frozen=True)
class PageResult:
    """Everything a run of a page produced; weaving needs the page's source and this.

    Attributes:
        shown: one entry for every fence and inline value, in the order of the page.
        notebook: a lab's executed notebook as JSON text, else "".
        seconds: how long the run took.
    """

    shown: tuple[Shown, ...] = ()
    notebook: str = ""
    seconds: float = 0.0

    @property
    def figures(self) -> dict[str, str]:
        """SVG text of all figures by label."""
        return {label: svg for shown in self.shown for label, svg in shown.figures.items()}

    @property
    def claims(self) -> list[Claim]:
        """The page's claims in order."""
        return [value for shown in self.shown for value in shown.values if isinstance(value, Claim)]

    def to_json(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> "PageResult":
        """The result that `to_json` described."""
        shown = tuple(_shown(entry) for entry in record["shown"])
        return cls(shown, record["notebook"], record["seconds"])


def _shown(entry: dict[str, Any]) -> Shown:
    return Shown(**{**entry, "values": tuple(_values(entry["values"]))})


def _values(values: list[Any]) -> Iterator[Claim | str]:
    for value in values:
        yield value if isinstance(value, str) else Claim(**value)
