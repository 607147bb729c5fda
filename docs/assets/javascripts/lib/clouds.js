// The XOR problem: four clouds of points, of which those on a diagonal share a class.

import { makeGenerator, normal } from "../trainer.js"

/** @typedef {import("../trainer.js").Examples} Examples */

const CORNERS = [[-1, -1, 0], [1, 1, 0], [1, -1, 1], [-1, 1, 1]]

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
