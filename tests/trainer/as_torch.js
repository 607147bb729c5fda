// Trains each case on the batches that torch had: the first gradient, all losses, the last parameters.

import * as trainer from "../../docs/assets/javascripts/trainer.js"
import { answer, asked } from "./asked.js"

const H = 1e-5

function batchOf({ x, y, loss }, rows) {
  const values = rows.map(row => y[row]).flat()
  const targets = loss === "mse" ? Float64Array.from(values) : Int32Array.from(values)
  return { x: Float64Array.from(rows.flatMap(row => x[row])), y: targets, count: rows.length }
}

function networkOf(task, { activation }) {
  const { sizes, loss, parameters } = task
  const network = trainer.makeNetwork({ sizes, activation, loss, seed: 0 })
  network.parameters.set(parameters)
  return network
}

function trained(task, settings) {
  const network = networkOf(task, settings)
  const { optimizer, lr, momentum, weightDecay } = settings
  const optimize = trainer[optimizer](network, { lr, momentum, weightDecay })
  const batches = task.batches.map(rows => batchOf(task, rows))
  trainer.gradient(network, batches[0])
  const grad = network.grad.slice()
  const losses = batches.map(batch => trainer.step(network, optimize, batch))
  return { grad, losses, parameters: network.parameters }
}

/** The slope of the loss in every parameter: the gradient without any backward pass. */
function differences(task, settings) {
  const network = networkOf(task, settings)
  const batch = batchOf(task, task.batches[0])
  const lossAt = (i, value) => {
    const before = network.parameters[i]
    network.parameters[i] = value
    const loss = trainer.lossOf(network, batch)
    network.parameters[i] = before
    return loss
  }
  return network.parameters.map((value, i) => (lossAt(i, value + H) - lossAt(i, value - H)) / (2 * H))
}

function judged(task, settings) {
  const network = networkOf(task, settings)
  const all = batchOf(task, task.x.map((_, row) => row))
  const outputs = trainer.forward(network, all.x)
  const probabilities = trainer.softmax(outputs, task.sizes.at(-1))
  return { outputs, probabilities, accuracy: trainer.accuracyOf(network, all) }
}

answer({
  trained: asked.cases.map(({ task, ...settings }) => trained(asked.tasks[task], settings)),
  differences: asked.cases.map(({ task, ...settings }) => differences(asked.tasks[task], settings)),
  judged: judged(asked.tasks.classes, { activation: "tanh" }),
})
