// Checkpoints: everything that decides how a run goes on.

/**
 * @typedef {import("../trainer.js").Run} Run
 *
 * @typedef {object} Snapshot
 * @property {Float64Array} weights all weights and biases
 * @property {{ means: Float64Array, squares: Float64Array, steps: number }} optimizer
 * @property {number} generator
 * @property {{ order: Int32Array, next: number }} position within the epoch
 */

/**
 * @param {Run} run
 * @returns {Snapshot} a copy: the run may go on
 */
export function snapshot({ network, optimizer, batches }) {
  const { means, squares, steps } = optimizer
  return {
    weights: network.parameters.slice(),
    optimizer: { means: means.slice(), squares: squares.slice(), steps },
    generator: batches.generator.state,
    position: { order: batches.order.slice(), next: batches.position },
  }
}

/** @type {{ [Part in keyof Snapshot]: (run: Run, saved: Snapshot[Part]) => void }} */
const restorers = {
  weights({ network }, weights) {
    network.parameters.set(weights)
  },
  optimizer({ optimizer }, { means, squares, steps }) {
    optimizer.means.set(means)
    optimizer.squares.set(squares)
    optimizer.steps = steps
  },
  generator({ batches }, state) {
    batches.generator.state = state
  },
  position({ batches }, { order, next }) {
    batches.order.set(order)
    batches.position = next
  },
}

/** The parts of a snapshot, by name. */
export const parts = /** @type {(keyof Snapshot)[]} */ (Object.keys(restorers))

/**
 * Brings a run, another one of the same settings or the same, back to where the snapshot was taken.
 *
 * @param {Run} run
 * @param {Snapshot} saved
 * @param {(keyof Snapshot)[]} [chosen] what else there is stays as it is in the run
 */
export function restore(run, saved, chosen = parts) {
  for (const part of chosen) restorePart(run, saved, part)
}

/**
 * @template {keyof Snapshot} Part
 * @param {Run} run
 * @param {Snapshot} saved
 * @param {Part} part
 */
function restorePart(run, saved, part) {
  restorers[part](run, saved[part])
}
