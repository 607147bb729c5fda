// Twenty networks that differ in their initial weights: the scale decides, then luck.

import { Chart } from "../lib/chart.js"
import { slider, switches } from "../lib/controls.js"
import { make } from "../lib/making.js"
import { short } from "../lib/scale.js"
import { SEEDS, growth, mean, trainAll, validation as validationPoints } from "../lib/seeds.js"
import { Tried } from "../lib/tried.js"
import { Work } from "../lib/work.js"

/** @typedef {import("../lib/seeds.js").Trained} Trained */

const SCALES = [0, 0.1, 0.2, 0.3, 0.41, 0.5, 0.71, 1, 1.4, 2, 3, 5]
const NAMES = new Map([[0, " (zeros)"], [0.41, " (PyTorch)"], [0.71, " (Xavier)"]])
const RATES = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3]
const LEARNED = 80 // percent, of which chance is 50
const ALL = { label: "accuracy (%), from 40", min: 40, max: 100, ticks: [40, 60, 80, 100] }
const LEARNED_ONLY = { label: "accuracy (%), from 80", min: LEARNED, max: 100, ticks: [80, 85, 90, 95, 100] }

/** @param {number[]} values @returns {string} mean ± standard deviation */
function spread(values) {
  const middle = mean(values)
  const squares = values.map((value) => (value - middle) ** 2)
  return `${middle.toFixed(1)} ± ${Math.sqrt((mean(squares) * values.length) / (values.length - 1)).toFixed(1)} %`
}

/** @param {number} points @returns {string} "0.3 points better" */
function compared(points) {
  const size = Math.abs(points).toFixed(1)
  if (Number(size) === 0) return "as good"
  return `${size} points ${points < 0 ? "worse" : "better"}`
}

customElements.define("try-initial-weights", class extends Tried {
  work = new Work()
  /** @type {Trained} */
  trained = { validation: [], test: [], ensemble: 0 }
  tested = false

  start(/** @type {HTMLElement} */ stage) {
    const moved = (/** @type {number} */ _, /** @type {boolean} */ released) => this.run(released)
    this.scale = slider({
      label: "initial scale", values: SCALES, value: 0.1, moved,
      format: (scale) => `${scale} × He${NAMES.get(scale) ?? ""}`,
    })
    this.rate = slider({ label: "learning rate", values: RATES, value: 0.03, moved })
    this.seed = slider({
      label: "the seed you keep", values: SEEDS, value: 1, format: (seed) => `seed ${seed}`,
      moved: (_, released) => this.draw(released),
    })
    this.chart = new Chart({
      x: { label: "seed", min: 0, max: 21, ticks: [1, 5, 10, 15, 20] },
      y: ALL,
      series: [{ name: "on validation points", dots: true, color: 0 }, { name: "on test points", dots: "open", color: 1 }],
      label: "Accuracy of twenty networks that differ in their seed",
      height: 220,
    })
    this.numbers = make("p", { className: "try__numbers" })
    const tested = switches({ label: "test", names: ["show the test accuracies"], changed: ([on]) => {
      this.tested = on
      this.draw(true)
    } })
    const sliders = [this.scale, this.rate, this.seed].map(({ element }) => element)
    const controls = make("div", { className: "controls" }, ...sliders, tested)
    stage.append(controls, this.numbers, this.chart.element)
    this.run(true)
  }

  disconnectedCallback() {
    super.disconnectedCallback()
    this.work.stop()
  }

  /** @param {boolean} released */
  run(released) {
    this.trained = { validation: [], test: [], ensemble: 0 }
    const steps = trainAll(this.scale?.now() ?? 1, this.rate?.now() ?? 0, this.trained)
    this.work.start(steps, (done) => this.draw(done && released))
  }

  /** @param {boolean} released */
  draw(released) {
    const { validation, test } = this.trained
    const kept = this.seed?.now() ?? 1
    const dots = (/** @type {number[]} */ values) => values.map((value, i) => /** @type {[number, number]} */ ([i + 1, value]))
    this.fitAxis()
    const rings = [validation, ...(this.tested ? [test] : [])].filter((values) => values.length >= kept)
    this.chart?.draw([dots(validation), this.tested ? dots(test) : []], rings.map((values) => [kept, values[kept - 1]]))
    this.numbers?.replaceChildren(...this.lines(kept).map((line) => make("span", {}, line)))
    if (released && validation.length === SEEDS.length) this.say(this.sentence(kept))
  }

  /** The axis stays as it is until a network has not learned, or all have. */
  fitAxis() {
    const { validation } = this.trained
    if (!this.chart) return
    if (Math.min(...validation) < LEARNED) this.chart.y = ALL
    else if (validation.length === SEEDS.length) this.chart.y = LEARNED_ONLY
  }

  /** @param {number} kept */
  lines(kept) {
    const { validation, test } = this.trained
    if (validation.length < SEEDS.length) return [`training: ${validation.length} of ${SEEDS.length}`]
    const line = (/** @type {string} */ where, /** @type {number[]} */ values) =>
      `${where}: mean ± standard deviation ${spread(values)}, seed ${kept} has ${values[kept - 1].toFixed(1)} %`
    const factor = short(Number(growth(this.scale?.now() ?? 1).toPrecision(2)))
    return [
      `before training, the five layers multiply the signals by ${factor}`,
      line("validation", validation), ...(this.tested ? [line("test", test)] : []),
    ]
  }

  /** @param {number} kept */
  sentence(kept) {
    if (Math.min(...this.trained.validation) < LEARNED) return this.failed(kept)
    const { validation, test, ensemble } = this.trained
    const lead = (/** @type {number[]} */ values) => compared(values[kept - 1] - mean(values))
    const start = `All 20 networks have learned; the axis starts at ${LEARNED} %. Against the average network seed ${kept} is ${lead(validation)} on the validation points`
    if (!this.tested) return `${start}. ${this.toKeep(kept)}`
    return `${start}, ${lead(test)} on the test points. The ensemble of all twenty is ${compared(ensemble - mean(test))} on the test points. ${this.notice(kept)}`
  }

  /** @param {number} kept */
  isBest(kept) {
    return this.trained.validation[kept - 1] === Math.max(...this.trained.validation)
  }

  /** @param {number} kept */
  toKeep(kept) {
    if (this.isBest(kept)) return "No seed is better there: now show the test accuracies."
    return "Keep a seed that is best there, then show the test accuracies."
  }

  /**
   * Whether what is left of the best seed's lead is as this page's networks have it.
   * @param {number} kept
   */
  notice(kept) {
    const { validation, test, ensemble } = this.trained
    if (!this.isBest(kept)) return "Another seed is best on the validation points: keep that one."
    const left = test[kept - 1] - mean(test)
    const little = left < (validation[kept - 1] - mean(validation)) / 4
    if (little && ensemble > test[kept - 1]) return "So it is on average, too, with this page’s cats and dogs: less than a quarter of the lead is left, and the ensemble is better."
    return `This is one draw of ${validationPoints.count} validation points. With this page’s cats and dogs, on average over many draws, less than a quarter of the lead is left, and the ensemble is better.`
  }

  /** @param {number} kept */
  failed(kept) {
    const { validation, test } = this.trained
    const learned = validation.filter((accuracy) => accuracy >= LEARNED).length
    const start = `${learned} of 20 networks have learned: ${LEARNED} % or more on the validation points, where chance is 50 %.`
    if (!this.tested) return `${start} Move the scale.`
    return `${start} Seed ${kept} has ${test[kept - 1].toFixed(1)} % on the test points. Move the scale before you choose a seed.`
  }
})
