// A line chart in SVG: its text keeps its size at every width, and its points are read with arrow keys.

import { legend } from "./legend.js"
import { DASHES, dot, svg } from "./shapes.js"
import { between, share, short, ticksOf } from "./scale.js"

/** @typedef {import("./scale.js").Axis} Axis */

const LEFT = 52
const RIGHT = 12
const TOP = 10
const BOTTOM = 42

/** @typedef {{ name: string, reads?: string, color?: number, dots?: boolean | "open" | "square" }} Series open dots are rings; `reads` is how a point is named */
/** @typedef {[number, number]} Point */

export class Chart {
  /** @type {Point[][]} */
  lines = []
  /** @type {Point[]} */
  marks = []

  /**
   * @param {{ x: Axis, y: Axis, series: Series[], ring?: string, height?: number, label: string, reads?: boolean }} options
   * `label` names the chart for who does not see it, `ring` names what is ringed; `reads` false leaves out reading by keys.
   */
  constructor({ x, y, series, ring = "", height = 260, label, reads = true }) {
    this.x = x
    this.y = y
    this.series = series
    this.height = height
    this.width = 600
    this.at = -1
    this.svg = svg("svg", { class: "chart__drawing", "aria-hidden": "true" })
    this.element = document.createElement("div")
    this.element.className = "chart"
    this.element.append(legend(this.series, ring), this.svg)
    if (reads) this.#makeReadable(label)
    else this.element.setAttribute("role", "img")
    if (!reads) this.element.setAttribute("aria-label", label)
    new ResizeObserver(() => this.#fit()).observe(this.element)
  }

  /**
   * Draws one list of points for each series; what has no number is left out of its line.
   * @param {Point[][]} lines
   * @param {Point[]} [marks] single points to ring
   */
  draw(lines, marks = []) {
    this.lines = lines
    this.marks = marks
    this.#render()
  }

  /** @param {number} value @returns {number} */
  left(value) {
    return LEFT + share(this.x, value) * (this.width - LEFT - RIGHT)
  }

  /** @param {number} value @returns {number} */
  top(value) {
    return TOP + (1 - share(this.y, value)) * (this.height - TOP - BOTTOM)
  }

  /** The value at a place in the drawing, for who draws with the pointer. @param {MouseEvent} event @returns {Point} */
  valueAt(event) {
    const box = this.svg.getBoundingClientRect()
    const across = (event.clientX - box.left - LEFT) / (this.width - LEFT - RIGHT)
    const up = 1 - (event.clientY - box.top - TOP) / (this.height - TOP - BOTTOM)
    return [between(this.x, across), between(this.y, up)]
  }

  #fit() {
    if (!this.element.clientWidth) return
    this.width = this.element.clientWidth
    this.#render()
  }

  #render() {
    this.svg.setAttribute("viewBox", `0 0 ${this.width} ${this.height}`)
    this.svg.setAttribute("height", String(this.height))
    const lines = this.lines.map((points, i) => this.#line(points, i))
    const rings = this.marks.map(([x, y]) => svg("circle", { class: "chart__ring", r: 6, cx: this.left(x), cy: this.top(y) }))
    this.svg.replaceChildren(...this.#axes(), ...lines, ...rings, ...this.#cursor())
    if (this.at >= 0) this.#say()
  }

  #axes() {
    const bottom = this.height - BOTTOM
    const format = (/** @type {Axis} */ axis) => axis.format ?? short
    const across = ticksOf(this.x).flatMap((value) => [
      svg("path", { class: "chart__grid", d: `M${this.left(value)} ${TOP}V${bottom}` }),
      svg("text", { x: this.left(value), y: bottom + 17, "text-anchor": "middle" }, format(this.x)(value)),
    ])
    const up = ticksOf(this.y).flatMap((value) => [
      svg("path", { class: "chart__grid", d: `M${LEFT} ${this.top(value)}H${this.width - RIGHT}` }),
      svg("text", { x: LEFT - 7, y: this.top(value) + 4.5, "text-anchor": "end" }, format(this.y)(value)),
    ])
    const middle = TOP + (bottom - TOP) / 2
    const names = [
      svg("text", { x: LEFT + (this.width - LEFT - RIGHT) / 2, y: this.height - 7, "text-anchor": "middle" }, this.x.label),
      svg("text", { transform: `translate(13 ${middle}) rotate(-90)`, "text-anchor": "middle" }, this.y.label),
    ]
    return [...across, ...up, ...names]
  }

