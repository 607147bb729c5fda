// The XOR problem: how many layers a network has, what it can learn, and what its activation is for.

import { button, choice, slider } from "../lib/controls.js"
import { make } from "../lib/making.js"
import { Plane } from "../lib/plane.js"
import { Tried } from "../lib/tried.js"
import { POINTS, UPDATES, leadOf, trainedOnXor } from "../lib/xor.js"

/** @typedef {import("../trainer.js").Network} Network */

const HIDDEN = /** @type {const} */ (["0", "1", "2"])
const WIDTHS = [1, 2, 3, 4, 6, 8]
const ACTIVATIONS = /** @type {const} */ ({ ReLU: "relu", tanh: "tanh", none: "linear" })

/** @typedef {keyof typeof ACTIVATIONS} Activation */

/** @param {number} count @param {string} noun */
function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`
}

customElements.define("try-layers", class extends Tried {
  /** @type {typeof HIDDEN[number]} */
  depth = "0"
  /** @type {Activation} */
  activation = "ReLU"
  width = 8
  seed = 0

  /** @param {HTMLElement} stage */
  start(stage) {
    this.plane = new Plane(["class 0", "class 1"])
    this.numbers = make("p", { className: "try__numbers" })
    this.body = make("tbody")
    const names = ["units", "parameters"].map((name) => make("th", { scope: "col" }, name))
    const head = make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "column"), ...names))
    const table = make("table", { className: "try__table" }, head, this.body)
    const how = make("p", {}, `Every move trains the network anew, in your browser, for ${UPDATES} updates.`)
    stage.append(how, make("div", { className: "controls" }, ...this.fields()), this.numbers,
      make("div", { className: "controls" }, this.plane.element, table),
      make("div", { className: "control__actions" }, button("other initial weights", () => this.change({ seed: this.seed + 1 }))))
    this.train(true)
  }

  fields() {
    return [
      choice({ label: "Hidden layers", names: HIDDEN, value: this.depth, chosen: (depth) => this.change({ depth }) }),
      choice({
        label: "Activation of the hidden layers", names: /** @type {Activation[]} */ (Object.keys(ACTIVATIONS)), value: this.activation,
        chosen: (activation) => this.change({ activation }),
      }),
      slider({
        label: "Width", values: WIDTHS, value: this.width, format: (width) => counted(width, "unit"),
        moved: (width, released) => this.change({ width }, released),
      }).element,
    ]
  }

  /** @param {{ depth?: typeof HIDDEN[number], activation?: Activation, width?: number, seed?: number }} settings */
  change(settings, released = true) {
    Object.assign(this, settings)
    this.train(released)
  }

  /** @param {boolean} released */
  train(released) {
    const sizes = [2, ...Array.from({ length: Number(this.depth) }, () => this.width), 2]
    const { network, right } = trainedOnXor({ sizes, activation: ACTIVATIONS[this.activation], seed: this.seed })
    const layers = network.layers.length
    const text = `${counted(layers, "layer")} · ${network.parameters.length} parameters · ${right} of ${POINTS.count} points right`
    if (this.numbers) this.numbers.textContent = text
    this.body?.replaceChildren(...rows(network))
    this.plane?.draw(POINTS, (inputs) => leadOf(network, inputs), `What the trained network answers: ${text}`)
    if (released) this.say(`${count(layers)} ${this.sentence(layers, right)}`)
  }

  /** @param {number} layers @param {number} right */
  sentence(layers, right) {
    if (layers === 1) return `One layer draws one straight line: ${right} points are right. The width and the activation belong to hidden layers, so they change nothing.`
    if (this.activation === "none") return `Nothing between them bends the line: they draw one straight line, as one layer does, and ${right} points are right.`
    if (this.width === 1) return `One unit passes on one weighted sum, so even with ${this.activation} the boundary is one straight line at most: ${right} points are right. Try more units.`
    if (right === POINTS.count) return `With ${this.activation} they bend the boundary: all ${right} points are right.`
    return `With ${this.activation} they can bend the boundary, but these weights end with ${right} points right. Try other initial weights, or more units.`
  }
})

/** Which columns of units are counted. @param {number} layers */
function count(layers) {
  return `${layers + 1} columns, ${counted(layers, "layer")}: the input has nothing to learn, so it is not counted.`
}

/** One row for each column of units. @param {Network} network */
function rows({ layers }) {
  const named = layers.map(({ inputs, outputs }, i) => {
    const place = i === layers.length - 1 ? "output" : `hidden ${i + 1}`
    return [`${place}: layer ${i + 1}`, outputs, `${inputs} · ${outputs} + ${outputs} = ${(inputs + 1) * outputs}`]
  })
  return [["input", layers[0].inputs, "0"], ...named].map(([name, units, parameters]) =>
    make("tr", {}, make("th", { scope: "row" }, String(name)), make("td", {}, String(units)), make("td", {}, String(parameters))))
}
