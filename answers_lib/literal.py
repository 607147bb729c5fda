"""Text that Markdown and HTML show letter for letter."""

import re

# All that Markdown, its extensions or HTML may act on: every mark of ASCII but those of numbers,
# what ends a line, and the space at an end of the text.
ACTIVE = re.compile(r"(?![.,%])[!-/:-@\[-`{-~\n\r\t]|^ | $")


def literal(text: str) -> str:
    """The text as Markdown that shows it unchanged: `a*b*c` becomes `a&#42;b&#42;c`.

    Works in MkDocs and in notebooks, in paragraphs, cells of tables, headings and alt texts.
    """
    return ACTIVE.sub(lambda match: f"&#{ord(match[0])};", text)