  /** @param {Point[]} points @param {number} i */
  #line(points, i) {
    const { color = 0, dots } = this.series[i] ?? {}
    const places = points.map(([x, y]) => (Number.isFinite(y) ? `${this.left(x).toFixed(1)} ${this.#clipped(y)}` : ""))
    if (dots) return svg("g", {}, ...places.filter(Boolean).map((place) => dot(place, color, dots)))
    const d = places.map((place, at) => place && `${at && places[at - 1] ? "L" : "M"}${place}`).join("")
    return svg("path", { d, class: `series series--${color}`, "stroke-dasharray": DASHES[i] ?? "" })
  }

  /** @param {number} y */
  #clipped(y) {
    return Math.min(Math.max(this.top(y), -this.height), 2 * this.height).toFixed(1)
  }

  /** The places that the arrow keys go along: those of the longest line, or of all dots, from left to right. */
  get #along() {
    const isScattered = this.series.every(({ dots }) => dots)
    const longest = this.lines.reduce((most, line) => (line.length > most.length ? line : most), [])
    const places = (isScattered ? this.lines.flat() : longest).map(([x]) => x)
    return isScattered ? [...new Set(places)].sort((a, b) => a - b) : places
  }

  #cursor() {
    if (!(this.at in this.#along)) return []
    return [svg("path", { class: "chart__cursor", d: `M${this.left(this.#along[this.at])} ${TOP}V${this.height - BOTTOM}` })]
  }

  /** @param {string} label */
  #makeReadable(label) {
    const attributes = { role: "slider", tabindex: "0", "aria-label": `${label}: read its points`, "aria-valuemin": "0" }
    for (const [name, value] of Object.entries(attributes)) this.element.setAttribute(name, value)
    this.readout = document.createElement("p")
    this.readout.className = "chart__readout"
    this.element.append(this.readout)
    this.element.addEventListener("keydown", (event) => this.#key(event))
    this.svg.addEventListener("pointermove", (event) => this.#read(nearest(this.#along, this.valueAt(event)[0])))
    this.#say()
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const last = this.#along.length - 1
    const step = Math.max(1, Math.round(last / 20))
    /** @type {Record<string, number>} */
    const places = { ArrowRight: this.at + 1, ArrowLeft: this.at - 1, PageUp: this.at + step, PageDown: this.at - step, Home: 0, End: last }
    if (!(event.key in places)) return
    event.preventDefault()
    this.#read(places[event.key])
  }

  /** @param {number} at */
  #read(at) {
    this.at = Math.min(Math.max(at, 0), this.#along.length - 1)
    this.#render()
  }

  #say() {
    const isReading = this.at in this.#along
    const text = isReading ? this.#values(this.#along[this.at]) : "not yet reading: arrow keys go along the curve"
    this.element.setAttribute("aria-valuemax", String(Math.max(this.#along.length - 1, 0)))
    this.element.setAttribute("aria-valuenow", String(Math.max(this.at, 0)))
    this.element.setAttribute("aria-valuetext", text)
    if (this.readout) this.readout.textContent = isReading ? text : ""
  }

  /** @param {number} x */
  #values(x) {
    const values = this.lines.flatMap((line, i) => {
      const point = line.find(([at]) => at === x)
      return point && Number.isFinite(point[1]) ? [`${this.series[i].reads ?? this.series[i].name} ${(this.y.format ?? short)(point[1])}`] : []
    })
    return `${this.x.label} ${(this.x.format ?? short)(x)}: ${values.join(", ")}`
  }
}

/** @param {number[]} places @param {number} x */
function nearest(places, x) {
  return places.reduce((best, at, i) => (Math.abs(at - x) < Math.abs(places[best] - x) ? i : best), 0)
}
