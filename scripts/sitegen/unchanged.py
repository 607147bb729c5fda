"""Between two builds of one server: what has not changed is neither rendered nor indexed again."""

from typing import Any

from material.plugins.search.plugin import SearchIndex
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

RENDERED = ("content", "toc", "_title_from_render", "present_anchor_ids")

render, index = Page.render, SearchIndex.add_entry_from_context

# By page: what its rendering or its entries depend on, and what came of it the last time.
_rendered: dict[str, tuple[object, dict[str, Any], dict[str, dict[str, str]]]] = {}
_indexed: dict[str, tuple[object, list[dict[str, Any]]]] = {}


def keep_between_builds() -> None:
    """Make MkDocs and its search pass over pages that are as they were in the last build.

    Neither has a setting for it: `--dirty` also skips what other pages changed on a page, and
    leaves the search behind. Half of a rebuild is spent there.
    """
    Page.render = _render  # type: ignore[assignment,method-assign]
    SearchIndex.add_entry_from_context = _index  # type: ignore[method-assign]


def _render(page: Page, config: MkDocsConfig, files: Files) -> None:
    urls = {file.src_uri: file.url for file in files}
    now = page.markdown, urls, config.markdown_extensions, config.mdx_configs
    before, attributes, anchors = _rendered.get(page.file.src_uri, (None, {}, {}))
    if before == now:
        vars(page).update(attributes)
        page.links_to_anchors = {files.src_uris[uri]: links for uri, links in anchors.items()}
        return
    render(page, config, files)
    links = {file.src_uri: links for file, links in (page.links_to_anchors or {}).items()}
    _rendered[page.file.src_uri] = now, {name: getattr(page, name) for name in RENDERED}, links


def _index(self: SearchIndex, page: Page) -> None:
    now = page.content, page.url, page.title, page.meta
    before, entries = _indexed.get(page.file.src_uri, (None, []))
    if before == now:
        self.entries += entries
        return
    count = len(self.entries)
    index(self, page)  # type: ignore[no-untyped-call]
    _indexed[page.file.src_uri] = now, self.entries[count:]
