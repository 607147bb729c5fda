// The training loop line by line: its lines moved or left out, and what each one changes.

import { Chart } from "../lib/chart.js"
import { button, slider } from "../lib/controls.js"
import { CODE, run } from "../lib/loop.js"
import { make } from "../lib/making.js"
import { Tried } from "../lib/tried.js"

/** @typedef {import("../lib/loop.js").Line} Line */
/** @typedef {import("../lib/loop.js").State} State */
/** @typedef {import("../lib/loop.js").Values} Values */
/** Accuracy in percent by the order of the lines; null where PyTorch stops. @typedef {Record<string, number | null>} Orders */

const GIVEN = /** @type {Line[]} */ (Object.keys(CODE))
const ABSENT = "not there"
const STEPS = Array.from({ length: 16 }, (_, i) => i) // of three iterations
const ITERATIONS = 12
const SOLUTION = 2 // of w · 1 = 2 and w · 2 = 4

/** @param {number} value */
function number(value) {
  return String(Number(value.toFixed(3))).replace("-", "−")
}

/** What is shown of each name. @param {Values} values */
function shown({ out, loss, grad, w }) {
  return {
    out: out ? `[${out.map(number).join(", ")}]` : ABSENT,
    loss: loss === null ? ABSENT : number(loss),
    ".grad": grad === null ? "None" : number(grad),
    w: number(w),
  }
}

customElements.define("try-loop", class extends Tried {
  order = [...GIVEN]
  /** @type {Set<Line>} */
  off = new Set()
  /** @type {Orders} */
  trained = {}
  /** @type {State[]} */
  states = []

  start(/** @type {HTMLElement} */ stage) {
    this.list = make("ol", { className: "lines" })
    this.table = make("table", { className: "values" })
    this.slide = slider({
      label: "lines executed", values: STEPS, value: 0, format: (step) => this.#where(step),
      moved: (_, released) => this.#draw(released),
    })
    this.chart = new Chart({
      x: { label: "iteration", min: 0, max: ITERATIONS, ticks: [0, 3, 6, 9, 12] },
      y: { label: "w (2 fits the points)", min: 0, max: 4, ticks: [0, 1, 2, 3, 4] },
      series: [{ name: "your loop", color: 0 }, { name: "the loop as given", color: 1 }],
      label: "The weight after each iteration", height: 200,
    })
    const again = make("div", { className: "control__actions" }, button("the loop as given", () => {
      this.order = [...GIVEN]
      this.off.clear()
      this.#list()
      this.#change()
    }))
    stage.append(this.list, again, this.slide.element, this.table, this.chart.element)
    this.#list()
    this.#change()
    this.exported("orders").then((orders) => {
      this.trained = orders
      this.#draw(true)
    })
  }

  get #lines() {
    return this.order.filter((line) => !this.off.has(line))
  }

  /** Writes the lines with what moves them. */
  #list() {
    this.list?.replaceChildren(...this.order.map((line, i) => {
      const on = make("input", { type: "checkbox", checked: !this.off.has(line) })
      on.addEventListener("change", () => {
        if (on.checked) this.off.delete(line)
        else this.off.add(line)
        this.#change()
      })
      const moves = [this.#mover(line, i, -1), this.#mover(line, i, 1)]
      return make("li", { "data-line": line }, make("label", { className: "control__choice" }, on, make("code", {}, CODE[line])), ...moves)
    }))
  }

  /** @param {Line} line @param {number} place @param {number} by */
  #mover(line, place, by) {
    const way = by < 0 ? "up" : "down"
    const element = button(by < 0 ? "↑" : "↓", () => {
      this.order.splice(place, 1)
      this.order.splice(place + by, 0, line)
      this.#list()
      this.#change()
      const buttons = /** @type {NodeListOf<HTMLButtonElement>} */ (this.list?.querySelectorAll(`[data-line="${line}"] button`))
      const same = buttons[by < 0 ? 0 : 1]
      if (same.disabled) buttons[by < 0 ? 1 : 0].focus()
      else same.focus()
    })
    element.setAttribute("aria-label", `move ${CODE[line]} ${way}`)
    element.disabled = place + by < 0 || place + by >= this.order.length
    return element
  }

  /** Another loop: runs it from the beginning. */
  #change() {
    this.states = run(this.#lines, ITERATIONS)
    const last = Math.min(3 * this.#lines.length, this.states.length - 1)
    if (this.slide) this.slide.input.max = String(last)
    this.slide?.put(Math.min(this.slide.now(), last))
    this.#draw(true)
  }

  /** @param {number} step */
  #where(step) {
    const { iteration, line } = this.states[step] ?? { iteration: 0, line: "" }
    return line ? `iteration ${iteration}, after ${CODE[line]}` : "none yet"
  }

  /** @param {boolean} released */
  #draw(released) {
    const at = this.slide?.now() ?? 0
    const now = this.states[at]
    const before = shown(this.states[Math.max(at - 1, 0)].values)
    const changed = Object.entries(shown(now.values)).filter(([name, value]) => value !== before[/** @type {keyof typeof before} */ (name)])
    this.#tabulate(now.values, changed.map(([name]) => name))
    for (const item of this.list?.children ?? []) item.toggleAttribute("data-now", item.getAttribute("data-line") === now.line)
    this.chart?.draw([weights(this.states), weights(run(GIVEN, ITERATIONS))])
    if (released) this.say(`${deed(now, changed, before)} ${this.#verdict()}`)
  }

  /** @param {Values} values @param {string[]} changed */
  #tabulate(values, changed) {
    const entries = Object.entries(shown(values))
    const head = make("tr", {}, ...entries.map(([name]) => make("th", { scope: "col" }, name)))
    const cells = entries.map(([name, value]) => make("td", { className: changed.includes(name) ? "is-changed" : "" }, value))
    this.table?.replaceChildren(make("thead", {}, head), make("tbody", {}, make("tr", {}, ...cells)))
  }

  /** What comes of the loop. */
  #verdict() {
    const { error, iteration, values } = this.states[this.states.length - 1]
    if (error) return `Python stops in iteration ${iteration}: ${error}.`
    const [mine, given] = [this.states, run(GIVEN, ITERATIONS)].map((states) => weights(states).map(([, w]) => w))
    const trained = this.trained[this.#lines.join(" ")]
    const digits = trained === null ? " On this page's network for handwritten digits, which has a hidden layer, PyTorch stops: step() has changed a weight that backward() needs."
      : trained === undefined ? "" : ` This page's network for handwritten digits, trained with these lines, is right on ${Math.round(trained)} % of new digits (a guess is right on one in ten).`
    if (mine.every((w) => w === mine[0])) return `In ${ITERATIONS} iterations w never moves, and no error says so.${digits}`
    if (mine.every((w, i) => w === given[i])) return `After each iteration w is the same as in the loop as given.${digits}`
    const swings = this.#lines.includes("zero_grad") ? "" : swing(mine)
    return `${swings}After ${ITERATIONS} iterations w is ${number(values.w)}, in the loop as given ${number(given[ITERATIONS])}.${digits}`
  }
})

