// A network that learns two moons until it is good enough, or until there were many epochs.

import { moons } from "./moons.js"
import { accuracyOf, adam, makeBatches, makeGenerator, makeNetwork, sgd, trainOn } from "../trainer.js"

/** @typedef {"SGD" | "SGD with momentum 0.9" | "Adam"} Rule */
/** @typedef {{ rule: Rule, lr: number, batchSize: number }} Settings */
/** @typedef {{ settings: Settings, losses: number[], reached: boolean, milliseconds: number }} Run one loss for each epoch */

export const EPOCHS = 600
const TARGET = 0.9

const generator = makeGenerator(1)
const train = moons(640, 0.2, generator)
const validation = moons(200, 0.2, generator)

/** @param {Settings} settings */
export function updatesAnEpoch({ batchSize }) {
  return Math.ceil(train.count / batchSize)
}

/**
 * Trains until the target is reached, epoch by epoch.
 * @param {Run} run to which each epoch's loss is added
 */
export function* trainOne(run) {
  const { rule, lr, batchSize } = run.settings
  const network = makeNetwork({ sizes: [2, 16, 2], activation: "relu", seed: 1 })
  const momentum = rule === "SGD" ? 0 : 0.9
  const optimizer = rule === "Adam" ? adam(network, { lr }) : sgd(network, { lr, momentum })
  const batches = makeBatches(train, { batchSize, seed: 1 })
  const updates = updatesAnEpoch(run.settings)
  while (run.losses.length < EPOCHS && !run.reached) {
    const start = performance.now()
    const losses = trainOn({ network, optimizer, batches }, updates)
    run.milliseconds += performance.now() - start
    run.losses.push(losses.reduce((sum, loss) => sum + loss, 0) / updates)
    run.reached = accuracyOf(network, validation) >= TARGET
    yield
  }
}

/** Whether a run came to its end and was not given up for another one. @param {Run} run */
export function ended({ losses, reached }) {
  return reached || losses.length === EPOCHS
}

/** Whether the loss at the end is lower than ever in the first three quarters of the run. @param {Run} run */
export function stillFalls({ losses }) {
  return losses[losses.length - 1] < Math.min(...losses.slice(0, 0.75 * EPOCHS))
}
