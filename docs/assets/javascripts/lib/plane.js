// The plane of two inputs: points of two classes, and which class a network answers where.

import { svg } from "./shapes.js"

/** @typedef {import("../trainer.js").Examples} Examples */
/** @typedef {[number, number]} Place */

const SIZE = 270
const EDGE = 28 // below and left of the plane, for its numbers
const REACH = 1.75 // from −1.75 to 1.75, in both inputs
const CELLS = 56

/** The inputs at the corners of all cells, row after row from below. */
const INPUTS = Float64Array.from({ length: 2 * (CELLS + 1) ** 2 }, (_, i) => {
  const corner = Math.floor(i / 2)
  const step = i % 2 ? Math.floor(corner / (CELLS + 1)) : corner % (CELLS + 1)
  return REACH * ((2 * step) / CELLS - 1)
})

export class Plane {
  /** @param {string[]} names of the two classes */
  constructor(names) {
    this.drawing = svg("svg", { width: SIZE + EDGE, height: SIZE + EDGE, class: "plane chart__drawing", "aria-hidden": "true" })
    this.element = document.createElement("div")
    this.element.setAttribute("role", "img")
    const note = document.createElement("p")
    note.className = "chart__readout"
    note.textContent = "First input across, second input up. The areas are the network's answers."
    this.element.append(legend(names), this.drawing, note)
  }

  /**
   * @param {Examples} examples with two inputs and two classes
   * @param {(inputs: Float64Array) => Float64Array} score positive where the answer is the second class
   * @param {string} label what is to be seen
   */
  draw({ x, y, count }, score, label) {
    const scores = score(INPUTS)
    const points = Array.from({ length: count }, (_, i) => mark(y[i], place(x[2 * i], x[2 * i + 1])))
    this.element.setAttribute("aria-label", label)
    this.drawing.replaceChildren(
      svg("rect", { x: EDGE, y: 0, width: SIZE, height: SIZE, class: "plane__area dot--0" }),
      svg("path", { d: area(scores), class: "plane__area dot--1" }),
      svg("path", { d: boundary(scores), class: "plane__boundary" }),
      ...points,
      ...numbers(),
    )
  }
}

/** @param {number} x1 @param {number} x2 @returns {Place} */
function place(x1, x2) {
  const half = SIZE / 2
  return [EDGE + half + (half * x1) / REACH, half - (half * x2) / REACH]
}

/** @param {number} column @param {number} row between the corners of cells, too @returns {Place} */
function cell(column, row) {
  return [EDGE + (SIZE * column) / CELLS, SIZE - (SIZE * row) / CELLS]
}

/** @param {Place} place */
function text([left, top]) {
  return `${left.toFixed(1)} ${top.toFixed(1)}`
}

/** @param {number} label @param {Place} place */
function mark(label, [left, top]) {
  if (label === 0) return svg("circle", { class: "dot dot--0", r: 3, cx: left, cy: top })
  return svg("path", { class: "dot dot--1", d: `M${left} ${top - 4}l4 7h-8Z` })
}

/** @param {string[]} names */
function legend(names) {
  const list = document.createElement("ul")
  list.className = "chart__legend"
  list.append(...names.map((name, label) => {
    const item = document.createElement("li")
    const sample = svg("svg", { width: 12, height: 12, "aria-hidden": "true" })
    sample.append(mark(label, [6, 6]))
    item.append(sample, ` ${name}`)
    return item
  }))
  return list
}

function numbers() {
  return [-1, 0, 1].flatMap((value) => {
    const words = String(value).replace("-", "−")
    const [left] = place(value, 0)
    const [, top] = place(0, value)
    return [
      svg("text", { x: left, y: SIZE + 17, "text-anchor": "middle" }, words),
      svg("text", { x: EDGE - 7, y: top + 4.5, "text-anchor": "end" }, words),
    ]
  })
}

/** How far from one corner to the next a score crosses 0. @param {number} from @param {number} to */
function crossing(from, to) {
  return from > 0 === to > 0 ? NaN : from / (from - to)
}

/** The second class's area, as strips along the rows of corners. @param {Float64Array} scores */
function area(scores) {
  let d = ""
  for (let row = 0; row <= CELLS; row++) {
    const ends = crossings(scores.subarray(row * (CELLS + 1), (row + 1) * (CELLS + 1)))
    for (let i = 1; i < ends.length; i += 2) d += strip(row, ends[i - 1], ends[i])
  }
  return d
}

/** Where a row's area begins and ends, in turn. @param {Float64Array} scores of the row */
function crossings(scores) {
  const ends = scores[0] > 0 ? [0] : []
  for (let column = 0; column < CELLS; column++) {
    const crossed = crossing(scores[column], scores[column + 1])
    if (!Number.isNaN(crossed)) ends.push(column + crossed)
  }
  return ends.length % 2 ? [...ends, CELLS] : ends
}

/** @param {number} row @param {number} start @param {number} end */
function strip(row, start, end) {
  const [left, top] = cell(start, Math.min(row + 0.5, CELLS))
  const [right, bottom] = cell(end, Math.max(row - 0.5, 0))
  return `M${text([left, top])}H${right.toFixed(1)}V${bottom.toFixed(1)}H${left.toFixed(1)}Z`
}

/** Where the score is 0: a short line through each cell that it crosses. @param {Float64Array} scores */
function boundary(scores) {
  let d = ""
  for (let row = 0; row < CELLS; row++) {
    for (let column = 0; column < CELLS; column++) {
      const at = row * (CELLS + 1) + column
      const [a, b] = [scores[at], scores[at + 1]]
      const [c, e] = [scores[at + CELLS + 1], scores[at + CELLS + 2]]
      const edges = [
        cell(column + crossing(a, b), row),
        cell(column, row + crossing(a, c)),
        cell(column + crossing(c, e), row + 1),
        cell(column + 1, row + crossing(b, e)),
      ].filter(([left, top]) => !Number.isNaN(left + top))
      for (let i = 1; i < edges.length; i += 2) d += `M${text(edges[i - 1])}L${text(edges[i])}`
    }
  }
  return d
}
