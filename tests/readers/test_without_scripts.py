"""Without scripts a page holds the same, and nothing of it stays hidden."""

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
    // MathML is for those who listen; what one sees stands beside it.
    if (data.trim() && !shown && !parent.closest("math, .headerlink")) hidden.push(data.trim())
  }
  return hidden
}
"""


def test_the_page_is_complete(browser, site, path):
    with new_context(browser, VIEWS[1], java_script_enabled=False) as context:
        visit = Visit(context.new_page(), site.url)
        visit.open(path)
        assert visit.faults == []
        assert visit.page.evaluate(HIDDEN) == []
