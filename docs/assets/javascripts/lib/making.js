// Elements in one call: make("p", { className: "note" }, "A text ", make("b", {}, "in bold")).

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} [properties] of the element; one with a dash is an attribute
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "for") element.setAttribute(name, String(value))
    else Reflect.set(element, name, value)
  }
  element.append(...children)
  return element
}

let made = 0

/** An id that nothing else on the page has. */
export function newId() {
  made += 1
  return `made-${made}`
}
