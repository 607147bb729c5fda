"""What a person sees while pages run: a live display on a terminal, plain lines on a pipe."""

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from runner.building import Watcher
from runner.outcome import Outcome
from runner.page import Page
from runner.parsing import Fence, examples
from runner.result import PageResult


class Display(Watcher):
    """Shows each running page with its block, the time so far and an estimate.

    Use as a context manager around `build_pages`.
    """

    def __init__(self, console: Console) -> None:
        self.console = console
        self.tasks: dict[str, TaskID] = {}
        self.progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[estimate]}"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )

    def __enter__(self) -> "Display":
        self.progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.progress.stop()

    def started(self, page: Page, why: Sequence[str], estimate: float | None) -> None:
        """A page begins to run."""
        about = f"of about {estimate:.0f} s" if estimate else ""
        self.tasks[page.name] = self.progress.add_task(page.shown_path, estimate=about)
        reason = ", ".join(why[:2])
        more = f" and {len(why) - 2} more changes" if len(why) > 2 else ""
        self.console.print(
            f"running {page.shown_path} ({reason}{more})", highlight=False, soft_wrap=True
        )

    def at_line(self, page: Page, line: int) -> None:
        """The block at `line` of a page begins."""
        text = page.source.splitlines()[line - 1].strip("` ")
        where = f"{page.shown_path}:{line} [dim]{escape(text[:48])}[/dim]"
        self.progress.update(self.tasks[page.name], description=where)

    def finished(self, outcome: Outcome) -> None:
        """A page has a result or failed."""
        page = outcome.page
        if page.name not in self.tasks:
            return
        self.progress.remove_task(self.tasks[page.name])
        seconds = f"{outcome.result.seconds:.1f} s" if outcome.result else "failed"
        self.console.print(f"   done {page.shown_path}: {seconds}", highlight=False)


def summary(outcomes: Sequence[Outcome], *, why: bool = False) -> Table:
    """The table at the end: what every page cost and holds, and whether it ran.

    Args:
        outcomes: of all pages.
        why: whether to say of each page what makes it stale.
    """
    table = Table("page", box=None, pad_edge=False)
    for name in ("seconds", "blocks", "claims", "figures", "data"):
        table.add_column(name, justify="right")
    table.add_column("state")
    for outcome in outcomes:
        if outcome.errors or not outcome.result or outcome.result.seconds:
            table.add_row(*_row(outcome, why))
    return table


def _row(outcome: Outcome, why: bool) -> tuple[str, ...]:
    name, result = outcome.page.shown_path, outcome.result
    state = _state(outcome)
    if why and outcome.why:
        state = ", ".join(outcome.why)
    if result is None:
        return name, "", "", "", "", "", state
    counts = _blocks(outcome.page), len(result.claims), len(result.figures)
    return name, f"{result.seconds:.1f}", *map(str, counts), _size(result), state


def _size(result: PageResult) -> str:
    """Of all exported data together: "3.2 kB"."""
    exported = sum(len(data) for data in result.exports.values())
    return f"{exported / 1000:.1f} kB" if exported else ""


def _state(outcome: Outcome) -> str:
    if outcome.errors:
        return "failed"
    if outcome.result is None:
        return "stale" if outcome.why else "never run"
    return "ran" if outcome.why else "kept"


def _blocks(page: Page) -> int:
    if page.is_lab:
        return page.source.count("\n# %%") - page.source.count("\n# %% [markdown]")
    return sum(isinstance(e.parsed, Fence) for e in examples(page))
