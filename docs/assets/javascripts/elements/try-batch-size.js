// One batch size: how its gradients scatter about the full one, and what becomes of it at a learning rate.

import { Chart } from "../lib/chart.js"
import { button, slider } from "../lib/controls.js"
import { make } from "../lib/making.js"
import { Tried } from "../lib/tried.js"
import { makeGenerator, shuffle } from "../training/random.js"

/** @typedef {import("../lib/chart.js").Point} Point */
/**
 * Each example's gradient, along the full gradient and across it, in lengths of the full gradient,
 * and the mean squared distance from the full gradient in all directions.
 * @typedef {{ tips: Point[], variance: number }} Gradients
 */
/** Validation accuracy in percent, [size, rate]. @typedef {{ sizes: number[], rates: number[], accuracy: number[][] }} Grid */

const DRAWN = 40
const GOOD = 90

/** @param {number} value */
function percent(value) {
  return `${Math.round(value)} %`
}

/**
 * The gradients of batches that are drawn without replacement.
 * @param {Point[]} tips
 * @param {number} size
 * @param {number} seed
 * @returns {Point[]}
 */
export function drawn(tips, size, seed) {
  const generator = makeGenerator(seed)
  const order = Int32Array.from(tips, (_, i) => i)
  return Array.from({ length: DRAWN }, () => {
    shuffle(generator, order)
    const sum = [0, 0]
    for (const i of order.subarray(0, size)) {
      sum[0] += tips[i][0]
      sum[1] += tips[i][1]
    }
    return [sum[0] / size, sum[1] / size]
  })
}

/**
 * How far batches of a size are typically from the full gradient: the root mean square, batches drawn without replacement.
 * @param {number} variance the mean squared distance of one example's gradient
 * @param {number} size
 * @param {number} count of all examples
 */
export function typical(variance, size, count) {
  return Math.sqrt(((variance / size) * (count - size)) / (count - 1))
}

/** The mean squared distance from the full gradient at [1, 0], in the picture. @param {Point[]} tips */
function variancePictured(tips) {
  return tips.reduce((sum, [along, across]) => sum + (along - 1) ** 2 + across ** 2, 0) / tips.length
}

/** @param {Point[]} tips */
function opposing(tips) {
  return tips.filter(([along]) => along < 0)
}

/** Lines from the origin to each tip. @param {Point[]} tips @returns {Point[]} */
function arrows(tips) {
  return tips.flatMap((tip) => /** @type {Point[]} */ ([[0, 0], tip, [0, NaN]]))
}

