"""The tables of the page "How the answers are kept true": every claim, this machine."""

import datetime
import os
from collections.abc import Sequence

from answers_lib.claims import Claim
from answers_lib.fingerprint import environment
from answers_lib.literal import literal
from runner.markup import title
from runner.outcome import Outcome


def claims_by_page(outcomes: Sequence[Outcome]) -> str:
    """Every claim of the site, folded below the name of the page that checks it, as Markdown."""
    checked = [o for o in outcomes if o.result and o.result.claims]
    return "\n\n".join(map(_claims_of, checked))


def counts(outcomes: Sequence[Outcome]) -> str:
    """How many answers, claims and figures the site has, in a sentence."""
    answers = [o for o in outcomes if o.result and o.page.is_answer]
    claims = sum(len(o.result.claims) for o in answers if o.result)
    figures = sum(len(o.result.figures) for o in answers if o.result)
    return f"{len(answers)} answers, {claims} claims, {figures} figures"


def machine_table(outcomes: Sequence[Outcome]) -> str:
    """Where and when this build ran, with which versions and how long, as Markdown."""
    seconds = sum(outcome.result.seconds for outcome in outcomes if outcome.result)
    # SOURCE_DATE_EPOCH: https://reproducible-builds.org/specs/source-date-epoch/
    stamp = float(os.environ.get("SOURCE_DATE_EPOCH", datetime.datetime.now().timestamp()))
    built = datetime.datetime.fromtimestamp(stamp, tz=datetime.UTC)
    rows = {
        "built": f"{built:%d %B %Y, %H:%M} UTC",
        "cores": str(os.cpu_count()),
        **environment(),
        "running all pages": f"{seconds:.0f} s of one core, if nothing is stored",
    }
    lines = "\n".join(f"| {name} | {value} |" for name, value in rows.items())
    return f"| what | this build |\n| --- | --- |\n{lines}"


def _claims_of(outcome: Outcome) -> str:
    claims = outcome.result.claims if outcome.result else []
    name = literal(title(outcome.page))
    rows = "\n".join(map(_claim_row, claims))
    return (
        f'<details class="claims-of" data-search-exclude="" markdown="1">\n'
        f"<summary>{name}: {_count(claims)}</summary>\n\n"
        f"[{name}]({outcome.page.name})\n\n"
        f"| Claim | Held in | Smallest margin |\n| --- | --- | --- |\n{rows}\n\n</details>"
    )


def _count(claims: Sequence[Claim]) -> str:
    return f"{len(claims)} claim{'s' * (len(claims) > 1)}"


def _claim_row(claim: Claim) -> str:
    held = f"{claim.held} of {claim.repeats} {claim.per}" if claim.repeats > 1 else "this build"
    sentence = claim.sentence.replace("|", "&#124;").replace("\n", " ")
    return f"| {sentence} | {literal(held)} | {literal(claim.margin_text)} |"