/** The weight after each iteration that was finished. @param {State[]} states @returns {import("../lib/chart.js").Point[]} */
function weights(states) {
  const last = new Map(states.map(({ iteration, values }) => [iteration, values.w]))
  const { error, iteration } = states[states.length - 1]
  if (error) last.delete(iteration)
  return [...last]
}

/** How far the weight goes beyond the solution and back, if it does. @param {number[]} path */
function swing(path) {
  const beyond = path.findIndex((w) => w > SOLUTION)
  if (beyond < 0) return ""
  const [high, low] = [Math.max(...path), Math.min(...path.slice(beyond))]
  return `Without zero_grad() the gradients add up in .grad, so w swings around ${SOLUTION}: up to ${number(high)}, down to ${number(low)}. `
}

/**
 * What the last line did.
 * @param {State} now
 * @param {string[][]} changed names and values
 * @param {Record<string, string>} before
 */
function deed({ line, error }, changed, before) {
  if (!line) return "No line has been executed. The model is w · x; w = 2 fits its points (1, 2) and (2, 4)."
  if (error) return `${CODE[line]} fails.`
  if (!changed.length) return `${CODE[line]} has changed nothing.`
  const [name, value] = changed[0] // no line changes two
  if (before[name] === ABSENT) return `${CODE[line]} has made ${name}: ${value}.`
  return `${CODE[line]} has changed ${name} from ${before[name]} to ${value}.`
}
