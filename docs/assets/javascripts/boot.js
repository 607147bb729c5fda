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

/** Names the landmarks that the theme leaves without one. */
function nameLandmarks() {
  const names = { ".md-search": "Search", ".md-tags": "Tags", ".md-annotation__index": "Note" }
  for (const [selector, name] of Object.entries(names)) {
    for (const element of document.querySelectorAll(selector)) element.setAttribute("aria-label", name)
  }
}

document$.subscribe(() => {
  nameLandmarks()
  renderFormulas()
})
