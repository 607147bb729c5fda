"""What the site holds, for programs that read Markdown: https://llmstxt.org."""

from collections.abc import Iterator, Sequence

from runner.markup import title
from runner.page import Page
from weaving.home import part_name
from weaving.origin import About


def llms(about: About, pages: Sequence[Page]) -> str:
    """The file llms.txt.

    Args:
        about: the site.
        pages: the answers that can be had as Markdown, in reading order.
    """
    parts = dict.fromkeys(page.part for page in pages)
    sections = [_section(about, part, [p for p in pages if p.part == part]) for part in parts]
    return "\n\n".join([f"# {about.name}", f"> {about.description}", *sections]) + "\n"


def _section(about: About, part: str, pages: Sequence[Page]) -> str:
    return "\n".join([f"## {part_name(part)}", "", *_entries(about, pages)])


def _entries(about: About, pages: Sequence[Page]) -> Iterator[str]:
    for page in pages:
        link = f"[{title(page)}]({about.place(page)}index.md)"
        yield f"- {link}: {page.meta.get('description', page.meta['question'])}"
