// One run after the other: how many epochs it takes at which learning rate, late or never.

import { Chart } from "../lib/chart.js"
import { choice, slider } from "../lib/controls.js"
import { make } from "../lib/making.js"
import { moons } from "../lib/moons.js"
import { Tried } from "../lib/tried.js"
import { Work } from "../lib/work.js"
import { accuracyOf, adam, makeBatches, makeGenerator, makeNetwork, sgd, trainOn } from "../trainer.js"

/** @typedef {import("../lib/chart.js").Point} Point */
/** @typedef {{ rule: Rule, lr: number, batchSize: number }} Settings */
/** @typedef {{ settings: Settings, losses: number[], reached: boolean, milliseconds: number }} Run one loss for each epoch */
/** @typedef {"SGD" | "SGD with momentum 0.9" | "Adam"} Rule */

const RATES = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]
const SIZES = [16, 32, 64, 128, 320, 640]
const EPOCHS = 600
const TARGET = 0.9
const GUESSING = Math.log(2) // the loss of a network that gives each class one half

/** @type {Rule[]} */
const RULES = ["SGD", "SGD with momentum 0.9", "Adam"]

const generator = makeGenerator(1)
const train = moons(640, 0.2, generator)
const validation = moons(200, 0.2, generator)

/**
 * Trains until the target is reached, epoch by epoch.
 * @param {Run} run to which each epoch's loss is added
 */
export function* trainOne(run) {
  const { rule, lr, batchSize } = run.settings
  const network = makeNetwork({ sizes: [2, 16, 2], activation: "relu", seed: 1 })
  const momentum = rule === "SGD" ? 0 : 0.9
  const optimizer = rule === "Adam" ? adam(network, { lr }) : sgd(network, { lr, momentum })
  const batches = makeBatches(train, { batchSize, seed: 1 })
  const updates = Math.ceil(train.count / batchSize)
  while (run.losses.length < EPOCHS && !run.reached) {
    const start = performance.now()
    const losses = trainOn({ network, optimizer, batches }, updates)
    run.milliseconds += performance.now() - start
    run.losses.push(losses.reduce((sum, loss) => sum + loss, 0) / updates)
    run.reached = accuracyOf(network, validation) >= TARGET
    yield
  }
}

/** @param {Settings} settings */
function named({ rule, lr, batchSize }) {
  return `${rule}, ${lr}, batches of ${batchSize}`
}

/** @param {number} count @param {string} what @returns {string} "1 epoch", "8,000 epochs" */
function counted(count, what) {
  return `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`
}

/** @param {Run} run */
function epochsOf({ losses, reached }) {
  if (reached) return counted(losses.length, "epoch")
  return `more than ${EPOCHS} epochs`
}

