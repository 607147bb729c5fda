// Initial values of weights and biases.

import { makeGenerator, normal, uniform } from "./random.js"

/**
 * @typedef {import("./network.js").Layer} Layer
 * @typedef {import("./random.js").Generator} Generator
 * @typedef {keyof typeof schemes} Scheme
 */

/** One value for a layer with so many inputs and outputs. */
const schemes = {
  zeros: () => 0,
  constant: () => 1,
  /** What `nn.Linear` begins with. @type {(layer: Layer, generator: Generator) => number} */
  default: ({ inputs }, generator) => (2 * uniform(generator) - 1) / Math.sqrt(inputs),
  /** @type {(layer: Layer, generator: Generator) => number} */
  xavier: ({ inputs, outputs }, generator) => normal(generator) * Math.sqrt(2 / (inputs + outputs)),
  /** @type {(layer: Layer, generator: Generator) => number} */
  he: ({ inputs }, generator) => normal(generator) * Math.sqrt(2 / inputs),
}

/**
 * Gives the weights of all layers new values, and the biases, too: with "default" they are drawn as
 * the weights are, otherwise they are 0.
 *
 * @param {Layer[]} layers
 * @param {Scheme} initial
 * @param {number} gain by which every value is multiplied
 * @param {number} seed
 */
export function initialize(layers, initial, gain, seed) {
  const generator = makeGenerator(seed)
  const draw = schemes[initial]
  for (const layer of layers) {
    const { weight, bias } = layer
    for (let i = 0; i < weight.length; i++) weight[i] = gain * draw(layer, generator)
    bias.fill(0)
    if (initial !== "default") continue
    for (let i = 0; i < bias.length; i++) bias[i] = gain * draw(layer, generator)
  }
}
