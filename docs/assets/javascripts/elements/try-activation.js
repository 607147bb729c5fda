// A network of two layers on the XOR problem: what its activation does to its boundary.

import { choice } from "../lib/controls.js"
import { make } from "../lib/making.js"
import { Plane } from "../lib/plane.js"
import { Tried } from "../lib/tried.js"
import { POINTS, UPDATES, leadOf, trainedOnXor } from "../lib/xor.js"

const ACTIVATIONS = /** @type {const} */ ({
  ReLU: { activation: "relu", notice: "The boundary is made of straight pieces: each bend comes from the kink of a unit" },
  sigmoid: { activation: "sigmoid", notice: "The boundary is a smooth curve, as the sigmoid is" },
  tanh: { activation: "tanh", notice: "The boundary is a smooth curve, as tanh is" },
  none: { activation: "linear", notice: "The boundary is one straight line: two layers with nothing between them compute what one layer computes" },
})

/** @typedef {keyof typeof ACTIVATIONS} Name */

customElements.define("try-activation", class extends Tried {
  /** @param {HTMLElement} stage */
  start(stage) {
    const names = /** @type {Name[]} */ (Object.keys(ACTIVATIONS))
    this.plane = new Plane(["class 0", "class 1"])
    this.numbers = make("p", { className: "try__numbers" })
    stage.append(choice({ label: "Activation of 8 hidden units", names, value: "ReLU", chosen: (name) => this.train(name) }),
      this.numbers, this.plane.element)
    this.train("ReLU")
  }

  /** @param {Name} name */
  train(name) {
    const { activation, notice } = ACTIVATIONS[name]
    const { network, right } = trainedOnXor({ sizes: [2, 8, 2], activation, seed: 0 })
    const text = `${right} of ${POINTS.count} points right`
    if (this.numbers) this.numbers.textContent = text
    this.plane?.draw(POINTS, (inputs) => leadOf(network, inputs), `Activation ${name}: ${text}`)
    this.say(`${notice}. ${right} of ${POINTS.count} points are right. Trained here, in your browser, for ${UPDATES} updates.`)
  }
})
