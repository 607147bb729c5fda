"""Draw mutants of pages: at random, but the same ones for the same seed."""

import ast
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

from mutating.mutant import Mutant, blocks
from mutating.operators import Source, edits
from runner.page import Page
from runner.parsing import Inline, examples
from runner.roles import measuring


def draw(pages: Sequence[Page], number: int, seed: int) -> list[Mutant]:
    """So many mutants: a page, a kind of change and a change, each drawn among what there is.

    Pages with much code get no more than others, and numbers, of which there are many, no more
    than steps left out. Fewer are drawn when there are fewer.
    """
    generator = random.Random(seed)
    left = {page.name: _by_kind(candidates(page), generator) for page in pages}
    drawn: list[Mutant] = []
    while left and len(drawn) < number:
        for name in generator.sample(sorted(left), len(left)):
            drawn += _one(left[name], generator)
            if not left[name]:
                del left[name]
    return drawn[:number]


def candidates(page: Page) -> list[Mutant]:
    """Every mutant of what the page measures; not of what only checks or only draws."""
    sources = [str(fence.parsed.source) for fence in blocks(page)]
    values = [e.parsed.expression for e in examples(page) if isinstance(e.parsed, Inline)]
    return [
        mutant
        for part in measuring(sources, values)
        for node in part.nodes
        for mutant in _mutants(page, part.block, node)
    ]


def _mutants(page: Page, block: int, node: ast.AST) -> Iterator[Mutant]:
    fence = blocks(page)[block]
    written = str(fence.parsed.source)
    begin = page.source.find(written, fence.start, fence.end)
    if begin < 0:  # a block in a list, whose lines are indented
        return
    for edit in edits(Source(written), node):
        old = written[edit.start : edit.end]
        if _is_python(written[: edit.start] + edit.new + written[edit.end :]):
            yield Mutant(page, begin + edit.start, old, edit.new, edit.kind)


def _is_python(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


def _by_kind(mutants: Sequence[Mutant], generator: random.Random) -> dict[str, list[Mutant]]:
    kinds: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in mutants:
        kinds[mutant.why].append(mutant)
    for of_kind in kinds.values():
        generator.shuffle(of_kind)
    return kinds


def _one(kinds: dict[str, list[Mutant]], generator: random.Random) -> Iterator[Mutant]:
    if kinds:
        kind = generator.choice(sorted(kinds))
        yield kinds[kind].pop()
        if not kinds[kind]:
            del kinds[kind]
