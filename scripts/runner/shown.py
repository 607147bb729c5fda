"""What a block or an inline value shows."""

from dataclasses import dataclass, field

from answers_lib.claims import Claim
from answers_lib.exporting import Export


@dataclass(frozen=True)
class Printed:
    """Text written to standard output; shown letter for letter."""

    text: str


@dataclass(frozen=True)
class Markdown:
    """What an object's `_repr_markdown_` gave; the only result that is read as Markdown."""

    text: str


Item = Claim | Export | Markdown | Printed


@dataclass(frozen=True)
class Shown:
    """What a block or an inline value shows.

    Attributes:
        items: what it printed and the values of its expressions, in the order in which they came.
        figures: SVG text by label.
        pictures: the same figures as PNG, in Base64.
        text: the value of an inline expression.
    """

    items: tuple[Item, ...] = ()
    figures: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    text: str = ""

    @property
    def claims(self) -> list[Claim]:
        """The claims among the items."""
        return [item for item in self.items if isinstance(item, Claim)]

    @property
    def printed(self) -> str:
        """All that was printed."""
        return "".join(item.text for item in self.items if isinstance(item, Printed))
