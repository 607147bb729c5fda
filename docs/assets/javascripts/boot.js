// What a page needs from scripts, after the first load and after every instant navigation.

import "./elements/predict-first.js" // not later: what it covers would be seen first

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

/** Loads the script of an element that is not defined yet. @param {Element} element */
function define(element) {
  import(`./elements/${element.localName}.js`)
}

// What is tried is loaded when it comes near.
const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue
    near.unobserve(target)
    define(target)
  }
}, { rootMargin: "600px" })

/** Elements of ours that have no script yet. */
function defineElements() {
  for (const element of document.querySelectorAll("article :not(:defined)")) {
    if (element.localName.startsWith("try-")) near.observe(element)
    else define(element)
  }
}

document$.subscribe(() => {
  defineElements()
  // The theme decorates the page in the same turn, partly after this subscriber.
  setTimeout(describe)
})
