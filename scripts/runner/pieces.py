"""Independent pieces of a page's work: how the page hands them over, how another process does one.

Pieces travel pickled, and only the processes of pages and pieces unpickle them: those import the
library anew, while a cluster's worker, which lives on, would keep an old version of it.
"""

import pickle
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any


@dataclass(frozen=True)
class Pieces:
    """What a page asks for: calls, each a pickled function with its arguments."""

    calls: list[bytes]


# From calls and a limit in seconds to what `do` made of each, or what kept it from doing them.
Distribute = Callable[[list[bytes], float], list[bytes] | Exception]


def asking(connection: Connection) -> Callable[..., Iterator[Any]]:
    """A `map` for the process of a page: who is at the connection's other end does the pieces."""

    def ask(function: Callable[..., Any], *iterables: Iterable[Any]) -> Iterator[Any]:
        calls = [pickle.dumps((function, arguments)) for arguments in zip(*iterables, strict=False)]
        connection.send(Pieces(calls))
        answers = connection.recv()
        if isinstance(answers, Exception):
            raise answers
        for answer in answers:
            result, error = pickle.loads(answer)
            if error:
                raise error
            yield result

    return ask


def do(call: bytes) -> bytes:
    """Do one piece as a page would: one thread, warnings are errors; its result or exception."""
    import torch  # here, since the build's own process needs none, and it takes a second

    torch.set_num_threads(1)
    try:
        function, arguments = pickle.loads(call)
        with warnings.catch_warnings(action="error"):
            return pickle.dumps((function(*arguments), None))
    except Exception as error:
        return pickle.dumps((None, error))
