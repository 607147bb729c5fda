"""Independent pieces of work: one after another, or side by side on more machines."""

import pickle
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from typing import Any, TypeVar

R = TypeVar("R")

# How the pieces are done. Whoever runs the program may set the `map` of an executor instead.
executor_map: ContextVar[Callable[..., Iterator[Any]]] = ContextVar("executor_map", default=map)


def each(function: Callable[..., R], *iterables: Iterable[Any]) -> Iterator[R]:
    """What `map(function, *iterables)` gives, in the same order; pieces may run side by side.

    No piece can count on what another one did, and what it prints or draws may be lost:
    everything it needs is an argument, random seeds too, and everything it finds is returned.

    Raises:
        ValueError: when the function is of no module, from which another process can import it.
    """
    try:
        pickle.dumps(function)  # its name only; here too, so that a page runs everywhere or nowhere
    except (pickle.PicklingError, AttributeError) as error:
        message = "each() takes a function of a module, which other processes can import"
        raise ValueError(f"{message}: {error}") from None
    return executor_map.get()(function, *iterables)
