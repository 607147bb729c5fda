"""The woven tree: every page, figure and notebook as a plain file, for MkDocs or what follows it.

Markdown without any syntax of ours, SVG, notebooks, the library as a wheel, and whatever else
lies below docs/.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pathspec.gitignore import GitIgnoreSpec

from runner.errors import PageError
from runner.markup import title
from runner.outcome import Outcome
from runner.page import Page, find_files
from runner.store import write_whole
from weaving import flashcards, glossary, home, mutants, notebooks, reading, reuse, sheets, trust
from weaving.answers import figures_shown, weave, weave_failed
from weaving.beside import Named, beside, notebook_path
from weaving.exam import Exam, exams
from weaving.llms import llms
from weaving.origin import About
from weaving.paper import answers_on_paper
from weaving.wheel import wheel, wheel_name

# Another page may show a figure of one that has not run: an empty one keeps the link.
EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


@dataclass(frozen=True)
class Tree:
    """A directory that holds what is woven of `docs`, and nothing else."""

    directory: Path
    docs: Path
    about: About
    kept: Path
    exclude: GitIgnoreSpec | None = None

    def write(self, outcomes: Sequence[Outcome], nav: Any = None) -> None:
        """Bring the tree up to date; a file that is as it should be is left alone.

        Args:
            outcomes: of every page.
            nav: the navigation as in mkdocs.yml, which says in which order pages are read.
        """
        woven = dict(self._woven(reading_order(outcomes, nav)))
        pages = {outcome.page.name for outcome in outcomes}
        copied = [name for name in find_files(self.docs, self.exclude) if name not in pages]
        for name, content in woven.items():
            _write(self.directory / name, content)
        for name in copied:
            _copy(self.docs / name, self.directory / name)
        self._remove_others({*woven, *copied})

    def _woven(self, outcomes: Sequence[Outcome]) -> Iterator[Named]:
        answers = [o.page for o in outcomes if o.page.is_answer and o.result and not o.errors]
        yield wheel_name(), wheel()
        yield "llms.txt", llms(self.about, answers)
        named = {outcome.page.name: outcome.page for outcome in outcomes}
        asked = tuple(exams(outcomes))
        terms = glossary.meanings(named.get(glossary.NAME))
        yield "flashcards.txt", flashcards.deck(asked, outcomes, self.about.url)
        for outcome in outcomes:
            page = outcome.page
            if page.is_lab:
                yield site_name(page), notebooks.woven_notebook(outcome)
                yield notebook_path(page), notebooks.download(page, self.about.url)
                continue
            text = _page_text(outcome, terms, self.about)
            yield page.name, _front_matter(page) + _filled(text, outcomes, asked)
            for label, svg in _figures(outcome).items():
                yield f"{page.place}/{label}.svg", svg
            for label, data in _exports(outcome).items():
                yield f"{page.place}/{label}.json", data
            if page in answers and outcome.result:
                yield from beside(page, outcome.result, terms, self.about, self.kept)

    def _remove_others(self, names: set[str]) -> None:
        for path in self.directory.rglob("*"):
            if not path.is_dir() and path.relative_to(self.directory).as_posix() not in names:
                path.unlink()


def site_name(page: Page) -> str:
    """The page's file in the tree: a lab is a notebook there."""
    return notebooks.notebook_name(page) if page.is_lab else page.name


def titles(outcomes: Iterable[Outcome]) -> dict[str, str]:
    """Each page's title by its file in the tree."""
    return {site_name(o.page): _title(o.page) for o in outcomes}


def reading_order(outcomes: Iterable[Outcome], nav: Any) -> list[Outcome]:
    """The outcomes in the order of the navigation; what it does not name comes last."""
    places = {name: place for place, name in enumerate(_leaves(nav))}
    last = len(places)
    return sorted(outcomes, key=lambda o: (places.get(site_name(o.page), last), o.page.name))


def _leaves(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    for entry in nav if isinstance(nav, list) else ():
        yield from _leaves(next(iter(entry.values())) if isinstance(entry, dict) else entry)


def _title(page: Page) -> str:
    return notebooks.lab_title(page) if page.is_lab else title(page)


def _page_text(outcome: Outcome, terms: Mapping[str, str], about: About) -> str:
    page = outcome.page
    if outcome.errors or outcome.result is None:
        return weave_failed(page, outcome.errors)
    try:
        if page.is_answer:
            woven = weave(page, outcome.result, terms)
            return woven + answers_on_paper(woven) + reuse.links(page, outcome.result, about)
        woven = weave(page, outcome.result)
    except PageError as error:
        return weave_failed(page, [error])
    return glossary.with_ids(woven) if page.name == glossary.NAME else woven


def _front_matter(page: Page) -> str:
    return page.source[: page.body_start]


def _figures(outcome: Outcome) -> dict[str, str]:
    if outcome.result:
        return outcome.result.figures
    return dict.fromkeys(figures_shown(outcome.page), EMPTY)


def _exports(outcome: Outcome) -> dict[str, str]:
    return outcome.result.exports if outcome.result else {}


def _filled(markdown: str, outcomes: Sequence[Outcome], asked: Sequence[Exam]) -> str:
    """The text with build markers, such as `<!-- questions -->`, replaced."""
    markers: dict[str, Callable[[], str]] = {
        "questions": lambda: home.questions(outcomes),
        "claims": lambda: trust.claims_by_page(outcomes),
        "counts": lambda: trust.counts(outcomes),
        "machine": lambda: trust.machine_table(outcomes),
        "mutants": lambda: mutants.told(outcomes),
        "practice": lambda: sheets.practice(asked),
        "worksheet": lambda: sheets.worksheet(asked),
        "key": lambda: sheets.key(asked),
        "answer minutes": lambda: reading.answer_minutes(outcomes),
        "lesson minutes": lambda: reading.lesson_minutes(outcomes),
    }
    for name, fill in markers.items():
        marker = f"<!-- {name} -->"
        if marker in markdown:
            markdown = markdown.replace(marker, fill())
    return markdown


def _write(path: Path, content: str | bytes) -> None:
    data = content.encode() if isinstance(content, str) else content
    if not path.is_file() or path.read_bytes() != data:
        write_whole(path, data)


def _copy(source: Path, path: Path) -> None:
    stat = source.stat()
    before = path.stat() if path.is_file() else None
    if before and (before.st_mtime_ns, before.st_size) == (stat.st_mtime_ns, stat.st_size):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, path)
