"""The list of misconceptions: each verdict stands before its statement, and looks like one."""

from collections.abc import Iterator

from runner.lesson import VERDICT, section_text
from runner.page import Page
from weaving.edits import Edit


def verdicts(page: Page) -> Iterator[Edit]:
    """A class for each verdict in the section False: `**False:**` or `**Depends on the word:**`."""
    start, text = section_text(page, "False")
    for match in VERDICT.finditer(text):
        kind = "false" if match["verdict"] == "False:" else "open"
        end = start + match.end()
        yield Edit(end, end, f"{{ .verdict .verdict--{kind} }}")
