// A run that is killed and resumed with some parts of its checkpoint, beside the run without a kill.

import { Chart } from "../lib/chart.js"
import { choice, slider, switches } from "../lib/controls.js"
import { moons } from "../lib/moons.js"
import { Tried } from "../lib/tried.js"
import { adam, lossOf, makeBatches, makeGenerator, makeNetwork, nextBatch, restore, sgd, snapshot, step } from "../trainer.js"

/** @typedef {import("../trainer.js").Run} Run */
/** @typedef {import("../trainer.js").Snapshot} Snapshot */
/** @typedef {import("../lib/chart.js").Point} Point */

const LAST = 200 // iterations
const EPOCH = 20
const EVERY = 5 // iterations between two points of the chart
const POINTS = Array.from({ length: LAST / EVERY + 1 }, (_, i) => i * EVERY)
const EPOCH_ENDS = Array.from({ length: LAST / EPOCH + 1 }, (_, i) => i * EPOCH)
const examples = moons(200, 0.2, makeGenerator(1))

const OPTIMIZERS = {
  "SGD with momentum": { lr: 0.1, made: (/** @type {Run["network"]} */ network) => sgd(network, { lr: 0.1, momentum: 0.9 }) },
  "SGD without momentum": { lr: 1, made: (/** @type {Run["network"]} */ network) => sgd(network, { lr: 1 }) },
  Adam: { lr: 0.03, made: (/** @type {Run["network"]} */ network) => adam(network, { lr: 0.03 }) },
}
const NAMES = /** @type {(keyof typeof OPTIMIZERS)[]} */ (Object.keys(OPTIMIZERS))

/** Words for what a checkpoint can hold; the schedule is not the trainer's, but this element's. */
const PARTS = {
  weights: "weights", optimizer: "optimizer state", schedule: "schedule of the learning rate",
  generator: "random generator", position: "place in the epoch",
}
const KEYS = /** @type {(keyof typeof PARTS)[]} */ (Object.keys(PARTS))

/** @param {keyof typeof OPTIMIZERS} name @returns {Run} */
function begin(name) {
  const network = makeNetwork({ sizes: [2, 16, 2], activation: "tanh", seed: 3 })
  return { network, optimizer: OPTIMIZERS[name].made(network), batches: makeBatches(examples, { batchSize: examples.count / EPOCH, seed: 4 }) }
}

