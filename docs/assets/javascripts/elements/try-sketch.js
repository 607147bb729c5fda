// An activation function to draw, with the pointer or at nine places, and to have marked.

import { Chart } from "../lib/chart.js"
import { button, choice, slider } from "../lib/controls.js"
import { functions, words } from "../lib/landmarks.js"
import { make } from "../lib/making.js"
import { PLACES, blank, heightAt, lift, stroke } from "../lib/sketch.js"
import { Tried } from "../lib/tried.js"

/** @typedef {keyof typeof functions} Name */
/** @typedef {import("../lib/sketch.js").Sketch} Sketch */

const NAMES = /** @type {Name[]} */ (Object.keys(functions))
const AT = [-4, -3, -2, -1, 0, 1, 2, 3, 4]

/** The heights of each function's chart, and where its points stop. */
const WHOLE = { min: -2, max: 4, ticks: [-2, -1, 0, 1, 2, 3, 4], stops: stops(-2, 4, 0.25) }
const UNIT = { min: -1.5, max: 1.5, ticks: [-1.5, -1, -0.5, 0, 0.5, 1, 1.5], stops: stops(-1.5, 1.5, 0.1) }

/** @param {number} start @param {number} end @param {number} step */
function stops(start, end, step) {
  return Array.from({ length: Math.round((end - start) / step) + 1 }, (_, i) => Number((start + i * step).toFixed(2)))
}

/** @param {number[]} values @param {number} y @returns {number} the nearest of the values */
function nearest(values, y) {
  return values.reduce((best, value) => (Math.abs(value - y) < Math.abs(best - y) ? value : best))
}

const ASK = "Draw the curve with the pointer, or set its height at nine places. Then have it marked."

customElements.define("try-sketch", class extends Tried {
  /** @type {Name} */
  name = "ReLU"
  /** @type {Record<Name, { sketch: Sketch, marked: boolean, shown: boolean }>} */
  drawn = { ReLU: fresh(), sigmoid: fresh(), tanh: fresh() }

  /** @param {HTMLElement} stage */
  start(stage) {
    this.chart = new Chart({
      x: { label: "x", min: -4, max: 4, ticks: AT },
      y: { label: "height", ...WHOLE },
      series: [{ name: "your curve", color: 0 }, { name: "the function", color: 1 }, { name: "its slope", color: 2 }],
      label: "Your curve",
    })
    this.fields = make("div", { className: "controls controls--many" })
    this.list = make("ul", { className: "try__list" })
    const names = choice({ label: "Draw", names: NAMES, value: this.name, chosen: (name) => this.turn(name) })
    const buttons = make("div", { className: "control__actions" },
      button("mark my curve", () => this.judge({ marked: true })),
      button("show the function and its slope", () => this.judge({ shown: true })),
      button("start again", () => this.clear()))
    stage.append(names, this.chart.element, this.fields, buttons, this.list)
    this.drawWithPointer(this.chart)
    this.turn(this.name)
  }

  get now() {
    return this.drawn[this.name]
  }

  get heights() {
    return this.name === "ReLU" ? WHOLE : UNIT
  }

  /** @param {Chart} chart */
  drawWithPointer(chart) {
    /** @type {[number, number] | undefined} */
    let last
    const go = (/** @type {PointerEvent} */ event) => {
      const here = reachingTheEdge(chart.valueAt(event))
      this.change(stroke(this.now.sketch, last ?? here, here), false)
      last = here
    }
    chart.svg.addEventListener("pointerdown", (event) => {
      chart.svg.setPointerCapture(event.pointerId)
      go(event)
    })
    chart.svg.addEventListener("pointermove", (event) => last && go(event))
    for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
      chart.svg.addEventListener(end, () => {
        last = undefined
        this.show(true)
      })
    }
  }

  /** @param {Name} name */
  turn(name) {
    this.name = name
    if (this.chart) Object.assign(this.chart.y, this.heights)
    this.sliders = AT.map((x) => slider({
      label: `at x = ${words(x)}`, values: this.heights.stops, value: 0, format: words,
      moved: (y, released) => this.change(lift(this.now.sketch, x, y), released),
    }))
    this.fields?.replaceChildren(...this.sliders.map(({ element }) => element))
    this.show(true)
  }

  clear() {
    this.drawn[this.name] = fresh()
    this.show(true)
  }

  /** @param {Partial<typeof this.now>} asked */
  judge(asked) {
    Object.assign(this.now, asked)
    this.show(true)
  }

  /** @param {Sketch} sketch @param {boolean} released */
  change(sketch, released) {
    this.now.sketch = sketch
    this.show(released)
  }

  /** @param {boolean} released */
  show(released) {
    const { sketch, shown } = this.now
    const { value, slope } = functions[this.name]
    const points = (/** @type {(x: number) => number} */ f) => PLACES.map((x) => /** @type {[number, number]} */ ([x, f(x)]))
    const others = shown ? [points(value), points(slope)] : []
    this.chart?.draw([points((x) => heightAt(sketch, x)), ...others])
    if (!released) return
    this.sliders?.forEach((one, i) => one.put(nearest(this.heights.stops, heightAt(sketch, AT[i]))))
    this.mark()
  }

  mark() {
    const { landmarks, notice } = functions[this.name]
    const { marked, shown, sketch } = this.now
    const faults = landmarks.map(({ fault }) => fault(sketch))
    const items = landmarks.map(({ there }, i) => make("li", { className: faults[i] ? "is-wrong" : "is-right" }, faults[i] || there))
    this.list?.replaceChildren(...(marked ? items : []))
    const seen = `The dashed line is ${this.name}, the dotted one its slope. ${notice}`
    if (!marked) return this.say(shown ? seen : ASK)
    const first = faults.find(Boolean)
    if (!first) return this.say(`Accepted: this is ${this.name}. ${notice}`)
    const right = `${faults.filter((fault) => !fault).length} of ${faults.length} marks are right`
    this.say(`Not ${this.name} yet: ${right}. Mend first: ${first}.${shown ? ` ${seen}` : ""}`)
  }
})

/** A stroke that ends near an edge is meant to reach it. @param {[number, number]} point @returns {[number, number]} */
function reachingTheEdge([x, y]) {
  return [Math.abs(x) > 3.6 ? 4 * Math.sign(x) : x, y]
}

/** @returns {{ sketch: Sketch, marked: boolean, shown: boolean }} */
function fresh() {
  return { sketch: blank(), marked: false, shown: false }
}
