"""How much memory a page's process may take, and how running out of it is told."""

import re
import resource

from runner.errors import PageError, page_error
from runner.page import Page

# What Python, NumPy and torch say; a lab's errors come from its kernel, as text only.
RAN_OUT = re.compile(r"\w*MemoryError|\w*Error: .*(?:can't|Cannot) allocate memory", re.DOTALL)


def limit_memory(gigabytes: float) -> None:
    """Let requests for memory fail beyond this, in this process and in each that it starts.

    Counts the heap and private mappings; torch maps much more address space than it ever uses.
    """
    _set_limit(int(gigabytes * 1e9))


def lift_limit() -> None:
    """Undo `limit_memory`, so that there is memory to tell of an error."""
    _set_limit(resource.RLIM_INFINITY)


def told_plainly(page: Page, error: PageError) -> PageError:
    """The error itself, or in plain words that the page's memory ran out."""
    if not RAN_OUT.match(error.message):
        return error
    message = f"the block here needs more than {page.memory:g} GB of memory: the page's limit"
    return page_error(page, error.line, message + " (front matter `memory:` raises it)")


def _set_limit(size: int) -> None:
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    if hard != resource.RLIM_INFINITY:
        size = hard if size == resource.RLIM_INFINITY else min(size, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (size, hard))