customElements.define("try-resume", class extends Tried {
  name = NAMES[0]
  kept = [true, false, false, false, false]
  /** @type {Snapshot[]} */
  saves = []
  /** @type {Point[]} */
  through = []

  start(/** @type {HTMLElement} */ stage) {
    this.chart = new Chart({
      x: { label: "iteration", min: 0, max: LAST, ticks: EPOCH_ENDS },
      y: { label: "training loss (nats)", min: 0, max: 0.8, ticks: [0, 0.2, 0.4, 0.6, 0.8] },
      series: [
        { name: "without the kill", color: 0 }, { name: "resumed", color: 1 },
        { name: "last save", color: 2, dots: true }, { name: "kill", color: 3, dots: "open" },
      ],
      label: "Training loss of the run without the kill and of the resumed run",
    })
    this.kill = slider({
      label: "killed after", values: POINTS.slice(1, -1), value: 110, format: placed,
      moved: (_, released) => this.draw(released),
    })
    this.every = slider({
      label: "a save after every", values: [5, 20, 30, 50], value: 30, format: (count) => `${count} iterations`,
      moved: (_, released) => this.draw(released),
    })
    const optimizers = choice({ label: "Optimizer", names: NAMES, value: this.name, chosen: (name) => this.take(name) })
    const parts = switches({
      label: "The checkpoint holds (the rest starts anew)", names: Object.values(PARTS), on: this.kept,
      changed: (kept) => {
        this.kept = kept
        this.draw(true)
      },
    })
    stage.append(optimizers, this.kill.element, this.every.element, parts, this.chart.element)
    this.take(this.name)
  }

  /** @param {keyof typeof OPTIMIZERS} name */
  take(name) {
    this.name = name
    const run = begin(name)
    this.saves = []
    this.through = this.train(run, 0, 0, (saved) => this.saves.push(saved))
    this.end = run.network.parameters
    this.draw(true)
  }

  /**
   * Trains to the last iteration.
   * @param {Run} run
   * @param {number} from the iteration that the run is at
   * @param {number} scheduled the iteration that the schedule is at
   * @param {(saved: Snapshot) => void} [save]
   * @returns {Point[]} the loss on all examples
   */
  train(run, from, scheduled, save) {
    const { lr } = OPTIMIZERS[this.name]
    const losses = []
    for (let i = from; i <= LAST; i++) {
      if (i % EVERY === 0) losses.push(/** @type {Point} */ ([i, lossOf(run.network, examples)]))
      if (i % EVERY === 0) save?.(snapshot(run))
      run.optimizer.lr = lr * (1 + Math.cos((Math.PI * (i - from + scheduled)) / LAST)) / 2
      if (i < LAST) step(run.network, run.optimizer, nextBatch(run.batches))
    }
    return losses
  }

  /** @param {boolean} released */
  draw(released) {
    const killed = this.kill?.now() ?? 0
    const every = this.every?.now() ?? 1
    const saved = Math.floor(killed / every) * every
    const run = begin(this.name)
    const chosen = KEYS.filter((_, i) => this.kept[i])
    const trainerParts = chosen.filter((part) => part !== "schedule")
    if (saved) restore(run, this.saves[saved / EVERY], trainerParts)
    const losses = this.train(run, saved, chosen.includes("schedule") ? saved : 0)
    const save = saved ? [this.through[saved / EVERY]] : []
    this.chart?.draw([this.through, losses, save, [this.through[killed / EVERY]]])
    if (released) this.say(this.sentence(run, { killed, saved, loss: losses[losses.length - 1][1] }))
  }

  /** @param {Run} run at its end @param {{ killed: number, saved: number, loss: number }} places */
  sentence({ network }, { killed, saved, loss }) {
    const away = network.parameters.map((weight, i) => Math.abs(weight - (this.end?.[i] ?? 0)))
    const most = away.reduce((a, b) => Math.max(a, b))
    const repeated = `${killed - saved} iterations are repeated`
    const cost = saved ? `${repeated}, without a checkpoint ${killed}.` : `${repeated}.`
    if (!saved) return `Nothing was saved before iteration ${killed}: the run starts again from its seeds. ${cost}`
    const named = (/** @type {boolean} */ held) => KEYS.filter((_, i) => this.kept[i] === held).map((part) => PARTS[part]).join(", ")
    const place = saved % EPOCH ? "in the middle" : "at the end"
    const resumed = `Resumed after iteration ${saved}, ${place} of an epoch, with: ${named(true) || "nothing"}. ${cost}`
    if (most === 0) {
      const rest = named(false) && ` Not needed here: ${named(false)}.`
      return `${resumed} The curves agree, and at the end all weights do: difference 0.${rest}`
    }
    const end = this.through[this.through.length - 1][1]
    const size = [...(this.end ?? [])].reduce((a, b) => Math.max(a, Math.abs(b)), 0)
    const apart = `At the end the largest difference of a weight is ${most.toPrecision(2)} (the weights go up to ±${size.toFixed(1)})`
    return `${resumed} ${apart}${compared(loss, end, this.kept[KEYS.indexOf("schedule")])}`
  }
})

/** Where an iteration is. @param {number} iteration */
function placed(iteration) {
  const epoch = Math.ceil(iteration / EPOCH)
  return `iteration ${iteration} (${iteration % EPOCH ? "in" : "the end of"} epoch ${epoch})`
}

/**
 * What the resumed run's loss is beside the other one's.
 * @param {number} loss
 * @param {number} end of the run without a kill
 * @param {boolean} scheduled whether the checkpoint held the schedule
 */
function compared(loss, end, scheduled) {
  const [mine, its] = [loss.toFixed(3), end.toFixed(3)]
  if (mine === its) return `; the losses agree to three decimals, ${its}.`
  const values = `, and the loss is ${mine} instead of ${its}.`
  if (loss > end) return values
  const why = scheduled ? "after another kill it may end higher" : "its learning rate starts again at the highest value"
  return `${values} Lower is no reason to leave parts out: it is another run, not a better one; ${why}.`
}
