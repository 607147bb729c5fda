"""A page with everything that its run found, as plain Markdown."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from urllib.parse import quote

from sybil import Example

from answers_lib.literal import literal
from runner.errors import PageError
from runner.markup import CODE, IMAGE, OTHER_IMAGE, UNREAD, heading, images, text_of, without
from runner.page import Page
from runner.parsing import Fence, Inline, examples, showing
from runner.result import PageResult
from runner.shown import Shown
from weaving.asking import asked
from weaving.edits import Edit, edited
from weaving.glossary import Terms, links
from weaving.home import question_place
from weaving.reading import reading_line
from weaving.results import below, fold, value
from weaving.sizes import svg_size
from weaving.verdicts import verdicts

Output = tuple[Example, Shown]
FOLD = re.compile(r"""[ \t]+fold=(["'])(.*?)\1""")
# A percent sign stays on the line of its number, be it typed or computed.
PERCENT = re.compile(r"(?<=[\d`]) (?=%)")


def woven_blocks(page: Page, outputs: Sequence[Output]) -> Iterator[Edit]:
    """Each block with what it shows below it; folded blocks in a row share their fold."""
    blocks = [output for output in outputs if isinstance(output[0].parsed, Fence)]
    for group in _groups(page, blocks):
        first, last = group[0][0], group[-1][0]
        fences = [page.source[example.start : example.end] for example, _ in group]
        margin = re.match(r"[ \t>]*", fences[0])[0]  # type: ignore[index]
        if _is_folded(first):
            bare = (FOLD.sub("", fence, count=1) for fence in fences)
            text = fold(first.parsed.options["fold"], bare, margin)
        else:
            text = fences[0]
        yield Edit(first.start, last.end, text + below([shown for _, shown in group], margin))


def weave(
    page: Page,
    result: PageResult,
    terms: Terms | None = None,
    blocks: Callable[[Page, Sequence[Output]], Iterable[Edit]] = woven_blocks,
) -> str:
    """The page's body as Markdown, with everything it computed.

    Args:
        page: the source.
        result: what its run produced; entries pair with its blocks in order.
        terms: the glossary's terms, to link the first use of each.
        blocks: what stands in the place of each block.
    """
    shows = showing(page)
    outputs = list(zip(shows, result.shown, strict=True))
    edits = [
        *blocks(page, outputs),
        *_values(page, outputs),
        *_figures(page, outputs, result.figures),
        *_question(page),
        *asked(page),
        *verdicts(page),
        *_percents(page),
        *(links(page, terms) if terms else ()),
    ]
    return edited(page.source, edits, page.body_start)


def weave_failed(page: Page, errors: Sequence[PageError]) -> str:
    """The page's body as it is written, each error shown after the block it belongs to."""
    ends = _block_ends(page)
    edits = [Edit(*image.span(), f"*{image['file']} is not drawn*") for image in images(page)]
    for error in errors:
        end = next((end for end in ends if page.line_at(end) >= error.line), page.body_start)
        edits.append(Edit(end, end, f"\n\n{_error(error)}\n\n"))
    return FOLD.sub("", edited(page.source, [*edits, *_question(page)], page.body_start))


def figures_shown(page: Page) -> list[str]:
    """Labels of the figures that the page shows."""
    return [image["file"].removesuffix(".svg") for image in images(page)]


def _block_ends(page: Page) -> list[int]:
    try:
        return [e.end for e in examples(page) if isinstance(e.parsed, Fence)]
    except PageError:
        return []


def _error(error: PageError) -> str:
    excerpt = f"<pre>{escape(error.excerpt)}</pre>" if error.excerpt else ""
    return f'<div class="page-error" role="alert"><p>{escape(str(error))}</p>{excerpt}</div>'


def _groups(page: Page, blocks: Sequence[Output]) -> list[list[Output]]:
    groups: list[list[Output]] = []
    for output in blocks:
        if groups and _continues(page, groups[-1][-1][0], output[0]):
            groups[-1].append(output)
        else:
            groups.append([output])
    return groups


def _continues(page: Page, before: Example, example: Example) -> bool:
    between = page.source[before.end : example.start]
    return _is_folded(before) and _is_folded(example) and not between.strip()


def _is_folded(example: Example) -> bool:
    return "fold" in example.parsed.options


def _values(page: Page, outputs: Sequence[Output]) -> Iterator[Edit]:
    own, others = images(page), list(OTHER_IMAGE.finditer(text_of(page)))
    for example, shown in outputs:
        if not isinstance(example.parsed, Inline) or _within(example.start, own):
            continue
        plain = _within(example.start, others)
        text = literal(shown.text) if plain else value(shown.text, example.parsed.timing)
        yield Edit(example.start, example.end, text)


def _within(position: int, places: Sequence[re.Match[str]]) -> bool:
    return any(place.start() <= position < place.end() for place in places)


def _figures(
    page: Page,
    outputs: Sequence[Output],
    figures: Mapping[str, str],
) -> Iterator[Edit]:
    for image in images(page):
        label = image["file"].removesuffix(".svg")
        if label in figures:  # else checking has said so
            inside = [
                Edit(example.start, example.end, literal(shown.text))
                for example, shown in outputs
                if _within(example.start, [image])
            ]
            alt = edited(page.source[: image.end("alt")], inside, image.start("alt"))
            place = f"{quote(page.slug)}/{image['file']}"
            text = f"![{alt}]({place}){_attributes(image['attributes'], figures[label])}"
            yield Edit(*image.span(), text)


def _attributes(written: str | None, svg: str) -> str:
    """The author's attributes, and the size that keeps a place for the figure."""
    width, height = svg_size(svg)
    own = (written or "{}").strip("{}: ")
    sized = "" if re.search(r"\b(?:width|height)=", own) else f'width="{width}" height="{height}"'
    words = [own, sized, 'loading="lazy"']
    return f"{{ {' '.join(word for word in words if word)} }}"


def _question(page: Page) -> Iterator[Edit]:
    found = heading(page)
    if page.is_answer and found:
        block = (
            f'\n\n<div class="question" markdown="1">\n'
            f'<p class="question__place">{question_place(page)}</p>\n\n'
            f"{str(page.meta['question']).strip()}\n\n</div>{reading_line(page)}"
        )
        yield Edit(found.end(), found.end(), block)


def _percents(page: Page) -> Iterator[Edit]:
    """A space that does not break before each percent sign that follows a number."""
    text, alone = text_of(page), images(page)  # an alt text is never broken
    inline = {e.end for e in examples(page) if isinstance(e.parsed, Inline)}
    plain = without(UNREAD, without(CODE, without(IMAGE, text)))
    for match in PERCENT.finditer(text):
        follows = text[match.start() - 1] != "`" or match.start() in inline
        if plain[match.end()] == "%" and follows and not _within(match.start(), alone):
            yield Edit(match.start(), match.end(), "\N{NO-BREAK SPACE}")
