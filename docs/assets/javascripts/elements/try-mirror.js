// A ReLU network and one with min(x, 0): which signs to flip so that both compute the same.

import { Chart } from "../lib/chart.js"
import { xorClouds } from "../lib/xor.js"
import { button, choice, switches } from "../lib/controls.js"
import { make } from "../lib/making.js"
import { Tried } from "../lib/tried.js"
import { forward, lossOf, makeBatches, makeNetwork, sgd, trainOn } from "../trainer.js"

/** @typedef {import("../trainer.js").Network} Network */

const HIDDEN = /** @type {const} */ (["1", "2"])
const WIDTH = 8
const UPDATES = 80
const EVERY = 4
const POINTS = xorClouds(25, 1)
const LOWERED = ["₁", "₂", "₃"]

/** @param {number} difference */
function words(difference) {
  return difference === 0 ? "0" : difference.toPrecision(2)
}

/** The top of the loss axis, so that no loss lies above it: 0.8, 1, 1.2 and so on. @param {[number, number][][]} curves */
function topOf(curves) {
  const losses = curves.flat().map(([, loss]) => loss)
  return Math.max(0.8, Math.ceil(5 * Math.max(...losses)) / 5)
}

/** The largest |a + sign · b|. @param {Float64Array} a @param {Float64Array} b @param {1 | -1} sign */
function apart(a, b, sign) {
  return a.reduce((worst, value, i) => Math.max(worst, Math.abs(value + sign * b[i])), 0)
}

/** What every layer gives, the last one the logits. @param {Network} network */
function given(network) {
  forward(network, POINTS.x)
  return network.buffers.get(POINTS.count)?.outputs ?? []
}

/** The training loss at the start, and after every few updates. @param {Network} network @param {number} seed @returns {[number, number][]} */
function trained(network, seed) {
  const run = {
    network,
    optimizer: sgd(network, { lr: 0.3 }),
    batches: makeBatches(POINTS, { batchSize: 20, seed }),
  }
  return Array.from({ length: UPDATES / EVERY + 1 }, (_, i) => {
    if (i) trainOn(run, EVERY)
    return [i * EVERY, lossOf(network, POINTS)]
  })
}