customElements.define("try-learning-rate", class extends Tried {
  work = new Work()
  /** @type {Rule} */
  rule = "SGD"
  /** @type {Run | undefined} */
  run
  /** @type {Run | undefined} */
  earlier
  /** @type {Map<string, Run>} what was tried, by its settings */
  tried = new Map()
  released = true // whether the control that moved rests again
  /** @type {Point[]} epochs of this build's networks on the digits */
  digits = []

  start(/** @type {HTMLElement} */ stage) {
    const moved = (/** @type {number} */ _, /** @type {boolean} */ released) => this.train(released)
    this.rate = slider({ label: "learning rate", values: RATES, value: RATES[0], moved })
    this.size = slider({ label: "batch size", values: SIZES, value: 64, moved })
    const rules = choice({ label: "optimizer", names: RULES, value: this.rule, chosen: (rule) => {
      this.rule = rule
      this.train(true)
    } })
    this.curves = new Chart({
      x: { label: "epoch", min: 1, max: EPOCHS, log: true, ticks: [1, 10, 100, EPOCHS] },
      y: { label: "training loss", min: 0, max: 1, ticks: [0, 0.5, 1] },
      series: [{ name: "this run", color: 0 }, { name: "the run before", color: 5 }],
      label: "Training loss over the epochs, until 90 % of the validation points are right",
      height: 200,
    })
    this.map = new Chart({
      x: { label: "learning rate", min: RATES[0], max: 10, log: true, format: String },
      y: { label: "epochs to 90 %", min: 1, max: 10_000, log: true },
      series: [
        { name: "SGD", color: 0 }, { name: "momentum", color: 1 }, { name: "Adam", color: 2 },
        { name: "SGD on the digits, by this build", color: 3 },
      ],
      label: "Epochs to 90 % against the learning rate, for what you have tried",
      height: 240,
    })
    this.numbers = make("p", { className: "try__numbers" })
    const controls = make("div", { className: "controls" }, this.rate.element, this.size.element)
    stage.append(controls, rules, this.numbers, this.curves.element, this.map.element)
    this.train(true)
    this.exported("epochs").then((points) => {
      this.digits = points
      this.draw()
    })
  }

  disconnectedCallback() {
    super.disconnectedCallback()
    this.work.stop()
  }

  /** @param {boolean} released */
  train(released) {
    const settings = { rule: this.rule, lr: this.rate?.now() ?? 0, batchSize: this.size?.now() ?? 64 }
    this.released = released
    if (this.run && named(this.run.settings) === named(settings)) return this.draw()
    if (this.run && this.tried.has(named(this.run.settings))) this.earlier = this.run
    const run = { settings, losses: [], reached: false, milliseconds: 0 }
    this.run = run
    this.work.start(trainOne(run), (done) => {
      if (done) this.tried.set(named(settings), run)
      this.draw()
    })
  }

  draw() {
    const run = this.run
    if (!run) return
    const points = (/** @type {Run | undefined} */ of) => (of?.losses ?? []).map((loss, i) => /** @type {Point} */ ([i + 1, loss]))
    const end = run.losses.length
    this.curves?.draw([points(run), points(this.earlier)], run.reached ? [[end, run.losses[end - 1]]] : [])
    const some = [...this.tried.values()].some(({ reached }) => reached)
    const digits = some ? this.digits : [] // it would tell what the reader is to find
    this.map?.draw([...RULES.map((rule) => this.along(rule)), digits], run.reached ? [[run.settings.lr, end]] : [])
    if (this.numbers) this.numbers.textContent = `${named(run.settings)}: ${this.progress(run)}`
    if (this.released && this.tried.has(named(run.settings))) this.say(this.sentence(run))
  }

  /** @param {Run} run */
  progress(run) {
    if (run.reached || run.losses.length === EPOCHS) return epochsOf(run)
    return `epoch ${run.losses.length} …`
  }

  /** What was tried with an optimizer, at the batch size of now. @param {Rule} rule @returns {Point[]} */
  along(rule) {
    return RATES.flatMap((lr) => {
      const run = this.tried.get(named({ rule, lr, batchSize: this.size?.now() ?? 64 }))
      return run ? [/** @type {Point} */ ([lr, run.reached ? run.losses.length : Number.NaN])] : []
    })
  }

  /** @param {Run} run */
  sentence(run) {
    const before = this.earlier ? ` The run before (${named(this.earlier.settings)}) needed ${epochsOf(this.earlier)}.` : ""
    return `${this.verdict(run)}${before}`
  }

  /** @param {Run} run */
  verdict({ settings, losses, reached, milliseconds }) {
    const loss = losses[losses.length - 1]
    const updates = losses.length * Math.ceil(train.count / settings.batchSize)
    const cost = `${counted(updates, "update")}, ${milliseconds.toFixed(1)} milliseconds on this device`
    if (reached) return `90 % of the validation points are right after ${counted(losses.length, "epoch")}: ${cost}.`
    if (loss < GUESSING) return `After ${EPOCHS} epochs (${cost}) 90 % is not reached. The loss is ${loss.toFixed(2)}: too slow, or stuck?`
    return `After ${EPOCHS} epochs the loss is ${loss.toFixed(2)}, no better than guessing: training fails.`
  }
})
