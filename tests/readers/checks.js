// What no reader should meet on a page: an array of lines, each a check and the element it found.
async () => {
  const found = []
  const report = (check, element) => found.push(`${check}: ${element.outerHTML.replace(/\s+/g, " ").slice(0, 120)}`)
  const all = (selector, root = document) => [...root.querySelectorAll(selector)]
  const content = document.querySelector("[data-md-component=content]") ?? document.body

  // Images below the fold are loaded as if one had scrolled there.
  for (const image of all("img")) image.loading = "eager"
  await Promise.allSettled(all("img").map(image => image.decode()))

  const width = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth > width) {
    const widest = all("body *").reduce((a, b) =>
      a.getBoundingClientRect().right >= b.getBoundingClientRect().right ? a : b)
    report(`scrolls sideways (${document.documentElement.scrollWidth} > ${width})`, widest)
  }

  for (const image of all("img")) {
    if (!image.naturalWidth) report("broken image", image)
    if (!image.alt.trim()) report("image without alt text", image)
  }
  for (const image of all("img", content)) {
    if (!image.closest("figure, a")) report("image outside a figure", image)
  }
  for (const figure of all("figure")) {
    if (!figure.querySelector("figcaption")?.innerText.trim()) report("figure without a caption", figure)
  }

  for (const error of all(".katex-error")) report("formula refused", error)
  for (const formula of all(".arithmatex")) {
    if (!formula.checkVisibility()) continue // in a reason that is shown once the reader has answered
    if (!formula.querySelector(".katex-html")?.getClientRects().length) report("formula not set", formula)
  }
  // Code may hold any of these; running text and what is said about an element may not.
  const raw = /\{python|\{\{|\}\}|\{%|<!--|\\[()[\]]|\$\$|\{ ?[.#][\w-]+|\]\(|undefined|\bnan\b/
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const { parentElement: parent, data } = texts.currentNode
    if (raw.test(data) && !parent.closest("pre, script, style, noscript, annotation")) report("raw text", parent)
  }
  for (const element of all("[title], [alt], [aria-label]")) {
    const said = [element.title, element.getAttribute("alt"), element.getAttribute("aria-label")].join(" ")
    if (raw.test(said) || /\$[^$]+\$/.test(said)) report("raw text in an attribute", element)
  }
  return found
}
