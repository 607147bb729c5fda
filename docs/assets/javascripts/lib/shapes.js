// Shapes of a chart: lines told apart by dashes, dots, and rings.

const SVG = "http://www.w3.org/2000/svg"
export const DASHES = ["", "7 4", "2 3", "9 3 2 3", "12 4", "4 2"]

/** @param {string} name @param {Record<string, string | number>} attributes @param {...(Node | string)} children */
export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
  element.append(...children)
  return element
}

/** @param {string} place @param {number} color @param {import("./chart.js").Series["dots"]} kind */
export function dot(place, color, kind) {
  const [cx, cy] = place.split(" ").map(Number)
  if (kind === "square") return svg("rect", { x: cx - 3.5, y: cy - 3.5, width: 7, height: 7, class: `dot dot--${color}` })
  return svg("circle", { cx, cy, r: 4, class: kind === "open" ? `series series--${color}` : `dot dot--${color}` })
}