customElements.define("try-batch-size", class extends Tried {
  seed = 1
  /** @type {number[]} the best accuracy that the reader has found, size by size */
  found = []

  start(/** @type {HTMLElement} */ stage) {
    Promise.all([this.exported("gradients"), this.exported("rates")]).then(([gradients, grid]) => this.#show(stage, gradients, grid))
  }

  /** @param {HTMLElement} stage @param {Gradients} gradients @param {Grid} grid */
  #show(stage, gradients, grid) {
    this.gradients = gradients
    this.grid = grid
    this.size = slider({
      label: "batch size", values: grid.sizes, value: 8,
      moved: (_, released) => this.#draw(released ? `${this.#noise()} ${this.#verdict()}` : ""),
    })
    this.rate = slider({
      label: "learning rate", values: grid.rates, value: 0.25,
      moved: (_, released) => this.#draw(released ? this.#verdict() : ""),
    })
    this.fan = new Chart({
      x: { label: "along the full gradient, in its lengths", min: -5, max: 7, ticks: [-4, -2, 0, 1, 2, 4, 6] },
      y: { label: "across it: one direction of many", min: -8, max: 8, ticks: [-8, -4, 0, 4, 8] },
      series: [
        { name: "gradients of 40 batches", color: 0 },
        { name: "those that oppose the full gradient", color: 1 },
        { name: "the full gradient", color: 5, dots: "open" },
      ],
      label: "Gradients of 40 batches as arrows, and the full gradient",
      height: 300, reads: false,
    })
    this.curve = new Chart({
      x: { label: "batch size", min: 1, max: 512, log: true, ticks: grid.sizes },
      y: { label: "right after ten epochs", min: 0, max: 100, ticks: [0, 50, 100], format: percent },
      series: [
        { name: "at this learning rate", color: 0 },
        { name: "the best that you have found", color: 2, dots: true },
        { name: "the pair chosen now", color: 5, dots: "open" },
      ],
      label: "Validation accuracy after ten epochs against batch size",
      height: 220,
    })
    this.numbers = make("p", { className: "try__numbers" })
    const fields = make("div", { className: "controls" }, this.size.element, this.rate.element)
    const others = make("div", { className: "control__actions" }, button("40 other batches", () => this.#others()))
    this.found = grid.sizes.map(() => NaN)
    stage.append(fields, this.numbers, this.fan.element, others, this.curve.element)
    this.#draw(`${this.#noise()} ${this.#verdict()}`)
  }

  get #now() {
    return this.size?.now() ?? 1
  }

  /** The gradients of the 40 batches. */
  get #tips() {
    return drawn(this.gradients?.tips ?? [], this.#now, this.seed)
  }

  /** Where the batch size and the rate stand in the grid. */
  get #pair() {
    return { b: this.grid?.sizes.indexOf(this.#now) ?? 0, r: this.grid?.rates.indexOf(this.rate?.now() ?? 0) ?? 0 }
  }

  #others() {
    const before = opposing(this.#tips).length
    this.seed += 1
    const now = opposing(this.#tips).length
    if (this.#now === this.gradients?.tips.length) return this.#draw("Each of the 40 other batches has all 512 examples, too: the gradient is the same.")
    this.#draw(`Of 40 other batches of the same size, ${now} oppose the full gradient; of the 40 before, ${before} did. Which examples are drawn is chance.`)
  }

  /** @param {string} sentence what to say; nothing while a control moves */
  #draw(sentence) {
    if (!this.gradients || !this.grid) return
    const { sizes, accuracy } = this.grid
    const size = this.#now
    const { b, r } = this.#pair
    const tips = this.#tips
    this.fan?.draw([arrows(tips.filter(([along]) => along >= 0)), arrows(opposing(tips)), [[1, 0]]])
    if (sentence) this.found[b] = Math.max(this.found[b] || 0, accuracy[b][r])
    const point = (/** @type {number} */ i, /** @type {number} */ value) => /** @type {Point} */ ([sizes[i], value])
    this.curve?.draw(
      [accuracy.map((row, i) => point(i, row[r])), this.found.map((best, i) => point(i, best)), [point(b, accuracy[b][r])]],
    )
    const updates = this.gradients.tips.length / size
    if (this.numbers) this.numbers.textContent = `${updates} update${updates === 1 ? "" : "s"} an epoch · ${percent(accuracy[b][r])} right after ten epochs`
    if (sentence) this.say(sentence)
  }

  /** How far the gradients are from the full one, in all directions and in those that are drawn. */
  #noise() {
    const size = this.#now
    const { tips, variance } = this.gradients ?? { tips: [], variance: 0 }
    if (size === tips.length) return "A batch of all 512 examples has the full gradient itself, and one update an epoch."
    const far = typical(variance, size, tips.length).toFixed(1)
    const pictured = typical(variancePictured(tips), size, tips.length).toFixed(1)
    return `A gradient of ${size} ${size === 1 ? "example" : "examples"} is typically ${far} times the length of the full gradient away from it, `
      + `${pictured} times in the two directions of the picture; ${opposing(this.#tips).length} of these 40 oppose it.`
  }

  #verdict() {
    const { b, r } = this.#pair
    return this.grid ? verdict(this.grid, b, r) : ""
  }
})

/**
 * What ten epochs made of a batch size at a rate.
 * @param {Grid} grid
 * @param {number} b the batch size's index
 * @param {number} r the rate's index
 */
function verdict({ sizes, rates, accuracy }, b, r) {
  const row = accuracy[b]
  const best = row.indexOf(Math.max(...row))
  const result = `After ten epochs with batches of ${sizes[b]} at learning rate ${rates[r]}, ${percent(row[r])} of the validation digits are right.`
  if (row[r] >= GOOD) return `${result} This pair works.`
  if (r === best) return `${result} None of the ${rates.length} rates does better with this batch size in ten epochs.`
  return `${result} A ${best < r ? "lower" : "higher"} rate does better with this batch size.`
}
