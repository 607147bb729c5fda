// One batch size: how its gradients scatter about the full one, and what becomes of it at a learning rate.

import { Chart } from "../lib/chart.js"
import { button, slider } from "../lib/controls.js"
import { make } from "../lib/making.js"
import { short } from "../lib/scale.js"
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
    const moved = (/** @type {number} */ _, /** @type {boolean} */ released) => this.#draw(released)
    this.size = slider({ label: "batch size", values: grid.sizes, value: 8, moved })
    this.rate = slider({ label: "learning rate", values: grid.rates, value: 0.25, format: String, moved })
    this.fan = new Chart({
      x: { label: "along the full gradient, in its lengths", min: -5, max: 7, ticks: [-4, -2, 0, 1, 2, 4, 6] },
      y: { label: "across it", min: -8, max: 8, ticks: [-8, -4, 0, 4, 8] },
      series: [{ name: "gradients of 40 batches", color: 0 }, { name: "those that oppose the full gradient (ring)", color: 1 }],
      label: "Gradients of 40 batches as arrows, and the full gradient",
      height: 240, reads: false,
    })
    this.curve = new Chart({
      x: { label: "batch size", min: 1, max: 512, log: true, ticks: grid.sizes },
      y: { label: "right after ten epochs (%)", min: 0, max: 100, ticks: [0, 50, 100] },
      series: [{ name: "at this learning rate", color: 0 }, { name: "the best that you have found", color: 2, dots: true }],
      label: "Validation accuracy after ten epochs against batch size",
      height: 220,
    })
    this.numbers = make("p", { className: "try__numbers" })
    const fields = make("div", { className: "controls" }, this.size.element, this.rate.element)
    const others = make("div", { className: "control__actions" }, button("40 other batches", () => {
      this.seed += 1
      this.#draw(true)
    }))
    this.found = grid.sizes.map(() => NaN)
    stage.append(fields, this.numbers, this.fan.element, others, this.curve.element)
    this.#draw(true)
  }

  /** @param {boolean} released */
  #draw(released) {
    if (!this.gradients || !this.grid || !this.size || !this.rate) return
    const { sizes, rates, accuracy } = this.grid
    const size = this.size.now()
    const [b, r] = [sizes.indexOf(size), rates.indexOf(this.rate.now())]
    const tips = drawn(this.gradients.tips, size, this.seed)
    const against = tips.filter(([along]) => along < 0)
    this.fan?.draw([arrows(tips.filter(([along]) => along >= 0)), arrows(against)], [[1, 0]])
    if (released) this.found[b] = Math.max(this.found[b] || 0, accuracy[b][r])
    const point = (/** @type {number} */ i, /** @type {number} */ value) => /** @type {Point} */ ([sizes[i], value])
    this.curve?.draw(
      [accuracy.map((row, i) => point(i, row[r])), this.found.map((best, i) => point(i, best))],
      [point(b, accuracy[b][r])],
    )
    const updates = this.gradients.tips.length / size
    if (this.numbers) this.numbers.textContent = `${updates} update${updates === 1 ? "" : "s"} an epoch · ${Math.round(accuracy[b][r])} % right after ten epochs`
    if (released) this.say(`${this.#noise(size, against.length)} ${verdict(this.grid, b, r)}`)
  }

  /** @param {number} size @param {number} against */
  #noise(size, against) {
    const { tips, variance } = this.gradients ?? { tips: [], variance: 0 }
    const error = Math.sqrt(((variance / size) * (tips.length - size)) / (tips.length - 1))
    if (size === tips.length) return "A batch of all 512 examples has the full gradient itself, and one update an epoch."
    return `A gradient of ${size} ${size === 1 ? "example" : "examples"} is typically ${short(error)} times the length of the full gradient away from it; `
      + `${against} of these 40 oppose it.`
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
  const result = `After ten epochs with batches of ${sizes[b]} at learning rate ${rates[r]}, ${Math.round(row[r])} % of the validation digits are right.`
  if (row[r] >= GOOD) return `${result} This pair works.`
  if (r === best) return `${result} No rate does better with this batch size in ten epochs.`
  return `${result} A ${best < r ? "lower" : "higher"} rate does better with this batch size.`
}
