"""The tables of the page "How the answers are kept true": every claim, this machine."""

import datetime
import os
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from urllib.parse import quote

import markdown

from answers_lib.claims import Claim
from answers_lib.fingerprint import environment
from runner.building import Outcome


def claims_table(outcomes: Sequence[Outcome]) -> str:
    """Every claim of the site below the page that checks it, as HTML."""
    groups = "\n".join(
        _claims_of(outcome)
        for outcome in sorted(outcomes, key=_reading_order)
        if outcome.result and outcome.result.claims
    )
    header = "<th>Claim</th><th>Held in</th><th>Smallest margin</th>"
    return f'<table class="claims"><thead><tr>{header}</tr></thead>\n{groups}\n</table>'


def counts(outcomes: Sequence[Outcome]) -> str:
    """How many answers, claims and figures the site has, in a sentence."""
    answers = [o for o in outcomes if o.result and "question" in o.page.meta]
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
    # Raw HTML in Markdown gets no link check and no rewriting: link from the page's own URL.
    url = "../" + quote(outcome.page.name.removesuffix(".md")) + "/"
    head = f'<th colspan="3" scope="rowgroup"><a href="{url}">{escape(_title(outcome))}</a></th>'
    claims = outcome.result.claims if outcome.result else ()
    return f"<tbody><tr>{head}</tr>\n{''.join(map(_claim_row, claims))}</tbody>"


def _claim_row(claim: Claim) -> str:
    held = f"{claim.held} of {claim.repeats} {claim.per}" if claim.repeats > 1 else "this build"
    cells = _inline(claim.sentence), escape(held), escape(claim.margin)
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>\n"


@lru_cache(maxsize=1024)  # a server builds again after every edit
def _inline(text: str) -> str:
    formulas = {"pymdownx.arithmatex": {"generic": True}}
    html: str = markdown.markdown(text, extensions=[*formulas], extension_configs=formulas)
    return html.removeprefix("<p>").removesuffix("</p>")


def _reading_order(outcome: Outcome) -> tuple[bool, str]:
    """Training before Generalization, as on the home page."""
    return not outcome.page.name.startswith("training/"), outcome.page.name


def _title(outcome: Outcome) -> str:
    lines = outcome.page.body.splitlines()
    return next((line[2:] for line in lines if line.startswith("# ")), outcome.page.name)
