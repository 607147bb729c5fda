// Trains small networks in the reader's browser, in float64. The tests hold it against PyTorch.
//
//   const network = makeNetwork({ sizes: [2, 16, 2], activation: "tanh", seed: 0 })
//   const optimizer = sgd(network, { lr: 0.1, momentum: 0.9 })
//   const batches = makeBatches(examples, { batchSize: 10, seed: 0 })
//   const losses = trainOn({ network, optimizer, batches }, 200)

import { nextBatch } from "./training/batches.js"
import { forward, gradient } from "./training/network.js"
import { update } from "./training/optimizers.js"

export { makeBatches, nextBatch } from "./training/batches.js"
export { activations, softmax } from "./training/functions.js"
export { forward, gradient, lossOf, makeNetwork } from "./training/network.js"
export { adam, sgd, update } from "./training/optimizers.js"
export { makeGenerator, normal, shuffle, uniform } from "./training/random.js"
export { parts, restore, snapshot } from "./training/snapshots.js"

/**
 * @typedef {import("./training/network.js").Network} Network
 * @typedef {import("./training/network.js").Examples} Examples
 * @typedef {import("./training/optimizers.js").Optimizer} Optimizer
 * @typedef {import("./training/batches.js").Batches} Batches
 * @typedef {import("./training/snapshots.js").Snapshot} Snapshot
 * @typedef {{ network: Network, optimizer: Optimizer, batches: Batches }} Run
 */

/**
 * One iteration: the gradient of the examples' loss, and one update.
 *
 * @param {Network} network
 * @param {Optimizer} optimizer
 * @param {Examples} examples
 * @returns {number} the loss before the update
 */
export function step(network, optimizer, examples) {
  const loss = gradient(network, examples)
  update(network, optimizer)
  return loss
}

/**
 * @param {Run} run goes on from where it is
 * @param {number} steps
 * @returns {Float64Array} each step's loss, of its batch and before its update
 */
export function trainOn({ network, optimizer, batches }, steps) {
  const losses = new Float64Array(steps)
  for (let s = 0; s < steps; s++) losses[s] = step(network, optimizer, nextBatch(batches))
  return losses
}

/**
 * @param {Network} network
 * @param {Examples} examples with classes
 * @returns {number} the share of them whose largest output is that of their class
 */
export function accuracyOf(network, { x, y, count }) {
  const outputs = forward(network, x)
  const classes = outputs.length / count
  let right = 0
  for (let i = 0; i < count; i++) if (largest(outputs, i * classes, classes) === y[i]) right++
  return right / count
}

/**
 * @param {Float64Array} outputs
 * @param {number} start
 * @param {number} classes
 * @returns {number} the class of the largest output
 */
function largest(outputs, start, classes) {
  let best = 0
  for (let c = 1; c < classes; c++) if (outputs[start + c] > outputs[start + best]) best = c
  return best
}
