// The legend above a chart.

import { DASHES, dot, svg } from "./shapes.js"

/**
 * What each line, dot and ring stands for.
 * @param {import("./chart.js").Series[]} series
 * @param {string} ring what a ring stands for; "" without one
 */
export function legend(series, ring) {
  const list = document.createElement("ul")
  list.className = "chart__legend"
  const add = (/** @type {string} */ name, /** @type {Node} */ shape) => {
    const item = document.createElement("li")
    item.append(svg("svg", { width: 28, height: 14, "aria-hidden": "true" }, shape), ` ${name}`)
    list.append(item)
  }
  series.forEach(({ name, color = 0, dots }, i) => {
    const line = { d: "M0 7H28", class: `series series--${color}`, "stroke-dasharray": DASHES[i] }
    add(name, dots ? dot("14 7", color, dots) : svg("path", line))
  })
  if (ring) add(ring, svg("circle", { class: "chart__ring", r: 6, cx: 14, cy: 7 }))
  return list
}
