"""What a reader takes elsewhere: links below an answer, figures that say where they are from."""

import re
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import quote
from zlib import crc32

from answers_lib.literal import literal
from runner.page import Page
from runner.result import PageResult
from weaving.answers import figures_shown
from weaving.cells import Cell, Text
from weaving.origin import About, citation, made_with
from weaving.wheel import project

ALT = r"(?P<alt>(?:`[^`\n]*`|[^\]`])*)"
MARKS = re.compile(r"[*`$]")  # of Markdown
IHDR = 33  # bytes of a PNG up to the end of its first chunk
RDF = (
    '<metadata><rdf:RDF xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="">{}'
    "</rdf:Description></rdf:RDF></metadata>"
)


@dataclass(frozen=True)
class Figure:
    """A figure of a page: its label, what is seen on it, and what it says, in plain text."""

    label: str
    alt: str
    caption: str


def image_of(page: Page) -> re.Pattern[str]:
    """What shows a figure of the page in its cells."""
    return re.compile(
        rf"!\[{ALT}\]\([^)\s]*/{re.escape(quote(page.slug))}/(?P<label>[\w-]+)\.svg\)"
    )


def figures_of(page: Page, cells: Sequence[Cell]) -> list[Figure]:
    """The figures of a page in the order in which it shows them."""
    text = "\n\n".join(cell.markdown for cell in cells if isinstance(cell, Text))
    shown = re.compile(
        rf"{image_of(page).pattern}(?:\s+\*Figure:\* (?P<caption>.+?)(?=\n\n|\Z))?", re.S
    )
    return [
        Figure(one["label"], unescape(one["alt"]), _plain(one["caption"] or ""))
        for one in shown.finditer(text)
    ]


def files(
    page: Page, result: PageResult, figures: Sequence[Figure], about: About
) -> Iterator[tuple[str, str | bytes]]:
    """Each figure as SVG and as PNG, with what is to be said of it inside the file."""
    for figure in figures:
        said = {
            "Title": figure.caption or figure.label,
            "Description": figure.alt,
            "Source": citation(page, about),
            "Copyright": f"{project()['license']} license",
            "Comment": made_with(result),
        }
        place = f"{page.place}/figures/{figure.label}"
        yield f"{place}.svg", svg_file(result.figures[figure.label], said)
        if figure.label in result.pictures:
            yield f"{place}.png", png_file(result.pictures[figure.label], said)


def links(page: Page, result: PageResult, about: About) -> str:
    """What stands below an answer: where to get it in other forms, how to cite it, its figures."""
    here = quote(page.slug)
    forms = [
        f'[notebook]({here}/{here}.ipynb.txt){{ download="{page.slug}.ipynb" }}',
        f"[Markdown]({here}/index.md.txt)",
        *([f"[source]({about.source(page)})"] if about.sources else ()),
    ]
    rows = "\n".join(_row(page, label, result) for label in figures_shown(page))
    return (
        f'\n\n<p class="take-home" data-search-exclude="" markdown="span">'
        f"Take it home: {' · '.join(forms)}</p>\n\n"
        f'<details class="reuse" data-search-exclude="" markdown="1">\n'
        f"<summary>Cite this page, use its figures</summary>\n\n"
        f"{literal(citation(page, about))}\n\n"
        f"Results {literal(made_with(result))}.\n\n{rows}\n\n</details>\n"
    )


def svg_file(svg: str, said: Mapping[str, str]) -> str:
    """A figure with the colors of paper, for programs that know no CSS, and what is said of it."""
    style, _, _ = svg.partition("@media")  # what follows is for dark paper
    colors = dict(re.findall(r"(--c\d+):(#\w+)", style))
    plain = re.sub(r"<style>svg\{.*?</style>", "", svg, count=1)
    plain = re.sub(r"var\((--c\d+)\)", lambda variable: colors[variable[1]], plain)
    plain = re.sub(r"\s*<metadata>.*?</metadata>", "", plain, count=1, flags=re.DOTALL)
    names = {"Source": "source", "Copyright": "rights", "Comment": "description"}
    facts = "".join(f"<dc:{tag}>{escape(said[name])}</dc:{tag}>" for name, tag in names.items())
    title = f"<title>{escape(said['Title'])}</title><desc>{escape(said['Description'])}</desc>"
    return re.sub(r"<svg[^>]*>", lambda tag: tag[0] + title + RDF.format(facts), plain, count=1)


def png_file(picture: str, said: Mapping[str, str]) -> bytes:
    """A figure with a text chunk for each thing that is said of it."""
    image = b64decode(picture)
    chunks = b"".join(_chunk(name, text) for name, text in said.items())
    return image[:IHDR] + chunks + image[IHDR:]


def _chunk(name: str, text: str) -> bytes:
    # https://www.w3.org/TR/png-3/#11iTXt: not compressed, in no language that is named
    content = b"iTXt" + name.encode() + bytes(5) + text.encode()
    return (len(content) - 4).to_bytes(4) + content + crc32(content).to_bytes(4)


def _row(page: Page, label: str, result: PageResult) -> str:
    kinds = ["svg", *(["png"] if label in result.pictures else [])]
    name = label.replace("-", " ").capitalize()
    return f"- {name}: {' · '.join(_link(page, f'{label}.{kind}') for kind in kinds)}"


def _link(page: Page, name: str) -> str:
    kind = name.rpartition(".")[2].upper()
    return f'[{kind}]({quote(page.slug)}/figures/{name}){{ download="{name}" }}'


def _plain(markdown: str) -> str:
    return unescape(MARKS.sub("", re.sub(r"\]\([^)]*\)|\[", "", markdown))).replace("\n", " ")
