"""What a browser gets of a woven page, and results to weave."""

import markdown
import pytest
import yaml
from bs4 import BeautifulSoup

from runner.result import PageResult
from runner.shown import Shown

SVG = '<svg viewBox="0 0 30 15"></svg>'
COMPUTED = '<span class="computed" title="Computed by this build">{}</span>'


def html(woven: str, root) -> BeautifulSoup:
    """What a browser gets, with the extensions of the site."""
    text = (root / "mkdocs.yml").read_text(encoding="utf-8").replace("!ENV", "")
    entries = yaml.safe_load(text)["markdown_extensions"]
    named = [entry if isinstance(entry, dict) else {entry: {}} for entry in entries]
    options = {name: value for entry in named for name, value in entry.items()}
    rendered = markdown.markdown(woven, extensions=list(options), extension_configs=options)
    return BeautifulSoup(rendered, "html.parser")


@pytest.fixture
def rendered(request):
    return lambda woven: html(woven, request.config.rootpath)


def ran(*shown: Shown) -> PageResult:
    return PageResult(shown)
