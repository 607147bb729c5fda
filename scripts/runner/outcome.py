"""What became of a page in a build."""

from dataclasses import dataclass

from runner.errors import PageError
from runner.page import Page
from runner.result import PageResult


@dataclass(frozen=True)
class Outcome:
    """What became of one page.

    Attributes:
        page: the page.
        result: its result, None when it did not run to its end.
        errors: what stopped it, or what is wrong with its prose.
        why: why it ran, or would have to run, in words; empty when its stored result was kept.
    """

    page: Page
    result: PageResult | None
    errors: tuple[PageError, ...] = ()
    why: tuple[str, ...] = ()
