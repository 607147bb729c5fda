"""The answers to the self-check, last on paper: who reads a question there does not see them."""

import re
from collections.abc import Iterator

from weaving.asking import ASKED, TAGS

OPTION = re.compile(
    r'^- <span class="option" data-mark="(?P<mark>[^"]+)">(?P<option>.*?)</span> '
    r'<span class="answer">[^<]*</span> <span class="reason">(?P<reason>.*?)</span>'
    r"(?=\n(?:- |\n///))",
    re.MULTILINE | re.DOTALL,
)
COMPUTED = re.compile(r'<span class="computed[^>]*>(.*?)</span>', re.DOTALL)


def answers_on_paper(woven: str) -> str:
    """A section that only a printer shows, with the right options of each self-check.

    Args:
        woven: an answer's page as Markdown.
    """
    checks = (asked for asked in ASKED.finditer(woven) if asked["tag"] == TAGS["check"])
    answers = [" ".join(_right(check["inside"])) for check in checks]
    if not answers:
        return ""
    items = "\n".join(f"1. {answer}" for answer in answers)
    return (
        '\n\n<section class="on-paper" data-search-exclude="" markdown="1">\n\n'
        f"**Answers to “Check yourself”**\n\n{items}\n\n</section>\n"
    )


def _right(check: str) -> Iterator[str]:
    """Each right option with its reason; of values only what they say, they stand above already."""
    for found in OPTION.finditer(check):
        text = f"**{found['option']}** {found['reason']}"
        yield re.sub(r"\s*\n\s*", " ", COMPUTED.sub(r"\1", text))
