"""What blocks and values show, as Markdown with HTML."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from textwrap import indent

from answers_lib.claims import Claim
from answers_lib.exporting import Export
from answers_lib.literal import literal
from runner.shown import Markdown, Printed, Shown


def value(text: str, timing: bool) -> str:
    """An inline value, letter for letter; `timing` marks one that differs from run to run."""
    if timing:
        title, kind = "Measured by this build", "computed computed--timing"
    else:
        title, kind = "Computed by this build", "computed"
    return f'<span class="{kind}" title="{title}">{literal(text)}</span>'


def below(shown: Sequence[Shown], margin: str = "") -> str:
    """What blocks show, to stand below them: prints and results in order, then their claims.

    Args:
        shown: of one block, or of all blocks in one fold.
        margin: the indentation of the block.
    """
    items = [item for what in shown for item in what.items]
    claims = [item for item in items if isinstance(item, Claim)]
    parts = [_result(item) for item in items if not isinstance(item, Claim | Export)]
    if claims:
        parts.append(claims_line(claims))
    return "".join(f"\n\n{indent(part, margin)}" for part in parts)


def claims_line(claims: Sequence[Claim]) -> str:
    """Claims in one line that opens: "4 claims checked, each in 10 of 10 seeds".

    The search leaves them out: who looks for a word wants the page that explains it.
    """
    inside = "\n\n".join(_claim(claim) for claim in claims)
    kind = "claims claims--partly" if any(map(_is_partly, claims)) else "claims"
    return (
        f'<details class="{kind}" data-search-exclude="" markdown="1">\n'
        f"<summary>{_summary(claims)}</summary>\n\n"
        f"{inside}\n\n</details>"
    )


def _summary(claims: Sequence[Claim]) -> str:
    count = f"{len(claims)} claim{'s' * (len(claims) > 1)} checked"
    ways = Counter(claim.held_in for claim in claims)
    if len(ways) > 1:
        return ", ".join([count, *(f"{number} {way}" for way, number in ways.items())])
    each = "each " if len(claims) > 1 else ""
    return f"{count}, {each}{claims[0].held_in}"


def _claim(claim: Claim) -> str:
    kind = "claim claim--partly" if _is_partly(claim) else "claim"
    return (
        f'<div class="{kind}" markdown="1">\n'
        f'<p class="claim__text" markdown="span">{claim.sentence}</p>\n'
        f'<p class="claim__evidence" markdown="span">{literal(claim.evidence)}</p>\n'
        "</div>"
    )


def _is_partly(claim: Claim) -> bool:
    return claim.held < claim.repeats


def _result(item: Markdown | Printed) -> str:
    text = fenced(item.text) if isinstance(item, Printed) else item.text
    return f'<div class="result" markdown="1">\n\n{text}\n\n</div>'


def fenced(text: str, label: str = "text") -> str:
    """Text in a fence longer than any run of backticks in it."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    marks = "`" * max(3, longest + 1)
    return f"{marks}{label}\n{text.removesuffix(chr(10))}\n{marks}"


def fold(title: str, fences: Iterable[str], margin: str = "") -> str:
    """Fences in a block that opens."""
    inside = "\n\n".join(indent(fence, "    ") for fence in fences)
    return f'{margin}??? code "{title}"\n\n{inside}'
