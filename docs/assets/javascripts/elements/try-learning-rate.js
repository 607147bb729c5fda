// One run after the other: how many epochs it takes at which learning rate, late or never.

import { Chart } from "../lib/chart.js"
import { choice, slider } from "../lib/controls.js"
import { make } from "../lib/making.js"
import { Tried } from "../lib/tried.js"
import { EPOCHS, ended, stillFalls, trainOne, updatesAnEpoch } from "../lib/two-moons-run.js"
import { Work } from "../lib/work.js"

/** @typedef {import("../lib/chart.js").Point} Point */
/** @typedef {import("../lib/two-moons-run.js").Rule} Rule */
/** @typedef {import("../lib/two-moons-run.js").Run} Run */
/** @typedef {import("../lib/two-moons-run.js").Settings} Settings */

const RATES = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]
const SIZES = [16, 32, 64, 128, 320, 640]
const FAST = 10 // epochs

/** What the page asks for, in the order of its text. */
const WANTED = { fast: `settings done in fewer than ${FAST} epochs`, never: "a learning rate with which it never is" }

/** @type {Rule[]} */
const RULES = ["SGD", "SGD with momentum 0.9", "Adam"]

/** @param {Settings} settings */
function named({ rule, lr, batchSize }) {
  return `${rule}, ${lr}, batches of ${batchSize}`
}

/** @param {number} count @param {string} what @returns {string} "1 epoch", "8,000 epochs" */
function counted(count, what) {
  return `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`
}

/** The loss axis with room for all losses: 0.1 to 1, 10, 100 and so on. @param {number} highest */
function lossAxis(highest) {
  const max = 10 ** Math.max(0, Math.ceil(Math.log10(highest)))
  return { max, ticks: max === 1 ? [0.1, 0.2, 0.5, 1] : undefined }
}

/** @param {number} value @returns {string} "0.579", "20K" */
function compact(value) {
  return value.toLocaleString("en", { notation: "compact", maximumSignificantDigits: 3 })
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
  /** @type {Map<string, Run>} what was tried to its end, by its settings */
  tried = new Map()
  /** @type {Set<keyof typeof WANTED>} */
  found = new Set()
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
      y: { label: "training loss", min: 0.1, max: 1, log: true, format: compact },
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
    this.note = make("p", { className: "chart__readout" })
    stage.append(controls, rules, this.numbers, this.curves.element, this.map.element, this.note)
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
    if (this.run && ended(this.run)) this.earlier = this.run
    const run = this.tried.get(named(settings)) ?? { settings, losses: [], reached: false, milliseconds: 0 }
    if (this.earlier === run) this.earlier = undefined
    this.run = run
    this.work.start(trainOne(run), (done) => {
      if (done) this.keep(run)
      this.draw()
    })
  }

  /** @param {Run} run that came to its end */
  keep(run) {
    this.tried.set(named(run.settings), run)
    if (run.reached && run.losses.length < FAST) this.found.add("fast")
    if (!run.reached && !stillFalls(run)) this.found.add("never")
  }

  draw() {
    const run = this.run
    if (!run) return
    const points = (/** @type {Run | undefined} */ of) => (of?.losses ?? []).map((loss, i) => /** @type {Point} */ ([i + 1, loss]))
    const end = run.losses.length
    if (this.curves) Object.assign(this.curves.y, lossAxis(Math.max(...run.losses, ...this.earlier?.losses ?? [])))
    this.curves?.draw([points(run), points(this.earlier)], run.reached ? [[end, run.losses[end - 1]]] : [])
    const some = [...this.tried.values()].some(({ reached }) => reached)
    const digits = some ? this.digits : [] // it would tell what the reader is to find
    this.map?.draw([...RULES.map((rule) => this.along(rule)), digits], run.reached ? [[run.settings.lr, end]] : [])
    if (this.numbers) this.numbers.textContent = `${named(run.settings)}: ${this.progress(run)}`
    if (this.note) this.note.textContent = `Here are your runs with batches of ${run.settings.batchSize} that came to 90 %, this one with a ring.`
    if (this.released) this.say(ended(run) ? this.sentence(run) : `${named(run.settings)}: training …`)
  }

  /** @param {Run} run */
  progress(run) {
    if (ended(run)) return epochsOf(run)
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
    return `${this.verdict(run)}${before}${this.tasks()}`
  }

  /** What is found of what the page asks for, and what is still to be found. */
  tasks() {
    const names = /** @type {(keyof typeof WANTED)[]} */ (Object.keys(WANTED))
    const list = (/** @type {boolean} */ is) => names.filter((name) => this.found.has(name) === is).map((name) => WANTED[name]).join(", and ")
    if (!this.found.size) return ""
    return this.found.size === names.length ? ` Both are found: ${list(true)}.` : ` Found: ${list(true)}. Still to be found: ${list(false)}.`
  }

  /** @param {Run} run */
  verdict(run) {
    const { settings, losses, reached, milliseconds } = run
    const updates = losses.length * updatesAnEpoch(settings)
    const cost = `${counted(updates, "update")}, ${milliseconds.toFixed(1)} milliseconds on this device`
    if (reached) return `90 % of the validation points are right after ${counted(losses.length, "epoch")}: ${cost}.`
    const loss = losses[losses.length - 1].toFixed(2)
    const start = `After ${EPOCHS} epochs (${cost}) 90 % is not reached.`
    if (stillFalls(run)) return `${start} The loss is ${loss} and still falls: too slow.`
    return `${start} The loss is ${loss} and no longer falls; the highest was ${compact(Math.max(...losses))}. At this learning rate training fails.`
  }
})
