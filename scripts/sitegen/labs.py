"""The HTML that mkdocs-jupyter makes of a lab, brought into the site's own markup."""

from pathlib import Path

import bs4
from bs4 import BeautifulSoup, Tag

from runner.made import made
from sitegen import formulas
from sitegen.formulas import mark_dollars

# The tag of a cell that is folded, as mkdocs-jupyter writes it, and what its fold is called.
FOLDS = {"celltag_solution": "Solution", "celltag_check": "The check"}


def finished(html: str, kept: Path) -> str:
    """The lab in the site's own markup: code, results, figures, folded solutions and checks.

    Args:
        html: what mkdocs-jupyter makes of it.
        kept: where finished labs are kept, since finishing one takes a while.
    """
    code = (Path(__file__).read_bytes(), Path(formulas.__file__).read_bytes())
    parts: list[str | bytes] = [html, bs4.__version__, *code]
    return made(kept, ".html", parts, lambda: _finished(html)).read_text(encoding="utf-8")


def _finished(html: str) -> str:
    soup = BeautifulSoup(html, "html.parser")
    # Of the theme of mkdocs-jupyter, half a megabyte a page, nothing is left to style.
    for foreign in soup.find_all(["script", "style"]):
        foreign.decompose()
    for link in soup.find_all("a", class_="anchor-link"):
        link["class"], link["title"] = "headerlink", "Permanent link"
    for cell in soup.find_all(class_="jp-MarkdownCell"):
        text = cell.find(class_="jp-RenderedMarkdown")
        if text:
            mark_dollars(text)
        cell.replace_with(*([text] if text else []))
    for cell in soup.find_all(class_="jp-CodeCell"):
        if not cell.find(class_="jp-CodeCell"):  # each cell is wrapped in another of its kind
            _rebuild(soup, cell)
    for wrapper in soup.find_all(class_="jp-CodeCell"):
        wrapper.unwrap()
    return str(soup)


def _rebuild(soup: BeautifulSoup, cell: Tag) -> None:
    source = cell.select_one(".jp-InputArea pre")
    parts = [_code(soup, source)] if source else []
    for output in cell.find_all(class_="jp-OutputArea-output"):
        figure = output.find("figure")
        parts.append(figure if isinstance(figure, Tag) else _result(soup, output))
    for tag in FOLDS.keys() & set(cell.get_attribute_list("class")):
        parts = [_folded(soup, FOLDS[tag], parts)]
    cell.replace_with(*parts)


def _code(soup: BeautifulSoup, pre: Tag) -> Tag:
    """What Markdown makes of a fence, so that it looks and is copied as code elsewhere."""
    block = soup.new_tag("div", attrs={"class": "highlight"})
    code = soup.new_tag("code")
    code.extend(list(pre.contents))
    pre = soup.new_tag("pre")
    pre.append(code)
    block.append(pre)
    return block


def _result(soup: BeautifulSoup, output: Tag) -> Tag:
    result = soup.new_tag("div", attrs={"class": "result"})
    for part in list(output.contents):
        result.append(_code(soup, part) if isinstance(part, Tag) and part.name == "pre" else part)
    return result


def _folded(soup: BeautifulSoup, title: str, parts: list[Tag]) -> Tag:
    details = soup.new_tag("details", attrs={"class": "solution"})
    summary = soup.new_tag("summary", string=title)
    details.extend([summary, *parts])
    return details
