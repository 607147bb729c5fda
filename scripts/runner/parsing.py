"""The one Sybil set-up: what on a page runs, and what may be a slip of the pen."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from sybil import Document, Example, Region
from sybil.evaluators.doctest import DocTestEvaluator
from sybil.parsers.abstract.doctest import DocTestStringParser

from runner.errors import page_error
from runner.markup import fences_of, indented_code, text_of
from runner.page import Page

Evaluate = Callable[[Example], None]

# Labels of fences that are only shown. Anything else may be a misspelt `python`, which would
# then silently not run, so it is refused; options likewise.
SHOWN_ONLY = {"text", "console", "bash", "markdown", "yaml", "json", "toml", "html", "css", "diff"}
OPTIONS = ("title", "fold", "hl_lines", "linenums")

OPTION = re.compile(r"""[ \t]+(\w+)=(["'])(.*?)\2(?=[ \t]|$)""")
CLOSING = re.compile(r"[ \t>]*(`{3,}|~{3,})[ \t]*")
INLINE = re.compile(
    r"(?<!`)`\{python( timing)?\}(?:[ \t]+|[ \t]*\n[ \t>]*)([^`\n]+(?:\n[^`\n]+)?)`(?!`)"
)
LIKE_INLINE = re.compile(r"(?<!`)`\{\s*\w+(?:\s+\w+)?\s*\}[^`\n]*(?:\n[^`\n]+)?`(?!`)")
LACKS_BLANK = re.compile(r"line (\d+) of the docstring for .* lacks blank after (\S+):")


@dataclass(frozen=True)
class Fence:
    """A fenced block of Python that runs."""

    source: str
    options: dict[str, str]


@dataclass(frozen=True)
class Inline:
    """An expression in prose whose value replaces it; `timing` marks a measured time."""

    expression: str
    timing: bool


def parse(page: Page, evaluate: Evaluate) -> Document:
    """The page's examples, in order: fences of Python, doctests, and inline values.

    Args:
        page: what to read.
        evaluate: runs a fence or an inline value; Sybil itself runs the doctests.

    Raises:
        PageError: for what does not run and may be meant to, such as a fence that is not closed
            or has an unknown label or option.
    """
    if page.source.startswith("---\n") and not page.meta:
        raise page_error(page, 1, "the front matter is no YAML of the form `name: value`")
    document = Document(page.source, str(page.path))
    for fence in fences_of(page):
        for region in _regions(page, fence, evaluate):
            document.add(region)
    for position in indented_code(page):
        line = page.line_at(position)
        raise page_error(page, line, "four spaces make this code that nothing checks: use a fence")
    for region in _inline(page, evaluate):
        document.add(region)
    return document


@lru_cache(maxsize=256)  # several steps of a build read them, and a server builds again and again
def examples(page: Page) -> tuple[Example, ...]:
    """The page's examples, in order, to read; `parse` gives those to evaluate.

    Raises:
        PageError: as `parse`.
    """
    return tuple(parse(page, lambda example: None))


def showing(page: Page) -> list[Example]:
    """The examples that show something, blocks and values; a result has one entry for each."""
    return [e for e in examples(page) if isinstance(e.parsed, Fence | Inline)]


def _regions(page: Page, fence: Region, evaluate: Evaluate) -> Iterator[Region]:
    label, source = fence.lexemes["label"], fence.lexemes["source"]
    line = page.line_at(fence.start)
    _refuse_misplaced(page, fence, line)
    if label == "python":
        options = _options(page, line, fence.lexemes["options"])
        if "fold" in options and page.source[fence.start : fence.end].lstrip().startswith(">"):
            raise page_error(page, line, "a fence in a quote cannot be folded: leave out `fold`")
        yield Region(fence.start, fence.end, Fence(source, options), evaluate)
    elif label == "pycon":
        yield from _doctests(page, fence, line)
    elif label not in SHOWN_ONLY:
        raise page_error(page, line, _unknown(label or fence.lexemes["options"].strip()))


def _refuse_misplaced(page: Page, fence: Region, line: int) -> None:
    lines = page.source[fence.start : fence.end].split("\n")
    if len(lines) < 2 or not CLOSING.fullmatch(lines[-1]):
        raise page_error(page, line, "this fence is never closed: end it with a line of ```")
    before = re.match(r"[^`~]*", lines[0])[0]  # type: ignore[index]
    if before.strip("> \t"):
        raise page_error(
            page, line, "a fence in a list begins on a line of its own, four spaces in"
        )
    if ">" not in before and len(before.expandtabs(4)) % 4:
        message = "indent a fence by 0, 4 or 8 spaces, as Markdown nests blocks"
        raise page_error(page, line, message)


def _options(page: Page, line: int, text: str) -> dict[str, str]:
    options = {name: value for name, _, value in OPTION.findall(text)}
    if rest := OPTION.sub("", text).strip():
        message = f'{rest!r} is no option: write name="value" with one of {", ".join(OPTIONS)}'
        raise page_error(page, line, message)
    for name in options:
        if name not in OPTIONS:
            message = f"unknown option {name!r}: use one of {', '.join(OPTIONS)}"
            raise page_error(page, line, message)
    return options


def _inline(page: Page, evaluate: Evaluate) -> Iterator[Region]:
    text, found = text_of(page), set()
    for match in INLINE.finditer(text):
        found.add(match.start())
        expression = re.sub(r"\s*\n[ \t>]*", " ", match[2]).strip()
        parsed = Inline(expression, timing=bool(match[1]))
        yield Region(match.start(), match.end(), parsed, evaluate)
    for match in LIKE_INLINE.finditer(text):
        if match.start() not in found:
            advice = "write `{python} expression`, or ``…`` around braces that are to be shown"
            raise page_error(
                page, page.line_at(match.start()), f"{match[0]} shows no value: {advice}"
            )


def _unknown(label: str) -> str:
    known = ", ".join(sorted({"python", "pycon"} | SHOWN_ONLY))
    what = f"unknown fence label {label!r}" if label else "a fence without a label"
    return f"{what}: use one of {known}"


def _doctests(page: Page, fence: Region, line: int) -> Iterator[Region]:
    source = fence.lexemes["source"]
    try:
        regions = list(DocTestStringParser(DocTestEvaluator())(source, str(page.path)))
    except ValueError as error:
        raise _misspelt_prompt(page, line, error) from None
    if not regions:
        raise page_error(page, line, "a pycon fence without >>> tests nothing: add a prompt")
    # By lines: the source has lost its indentation, so its positions are not the page's.
    starts = [0, *(match.end() for match in re.finditer("\n", page.source))]
    for region in regions:
        first = source.count("\n", 0, region.start)
        last = source.count("\n", 0, region.end - 1)
        region.start, region.end = starts[line + first], starts[line + last + 1]
        yield region


def _misspelt_prompt(page: Page, line: int, error: ValueError) -> Exception:
    found = LACKS_BLANK.match(str(error))
    if not found:
        return page_error(page, line, f"this doctest cannot be read: {error}")
    return page_error(page, line + int(found[1]), f"a prompt needs a space: write {found[2]} code")
