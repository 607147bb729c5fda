// What a page needs from scripts, after the first load and after every instant navigation.

/** Gives names and roles to what the theme builds without them. */
function describe() {
  const names = { ".md-search": "Search", ".md-tags": "Tags", ".md-annotation__index": "Note" }
  for (const [selector, name] of Object.entries(names)) {
    for (const element of document.querySelectorAll(selector)) element.setAttribute("aria-label", name)
  }
  // One copy button is not a navigation landmark.
  for (const element of document.querySelectorAll(".md-code__nav")) element.setAttribute("role", "none")
  // What scrolls sideways in its own box has to be reachable by keyboard.
  /** @type {NodeListOf<HTMLElement>} */
  const boxes = document.querySelectorAll(".md-typeset__scrollwrap, .result, div.arithmatex")
  for (const box of boxes) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0
    else box.removeAttribute("tabindex")
  }
}

const results = /** @type {Element} */ (document.querySelector(".md-search-result__list"))
// The tags of a search result are no navigation landmark either.
new MutationObserver(() => {
  for (const tags of document.querySelectorAll(".md-search-result .md-tags")) tags.setAttribute("role", "none")
}).observe(results, { childList: true, subtree: true })

document$.subscribe(() => {
  // The theme decorates the page in the same turn, partly after this subscriber.
  setTimeout(describe)
})
