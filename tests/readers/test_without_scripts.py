"""Without scripts a page holds the same, and nothing of it stays hidden."""

import pytest

from readers.visiting import VIEWS, Visit, new_context

# Every character of the article that nobody sees, whatever is folded being unfolded.
HIDDEN = """
() => {
  document.querySelectorAll("details").forEach(details => { details.open = true })
  const texts = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT)
  const hidden = []
  while (texts.nextNode()) {
    const { parentElement: parent, data } = texts.currentNode
    const shown = parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    // MathML is for those who listen, and what is for paper stands above.
    const elsewhere = parent.closest("math, .headerlink, .on-paper")
    if (data.trim() && !shown && !elsewhere) hidden.push(data.trim())
  }
  return hidden
}
"""


@pytest.fixture(scope="module")
def visit(browser, site):
    with new_context(browser, VIEWS[1], java_script_enabled=False) as context:
        yield Visit(context.new_page(), site.url)


def test_the_page_is_complete(visit, path):
    visit.go(path)
    visit.page.wait_for_load_state("load")  # without scripts nothing is loaded later
    visit.look()
    assert visit.faults == []
    assert visit.page.evaluate(HIDDEN) == []
