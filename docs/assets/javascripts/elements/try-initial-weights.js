// Twenty networks that differ in their initial weights: the scale decides, then luck.

import { Chart } from "../lib/chart.js"
import { slider, switches } from "../lib/controls.js"
import { make } from "../lib/making.js"
import { moons } from "../lib/moons.js"
import { short } from "../lib/scale.js"
import { Tried } from "../lib/tried.js"
import { Work } from "../lib/work.js"
import { accuracyOf, forward, makeBatches, makeGenerator, makeNetwork, sgd, softmax, trainOn } from "../trainer.js"

/**
 * Accuracies in percent: of each seed, and of all seeds together on the test data.
 * @typedef {{ validation: number[], test: number[], ensemble: number }} Trained
 */

const SCALES = [0, 0.1, 0.2, 0.3, 0.41, 0.5, 0.71, 1, 1.4, 2, 3, 5]
const NAMES = new Map([[0, " (zeros)"], [0.41, " (as PyTorch’s default)"], [0.71, " (Xavier)"]])
const RATES = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3]
const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1)
const SIZES = [2, 8, 8, 8, 8, 8, 2]
const STEPS = 150
const LEARNED = 80 // percent, of which chance is 50
const ALL = { label: "accuracy (%)", min: 40, max: 100, ticks: [40, 60, 80, 100] }
const LEARNED_ONLY = { label: "accuracy (%)", min: LEARNED, max: 100, ticks: [80, 85, 90, 95, 100] }

// A draw in which the validation points are as hard as the test points.
const generator = makeGenerator(10)
const train = moons(100, 0.3, generator)
const validation = moons(60, 0.3, generator)
const test = moons(500, 0.3, generator)

/**
 * Trains one network for each seed.
 * @param {number} gain times He's standard deviation
 * @param {number} lr
 * @param {Trained} trained to which each network is added
 */
export function* trainAll(gain, lr, trained) {
  const sums = new Float64Array(2 * test.count)
  for (const seed of SEEDS) {
    const network = makeNetwork({ sizes: SIZES, activation: "relu", initial: "he", gain, seed })
    const optimizer = sgd(network, { lr, momentum: 0.9 })
    const batches = makeBatches(train, { batchSize: 20, seed: 0 })
    trainOn({ network, optimizer, batches }, STEPS)
    trained.validation.push(100 * accuracyOf(network, validation))
    trained.test.push(100 * accuracyOf(network, test))
    softmax(forward(network, test.x), 2).forEach((p, i) => { sums[i] += p })
    trained.ensemble = 100 * shareRight(sums)
    yield
  }
}

/** @param {Float64Array} sums of the networks' probabilities, two for each test point */
function shareRight(sums) {
  let right = 0
  test.y.forEach((label, i) => { right += sums[2 * i + label] > sums[2 * i + 1 - label] ? 1 : 0 })
  return right / test.count
}

/**
 * How many times as large as its inputs the signals are behind the last hidden layer, before training.
 * @param {number} gain
 */
function growth(gain) {
  const ratios = SEEDS.map((seed) => {
    const network = makeNetwork({ sizes: SIZES, activation: "relu", initial: "he", gain, seed })
    forward(network, validation.x)
    const signals = network.buffers.get(validation.count)?.outputs[SIZES.length - 3] ?? []
    return rootMeanSquare(signals) / rootMeanSquare(validation.x)
  })
  return mean(ratios)
}

/** @param {ArrayLike<number>} values */
function rootMeanSquare(values) {
  return Math.hypot(...Array.from(values)) / Math.sqrt(values.length)
}

/** @param {number[]} values */
function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

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
    if (this.chart) this.chart.y = Math.min(...validation) < LEARNED ? ALL : LEARNED_ONLY
    const rings = [validation, ...(this.tested ? [test] : [])].filter((values) => values.length >= kept)
    this.chart?.draw([dots(validation), this.tested ? dots(test) : []], rings.map((values) => [kept, values[kept - 1]]))
    this.numbers?.replaceChildren(...this.lines(kept).map((line) => make("span", {}, line)))
    if (released) this.say(this.sentence(kept))
  }

  /** @param {number} kept */
  lines(kept) {
    const { validation, test } = this.trained
    if (validation.length < SEEDS.length) return [`training: ${validation.length} of ${SEEDS.length}`]
    const line = (/** @type {string} */ where, /** @type {number[]} */ values) =>
      `${where}: mean ${spread(values)}, seed ${kept} has ${values[kept - 1].toFixed(1)} %`
    const factor = short(Number(growth(this.scale?.now() ?? 1).toPrecision(2)))
    return [
      `before training, the five layers multiply the signals by ${factor}`,
      line("validation", validation), ...(this.tested ? [line("test", test)] : []),
    ]
  }

  /** @param {number} kept */
  sentence(kept) {
    const { validation, test, ensemble } = this.trained
    if (Math.min(...validation) < LEARNED) return this.failed()
    const lead = (/** @type {number[]} */ values) => compared(values[kept - 1] - mean(values))
    const start = `All 20 networks have learned. Against the average network seed ${kept} is ${lead(validation)} on the validation points`
    if (!this.tested) return `${start}. Keep the seed that is best there, then show the test accuracies.`
    return `${start}, ${lead(test)} on the test points. The ensemble of all twenty is ${compared(ensemble - mean(test))} on the test points.`
  }

  failed() {
    const learned = this.trained.validation.filter((accuracy) => accuracy >= LEARNED).length
    return `${learned} of 20 networks have learned: ${LEARNED} % or more on the validation points, where chance is 50 %. Move the scale or the learning rate.`
  }
})
