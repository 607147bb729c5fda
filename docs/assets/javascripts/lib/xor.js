// The XOR problem: four clouds of points, of which those on a diagonal share a class.

import { accuracyOf, adam, forward, makeGenerator, makeNetwork, normal, step } from "../trainer.js"

/** @typedef {import("../trainer.js").Examples} Examples */
/** @typedef {import("../trainer.js").Network} Network */

const CORNERS = [[-1, -1, 0], [1, 1, 0], [1, -1, 1], [-1, 1, 1]]
export const UPDATES = 200

/**
 * @param {number} each how many points a cloud has
 * @param {number} seed
 * @returns {Examples} around the corners (±1, ±1), with standard deviation 0.15
 */
export function xorClouds(each, seed) {
  const generator = makeGenerator(seed)
  const count = 4 * each
  const examples = { x: new Float64Array(2 * count), y: new Int32Array(count), count }
  for (let i = 0; i < count; i++) {
    const [x1, x2, label] = CORNERS[i % 4]
    examples.x[2 * i] = x1 + 0.15 * normal(generator)
    examples.x[2 * i + 1] = x2 + 0.15 * normal(generator)
    examples.y[i] = label
  }
  return examples
}

/** Few enough that a network is trained within a frame or two. */
export const POINTS = xorClouds(15, 1)

/**
 * Trained on all points at once, by Adam.
 * @param {{ sizes: number[], activation: Network["activation"], seed: number }} settings
 * @returns {{ network: Network, right: number }} and how many points it gets right
 */
export function trainedOnXor(settings) {
  const network = makeNetwork(settings)
  const optimizer = adam(network, { lr: 0.05 })
  for (let i = 0; i < UPDATES; i++) step(network, optimizer, POINTS)
  return { network, right: Math.round(accuracyOf(network, POINTS) * POINTS.count) }
}

/**
 * @param {Network} network
 * @param {Float64Array} inputs
 * @returns {Float64Array} the second logit minus the first one: positive where the answer is the second class
 */
export function leadOf(network, inputs) {
  const logits = forward(network, inputs)
  return Float64Array.from({ length: logits.length / 2 }, (_, i) => logits[2 * i + 1] - logits[2 * i])
}
