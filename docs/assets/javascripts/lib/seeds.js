// Twenty networks that differ only in their seed learn two moons: how good each is, and all together.

import { accuracyOf, forward, makeBatches, makeGenerator, makeNetwork, sgd, softmax, trainOn } from "../trainer.js"
import { moons } from "./moons.js"

/**
 * Accuracies in percent: of each seed, and of all seeds together on the test data.
 * @typedef {{ validation: number[], test: number[], ensemble: number }} Trained
 */

export const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1)
const SIZES = [2, 8, 8, 8, 8, 8, 2]
const STEPS = 200

// A draw in which validation points are as hard as test points, and the best seed keeps as little as
// in most draws. Over 36 draws it keeps a fifth of its lead on average, less than the ensemble gains.
const generator = makeGenerator(28)
const train = moons(200, 0.3, generator)
export const validation = moons(60, 0.3, generator)
const test = moons(500, 0.3, generator)

/**
 * Trains one network for each seed.
 * @param {number} gain times He's standard deviation
 * @param {number} lr
 * @param {Trained} trained to which each network is added
 */
export function* trainAll(gain, lr, trained) {
  const sums = new Float64Array(2 * test.count)
  for (const seed of SEEDS) {
    const network = makeNetwork({ sizes: SIZES, activation: "relu", initial: "he", gain, seed })
    const optimizer = sgd(network, { lr, momentum: 0.9 })
    const batches = makeBatches(train, { batchSize: 20, seed: 0 })
    trainOn({ network, optimizer, batches }, STEPS)
    yield // here: with the last network all is done, its numbers and the sentence appear at once
    trained.validation.push(100 * accuracyOf(network, validation))
    trained.test.push(100 * accuracyOf(network, test))
    softmax(forward(network, test.x), 2).forEach((p, i) => { sums[i] += p })
    trained.ensemble = 100 * shareRight(sums)
  }
}

/** @param {Float64Array} sums of the networks' probabilities, two for each test point */
function shareRight(sums) {
  let right = 0
  test.y.forEach((label, i) => { right += sums[2 * i + label] > sums[2 * i + 1 - label] ? 1 : 0 })
  return right / test.count
}

/**
 * How many times as large as its inputs the signals are behind the last hidden layer, before training.
 * @param {number} gain
 */
export function growth(gain) {
  const ratios = SEEDS.map((seed) => {
    const network = makeNetwork({ sizes: SIZES, activation: "relu", initial: "he", gain, seed })
    forward(network, validation.x)
    const signals = network.buffers.get(validation.count)?.outputs[SIZES.length - 3] ?? []
    return rootMeanSquare(signals) / rootMeanSquare(validation.x)
  })
  return mean(ratios)
}

/** @param {ArrayLike<number>} values */
function rootMeanSquare(values) {
  return Math.hypot(...Array.from(values)) / Math.sqrt(values.length)
}

/** @param {number[]} values */
export function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
