"""Text that Markdown and HTML show letter for letter."""

import re
from dataclasses import dataclass

# All that Markdown, its extensions or HTML may act on: every mark of ASCII but those of numbers,
# what ends a line, and the space at an end of the text; then the dot of a list, "1. a", and the
# digit of "1st", whose letters would be raised.
ACTIVE = re.compile(r"(?![.,%])[!-/:-@\[-`{-~\n\r\t]|^ | $|(?<=\d)\.(?= )|\d(?=(?i:st|nd|rd|th)\b)")


@dataclass(frozen=True)
class Markdown:
    """Text that is meant as Markdown, in a table's cell for instance: Markdown("`step()`")."""

    text: str

    def _repr_markdown_(self) -> str:
        return self.text


def literal(text: str) -> str:
    """The text as Markdown that shows it unchanged: `a*b*c` becomes `a&#42;b&#42;c`.

    Works in MkDocs and in notebooks, in paragraphs, cells of tables, headings and alt texts.
    """
    return ACTIVE.sub(lambda match: f"&#{ord(match[0])};", text)
