// Mini-batches: every example once in an epoch, in a new random order each time.

import { makeGenerator, shuffle } from "./random.js"

/**
 * @typedef {import("./network.js").Examples} Examples
 *
 * @typedef {object} Batches
 * @property {Examples} examples
 * @property {number} batchSize
 * @property {import("./random.js").Generator} generator
 * @property {Int32Array} order of the examples in this epoch
 * @property {number} position in the order
 * @property {Map<number, Examples>} buffers by the size of a batch
 */

/**
 * @param {Examples} examples
 * @param {{ batchSize: number, seed: number }} settings a last, shorter batch is kept
 * @returns {Batches}
 */
export function makeBatches(examples, { batchSize, seed }) {
  const order = new Int32Array(examples.count)
  const generator = makeGenerator(seed)
  return { examples, batchSize, generator, order, position: order.length, buffers: new Map() }
}

/**
 * @param {Batches} batches moves on by one batch
 * @returns {Examples} the next call overwrites it
 */
export function nextBatch(batches) {
  const { examples, batchSize, order } = batches
  if (batches.position === order.length) beginEpoch(batches)
  const batch = bufferFor(batches, Math.min(batchSize, order.length - batches.position))
  for (let i = 0; i < batch.count; i++) {
    const row = order[batches.position++]
    copyRow(examples.x, row, batch.x, i, batch.count)
    copyRow(examples.y, row, batch.y, i, batch.count)
  }
  return batch
}

/**
 * The order is made of the generator's state alone: whoever restores that gets the same order.
 *
 * @param {Batches} batches
 */
function beginEpoch(batches) {
  const { order, generator } = batches
  for (let i = 0; i < order.length; i++) order[i] = i
  shuffle(generator, order)
  batches.position = 0
}

/**
 * @param {Float64Array | Int32Array} from
 * @param {number} row
 * @param {Float64Array | Int32Array} to
 * @param {number} toRow
 * @param {number} count of the rows in `to`
 */
function copyRow(from, row, to, toRow, count) {
  const width = to.length / count
  for (let j = 0; j < width; j++) to[toRow * width + j] = from[row * width + j]
}

/**
 * @param {Batches} batches
 * @param {number} size
 * @returns {Examples}
 */
function bufferFor({ examples: { x, y, count }, buffers }, size) {
  const found = buffers.get(size)
  if (found) return found
  const made = { x: x.slice(0, (x.length / count) * size), y: y.slice(0, (y.length / count) * size), count: size }
  buffers.set(size, made)
  return made
}
