"""Formulas are drawn in KaTeX's own faces, of which the site ships a part."""

from readers.visiting import VIEWS, Visit, new_context

# Asking for a face takes the browser a while: of signs that look alike, one is enough.
MARK_ONE_OF_EACH = """
async () => {
  await document.fonts.ready
  const seen = new Set()
  for (const sign of document.querySelectorAll(".katex-html :not(:has(*))")) {
    const key = getComputedStyle(sign).font + sign.textContent
    if (sign.textContent.trim() && !seen.has(key)) sign.dataset.one = ""
    seen.add(key)
  }
}
"""


def in_other_faces(page):
    """Signs of formulas that the browser has drawn in a face that is not KaTeX's."""
    page.evaluate(MARK_ONE_OF_EACH)
    devtools = page.context.new_cdp_session(page)
    devtools.send("DOM.enable")
    devtools.send("CSS.enable")
    root = devtools.send("DOM.getDocument")["root"]["nodeId"]
    signs = devtools.send("DOM.querySelectorAll", {"nodeId": root, "selector": "[data-one]"})
    found = []
    for node in signs["nodeIds"]:
        fonts = devtools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        if not all(font["familyName"].startswith("KaTeX_") for font in fonts):
            found.append(devtools.send("DOM.getOuterHTML", {"nodeId": node})["outerHTML"])
    devtools.detach()
    return found


def test_every_sign_has_its_face(visits):
    assert in_other_faces(visits[VIEWS[0]].page) == []


def test_a_sign_that_is_not_kept_is_found(browser, site):
    with new_context(browser, VIEWS[0]) as context:
        visit = Visit(context.new_page(), site.url)
        visit.open("training/05-batch-size/")
        letter = visit.page.locator(".katex-html .mathbb").first
        assert letter.text_content() == "E"
        letter.evaluate("letter => { letter.textContent = '≖' }")
        assert in_other_faces(visit.page) == ['<span class="mord mathbb" data-one="">≖</span>']
