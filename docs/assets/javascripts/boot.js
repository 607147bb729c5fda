// What a page needs from scripts, after the first load and after every instant navigation.
// Without scripts formulas stay in TeX and everything else reads the same.

const katex = new URL("../katex/", import.meta.url)

/** Loads KaTeX's style sheet. Instant navigation drops what it does not find in the next page's head. */
function addFormulaStyles() {
  const href = new URL("katex.min.css", katex).href
  if (document.head.querySelector(`link[href="${href}"]`)) return
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href }))
}

async function renderFormulas() {
  const formulas = document.querySelectorAll(".arithmatex:not(:has(.katex))")
  const notebook = document.querySelector(".jupyter-wrapper")
  const notebookHasFormulas = notebook && /\$[^$]+\$|\\\(/.test(notebook.textContent)
  if (formulas.length === 0 && !notebookHasFormulas) return

  addFormulaStyles()
  await import(new URL("katex.min.js", katex))
  for (const formula of formulas) {
    const tex = formula.textContent.trim().replace(/^\\[([]|\\[)\]]$/g, "")
    globalThis.katex.render(tex, formula, { displayMode: formula.tagName === "DIV", throwOnError: false })
  }
  if (notebookHasFormulas) {
    await import(new URL("auto-render.min.js", katex))
    for (const text of notebook.querySelectorAll(".jp-RenderedMarkdown")) {
      globalThis.renderMathInElement(text, {
        delimiters: [
          { left: "$$", right: "$$", display: true },
          { left: "$", right: "$", display: false },
        ],
        throwOnError: false,
      })
    }
  }
}

/** Gives names and roles to what the theme builds without them. */
function describe() {
  const names = { ".md-search": "Search", ".md-tags": "Tags", ".md-annotation__index": "Note" }
  for (const [selector, name] of Object.entries(names)) {
    for (const element of document.querySelectorAll(selector)) element.setAttribute("aria-label", name)
  }
  // One copy button is not a navigation landmark.
  for (const element of document.querySelectorAll(".md-code__nav")) element.setAttribute("role", "none")
  // What scrolls sideways in its own box has to be reachable by keyboard.
  for (const box of document.querySelectorAll(".md-typeset__scrollwrap, .result")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0
    else box.removeAttribute("tabindex")
  }
}

document$.subscribe(() => {
  // The theme decorates the page in the same turn, partly after this subscriber.
  setTimeout(describe)
  renderFormulas()
})
