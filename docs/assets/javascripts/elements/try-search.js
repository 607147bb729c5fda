// Twelve trials of a search that this build trained, then the test set, which is used once.

import { Chart } from "../lib/chart.js"
import { button, slider } from "../lib/controls.js"
import { make } from "../lib/making.js"
import { short } from "../lib/scale.js"
import { Tried } from "../lib/tried.js"
import { makeGenerator, uniform } from "../training/random.js"

/** @typedef {number[][]} Losses [rate][width] */
/** @typedef {{ rates: number[], widths: number[], splits: [Losses, Losses][] }} Grid validation and test losses */
/** @typedef {{ rate: number, width: number }} Trial places on the grid */

const BUDGET = 12
const SEARCHES = 1000
const HIGHEST = 10 // what a diverged run counts as
const SHAPES = /** @type {const} */ ([true, "open", "square"]) // of the dots, one for each width

/** @param {number} loss */
const nats = (loss) => (loss === HIGHEST ? "10 or more" : loss.toFixed(2))

/** The same in the chart, where there is less room. @param {number} loss */
const format = (loss) => (loss === HIGHEST ? "≥ 10" : short(loss))

/** @param {number} count */
const trialsOf = (count) => (count === 1 ? "1 trial" : `${count} trials`)

customElements.define("try-search", class extends Tried {
  /** @type {Trial[]} */
  trials = []
  split = 0
  tested = false

  start(/** @type {HTMLElement} */ stage) {
    this.exported("search").then((grid) => this.build(stage, grid))
  }

  /** @param {HTMLElement} stage @param {Grid} grid */
  build(stage, grid) {
    this.grid = grid
    const { rates, widths } = grid
    this.chart = new Chart({
      x: { label: "learning rate", min: 0.7e-4, max: 1.4, log: true },
      y: { label: "validation loss (nats)", min: 0.1, max: 1.3 * HIGHEST, log: true, ticks: [0.1, 0.2, 0.5, 1, 10], format },
      series: widths.map((width, i) => ({ name: `${width} hidden units`, dots: SHAPES[i], color: i })),
      ring: "the lowest",
      label: "Your trials: validation loss against the learning rate",
    })
    this.rate = slider({ label: "learning rate", values: rates, value: rates[0], moved: () => {} })
    this.width = slider({ label: "hidden units", values: widths, value: widths[0], moved: () => {} })
    this.train = button("", () => this.tryOne())
    this.test = button("test the winner", () => this.useTestSet())
    this.peek = button("", () => this.testAll())
    this.anew = button("another split", () => this.takeSplit((this.split + 1) % grid.splits.length))
    stage.append(
      make("div", { className: "controls" }, this.rate.element, this.width.element),
      make("p", { className: "control__actions" }, this.train, this.test, this.peek, this.anew),
      this.chart.element,
    )
    this.takeSplit(0)
  }

  /** @param {number} split of the images */
  takeSplit(split) {
    this.split = split
    this.trials = []
    this.tested = false
    this.say(`Split ${split + 1} of ${this.grid?.splits.length} of the images. Choose a learning rate and a width, and train. `
      + "You have twelve trials of ten epochs each.")
    this.show()
  }

  /** @param {Trial} trial @param {number} part 0: validation, 1: test */
  loss({ rate, width }, part = 0) {
    return this.grid?.splits[this.split][part][rate][width] ?? HIGHEST
  }

  /** @param {Trial[]} trials @param {number} part @returns {Trial} the one with the lowest loss */
  best(trials, part = 0) {
    return trials.reduce((best, one) => (this.loss(one, part) < this.loss(best, part) ? one : best))
  }

  /** @param {Trial} trial */
  named({ rate, width }) {
    return `learning rate ${this.grid?.rates[rate]} with ${this.grid?.widths[width]} hidden units`
  }

  tryOne() {
    if (!this.grid || !this.rate || !this.width) return
    const trial = { rate: this.grid.rates.indexOf(this.rate.now()), width: this.grid.widths.indexOf(this.width.now()) }
    const before = this.trials.findIndex(({ rate, width }) => rate === trial.rate && width === trial.width)
    if (before >= 0) return this.say(`Trial ${before + 1} was the same: ${this.named(trial)}. Its loss is ${nats(this.loss(trial))}.`)
    this.trials.push(trial)
    const best = this.best(this.trials)
    const verdict = best === trial ? "The best so far." : `The best so far: trial ${this.trials.indexOf(best) + 1}, ${nats(this.loss(best))}.`
    this.say(`Trial ${this.trials.length} of ${BUDGET}: ${this.named(trial)}, validation loss ${nats(this.loss(trial))}. ${verdict}`)
    this.show()
    if (this.trials.length === BUDGET) this.test?.focus()
  }

  useTestSet() {
    const winner = this.best(this.trials)
    this.tested = true
    const better = this.randomSearches().filter((loss) => loss < this.loss(winner, 1)).length
    const choice = this.trials.length === 1 ? "" : "Report the test loss: the validation loss chose the winner, so it is on average too good. "
    this.say(`The winner, ${this.named(winner)}, has a validation loss of ${nats(this.loss(winner))} and a test loss of `
      + `${nats(this.loss(winner, 1))}. ${choice}Of ${SEARCHES} random searches with ${trialsOf(this.trials.length)} each, drawn in your `
      + `browser, ${Math.round((100 * better) / SEARCHES)} % find a lower test loss. The test set is spent now: no trial may follow.`)
    this.show()
    const next = this.trials.length > 1 ? this.peek : this.anew
    next?.focus()
  }

  /** @returns {number[]} the test losses of the winners */
  randomSearches() {
    const generator = makeGenerator(this.split)
    const { rates, widths } = /** @type {Grid} */ (this.grid)
    const draw = () => ({ rate: Math.floor(uniform(generator) * rates.length), width: Math.floor(uniform(generator) * widths.length) })
    return Array.from({ length: SEARCHES }, () => this.loss(this.best(Array.from(this.trials, draw)), 1))
  }

  testAll() {
    const winner = this.best(this.trials)
    const chosen = this.best(this.trials, 1)
    const isOther = this.loss(chosen, 1) < this.loss(winner, 1)
    const whose = isOther ? `that of another trial, ${this.named(chosen)}` : "the winner's, so nothing changes here"
    this.say(`The lowest of ${this.trials.length} test losses, ${nats(this.loss(chosen, 1))}, is ${whose}. Whoever reports the `
      + "lowest lets the test set choose. It is then a second validation set, and its lowest loss is on average too good.")
  }

  show() {
    const left = BUDGET - this.trials.length
    const isFull = left === 0
    if (this.train) this.train.textContent = `train this trial (${left} left)`
    this.train?.toggleAttribute("disabled", isFull || this.tested)
    this.test?.toggleAttribute("disabled", !this.trials.length || this.tested)
    this.peek?.toggleAttribute("hidden", !this.tested || this.trials.length === 1)
    if (this.peek) this.peek.textContent = `test all ${this.trials.length}`
    const point = (/** @type {Trial} */ trial) => /** @type {[number, number]} */ ([this.grid?.rates[trial.rate] ?? 1, this.loss(trial)])
    const lines = this.grid?.widths.map((_, i) => this.trials.filter(({ width }) => width === i).map(point)) ?? []
    this.chart?.draw(lines, this.trials.length ? [point(this.best(this.trials))] : [])
  }
})
