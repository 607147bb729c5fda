"""What running a page yields, and its form on disk."""

from dataclasses import asdict, dataclass, field
from typing import Any

from answers_lib.claims import Claim
from answers_lib.exporting import Export
from runner.shown import Item, Markdown, Printed, Shown

KINDS: dict[str, type[Item]] = {
    "claim": Claim,
    "export": Export,
    "markdown": Markdown,
    "printed": Printed,
}


@dataclass(frozen=True)
class PageResult:
    """Everything a run of a page produced; weaving needs the page's source and this.

    Attributes:
        shown: one entry for every fence and inline value, in the order of the page.
        notebook: a lab's executed notebook as JSON text, else "".
        seconds: how long the run took.
        files: digest of each file that the page read, by path.
        remembered: names of the remembered experiments that the run used.
        loaded: digest of the code of each library module that the run loaded, by path.
    """

    shown: tuple[Shown, ...] = ()
    notebook: str = ""
    seconds: float = 0.0
    files: dict[str, str] = field(default_factory=dict)
    remembered: tuple[str, ...] = ()
    loaded: dict[str, str] = field(default_factory=dict)

    @property
    def figures(self) -> dict[str, str]:
        """SVG text of all figures by label."""
        return {label: svg for shown in self.shown for label, svg in shown.figures.items()}

    @property
    def pictures(self) -> dict[str, str]:
        """All figures as PNG in Base64, by label."""
        return {label: png for shown in self.shown for label, png in shown.pictures.items()}

    @property
    def claims(self) -> list[Claim]:
        """The page's claims in order."""
        return [claim for shown in self.shown for claim in shown.claims]

    @property
    def exports(self) -> dict[str, str]:
        """JSON text of all exported data by name."""
        items = [item for shown in self.shown for item in shown.items]
        return {item.name: item.json for item in items if isinstance(item, Export)}

    def to_json(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {**asdict(self), "shown": [_entry(shown) for shown in self.shown]}

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> "PageResult":
        """The result that `to_json` described."""
        shown = tuple(_shown(entry) for entry in record["shown"])
        remembered = tuple(record["remembered"])
        return cls(**{**record, "shown": shown, "remembered": remembered})


def _entry(shown: Shown) -> dict[str, Any]:
    names = {kind: name for name, kind in KINDS.items()}
    items = [[names[type(item)], asdict(item)] for item in shown.items]
    return {**asdict(shown), "items": items}


def _shown(entry: dict[str, Any]) -> Shown:
    items: list[Item] = [KINDS[name](**fields) for name, fields in entry["items"]]
    return Shown(**{**entry, "items": tuple(items)})