customElements.define("try-mirror", class extends Tried {
  /** @type {typeof HIDDEN[number]} */
  depth = "2"
  /** @type {boolean[]} for W₁, b₁, W₂, b₂ and so on */
  flipped = []
  seed = 6
  /** @type {Record<string, Map<number, boolean>>} by depth and seed, nothing flipped: whether ReLU ends lower */
  draws = { 1: new Map(), 2: new Map() }

  /** @param {HTMLElement} stage */
  start(stage) {
    this.chart = new Chart({
      x: { label: "update", min: 0, max: UPDATES },
      y: { label: "training loss (nats)", min: 0, max: 0.8 },
      series: [{ name: "ReLU", color: 0 }, { name: "min(x, 0)", color: 1 }],
      label: "Training loss of both networks",
      height: 220,
    })
    this.numbers = make("p", { className: "try__numbers" })
    this.list = make("ul", { className: "try__list" })
    this.boxes = make("div")
    const layers = choice({ label: "Hidden layers", names: HIDDEN, value: this.depth, chosen: (depth) => this.turn(depth) })
    const buttons = make("div", { className: "control__actions" }, button("other initial weights", () => {
      this.seed += 1
      this.train()
    }))
    stage.append(layers, this.boxes, this.numbers, this.list, this.chart.element, buttons)
    this.turn(this.depth)
  }

  /** @param {typeof HIDDEN[number]} depth */
  turn(depth) {
    this.depth = depth
    this.flipped = []
    const names = Array.from({ length: Number(depth) + 1 }, (_, i) => [`W${LOWERED[i]}`, `b${LOWERED[i]}`]).flat()
    this.boxes?.replaceChildren(switches({
      label: "Flip signs in the network with min", names,
      changed: (on) => {
        this.flipped = on
        this.train()
      },
    }))
    this.train()
  }

  /** @param {"relu" | "min"} activation @returns {Network} */
  network(activation) {
    const widths = Array.from({ length: Number(this.depth) }, () => WIDTH)
    return makeNetwork({ sizes: [2, ...widths, 2], activation, seed: this.seed })
  }

  /** The network with min, some of its signs flipped. */
  get mirrored() {
    const network = this.network("min")
    const groups = network.layers.flatMap(({ weight, bias }) => [weight, bias])
    groups.filter((_, i) => this.flipped[i]).forEach((group) => group.forEach((value, i) => { group[i] = -value }))
    return network
  }

  train() {
    const relu = this.network("relu")
    const min = this.mirrored
    const [first, second] = [given(relu), given(min)]
    const last = first.length - 1
    const before = apart(first[last], second[last], -1)
    const wrong = first.slice(0, last).map((values, i) => apart(values, second[i], 1) > 0)
    this.#list(wrong, before)
    const curves = [trained(relu, this.seed), trained(min, this.seed)]
    if (this.chart) this.chart.y.max = topOf(curves)
    this.chart?.draw(curves)
    const after = apart(given(relu)[last], given(min)[last], -1)
    if (this.numbers) this.numbers.textContent = `output difference ${words(before)} at the start · ${words(after)} after ${UPDATES} updates`
    const [reluLoss, minLoss] = curves.map((curve) => curve[curve.length - 1][1])
    const isEqualStart = !this.flipped.includes(true)
    if (isEqualStart) this.draws[this.depth].set(this.seed, reluLoss < minLoss)
    const ends = before === 0 || isEqualStart ? compared(reluLoss, minLoss) : ""
    const tally = isEqualStart ? tallied([...this.draws[this.depth].values()]) : ""
    this.say(`${this.sentence(before, after, wrong)}${ends}${tally} Trained here, in your browser.`)
  }

  /** @param {boolean[]} wrong for each hidden layer @param {number} before */
  #list(wrong, before) {
    const hidden = wrong.map((is, i) => make("li", { className: is ? "is-wrong" : "is-right" },
      `hidden layer ${i + 1}: ${is ? "not minus that of ReLU" : "minus that of ReLU, for every point"}`))
    const output = before === 0 ? "the same as ReLU's, for every point" : `differs by up to ${words(before)}`
    this.list?.replaceChildren(...hidden, make("li", { className: before === 0 ? "is-right" : "is-wrong" }, `output: ${output}`))
  }

  /** @param {number} before @param {number} after @param {boolean[]} wrong */
  sentence(before, after, wrong) {
    if (before === 0 && after === 0) return "Difference 0, before training and after it: min computes what ReLU computes, and the two curves are one."
    if (!this.flipped.includes(true)) return "Nothing is flipped: from the same weights the two networks compute different outputs, and their curves part."
    const place = wrong.includes(true) ? `hidden layer ${wrong.indexOf(true) + 1}` : "the output"
    return `Not the same yet, and the curves part. The first part that does not fit is ${place}.`
  }
})

/** @param {number} relu @param {number} min */
function compared(relu, min) {
  if (relu === min) return ` Both losses end at ${relu.toFixed(3)}.`
  const ahead = relu < min ? "ReLU" : "min"
  return ` Here ${ahead} ends lower (ReLU ${relu.toFixed(3)}, min ${min.toFixed(3)}).`
}

/** What the draws of this reader say together. @param {boolean[]} reluLower for each draw */
function tallied(reluLower) {
  const count = reluLower.length
  if (count === 1) return " Are other initial weights in favor of the same one?"
  const relu = reluLower.filter(Boolean).length
  return ` So far: min lower in ${count - relu}, ReLU lower in ${relu} of ${count}. `
    + "Few draws show no side: what this build measured, below, averages many."
}
