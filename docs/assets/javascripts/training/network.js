// Dense networks: forward and backward through all examples of a batch at once.

import { activations, losses } from "./functions.js"
import { initialize } from "./initial.js"

/**
 * Arrays of several examples stand row after row: x of two examples with three inputs is
 * [x₁₁, x₁₂, x₁₃, x₂₁, x₂₂, x₂₃].
 *
 * @typedef {object} Examples
 * @property {Float64Array} x [count × inputs]
 * @property {Int32Array | Float64Array} y a class for each example, or with "mse" [count × outputs]
 * @property {number} count
 *
 * @typedef {object} Layer
 * @property {number} inputs
 * @property {number} outputs
 * @property {Float64Array} weight [outputs × inputs], as in `nn.Linear`; a view of `parameters`
 * @property {Float64Array} bias [outputs]
 * @property {Float64Array} weightGrad of the last `gradient`, as `weight.grad` in PyTorch
 * @property {Float64Array} biasGrad
 *
 * @typedef {{ outputs: Float64Array[], grads: Float64Array[] }} Buffers one array for each layer
 *
 * @typedef {object} Network
 * @property {Layer[]} layers
 * @property {Float64Array} parameters of all layers, one after the other: weight, bias, weight, …
 * @property {Float64Array} grad in the same order
 * @property {keyof typeof activations} activation of the hidden layers
 * @property {keyof typeof losses} loss
 * @property {Map<number, Buffers>} buffers by the number of examples
 */

/**
 * @param {object} settings
 * @param {number[]} settings.sizes [2, 16, 3]: two inputs, one hidden layer of 16 units, three outputs
 * @param {keyof typeof activations} [settings.activation] of the hidden layers; the last one is linear
 * @param {keyof typeof losses} [settings.loss]
 * @param {import("./initial.js").Scheme} [settings.initial]
 * @param {number} [settings.gain] by which all initial values are multiplied
 * @param {number} settings.seed of the initial values
 * @returns {Network}
 */
export function makeNetwork({
  sizes, activation = "relu", loss = "cross-entropy", initial = "default", gain = 1, seed,
}) {
  const parameters = new Float64Array(countParameters(sizes))
  const grad = new Float64Array(parameters.length)
  const layers = makeLayers(sizes, parameters, grad)
  initialize(layers, initial, gain, seed)
  return { layers, parameters, grad, activation, loss, buffers: new Map() }
}

/** @param {number[]} sizes */
function countParameters(sizes) {
  let count = 0
  for (let l = 1; l < sizes.length; l++) count += (sizes[l - 1] + 1) * sizes[l]
  return count
}

/**
 * @param {number[]} sizes
 * @param {Float64Array} parameters
 * @param {Float64Array} grad
 * @returns {Layer[]}
 */
function makeLayers(sizes, parameters, grad) {
  const layers = []
  let start = 0
  for (let l = 1; l < sizes.length; l++) {
    const inputs = sizes[l - 1]
    const outputs = sizes[l]
    const middle = start + inputs * outputs
    const end = middle + outputs
    layers.push({
      inputs,
      outputs,
      weight: parameters.subarray(start, middle),
      bias: parameters.subarray(middle, end),
      weightGrad: grad.subarray(start, middle),
      biasGrad: grad.subarray(middle, end),
    })
    start = end
  }
  return layers
}

/**
 * @param {Network} network
 * @param {Float64Array} x [count × inputs]
 * @returns {Float64Array} [count × outputs]; the next call with as many examples overwrites it
 * @throws {RangeError} when x holds no whole number of examples
 */
export function forward(network, x) {
  const { outputs } = buffersFor(network, x)
  const { value } = activations[network.activation]
  const last = outputs.length - 1
  let inputs = x
  for (let l = 0; l <= last; l++) {
    dense(network.layers[l], inputs, outputs[l])
    inputs = outputs[l]
    if (l === last) break
    for (let i = 0; i < inputs.length; i++) inputs[i] = value(inputs[i])
  }
  return inputs
}

/**
 * @param {Network} network
 * @param {Examples} examples
 * @returns {number} the mean loss
 */
export function lossOf(network, { x, y }) {
  const { grads } = buffersFor(network, x)
  return losses[network.loss](forward(network, x), y, grads[grads.length - 1])
}

/**
 * Writes the gradient of the mean loss to `network.grad`.
 *
 * @param {Network} network
 * @param {Examples} examples
 * @returns {number} the loss
 */
export function gradient(network, examples) {
  const loss = lossOf(network, examples) // writes the last of the grads
  const { slope } = activations[network.activation]
  const { outputs, grads } = buffersFor(network, examples.x)
  network.grad.fill(0)
  for (let l = grads.length - 1; l > 0; l--) {
    const hidden = outputs[l - 1]
    addParameterGrads(network.layers[l], hidden, grads[l])
    writeInputGrads(network.layers[l], grads[l], grads[l - 1])
    for (let i = 0; i < hidden.length; i++) grads[l - 1][i] *= slope(hidden[i])
  }
  addParameterGrads(network.layers[0], examples.x, grads[0])
  return loss
}

/**
 * @param {Layer} layer
 * @param {Float64Array} x [count × inputs]
 * @param {Float64Array} y [count × outputs], written
 */
function dense({ inputs, outputs, weight, bias }, x, y) {
  const count = y.length / outputs
  for (let i = 0; i < count; i++) {
    for (let o = 0; o < outputs; o++) {
      let sum = bias[o]
      for (let k = 0; k < inputs; k++) sum += weight[o * inputs + k] * x[i * inputs + k]
      y[i * outputs + o] = sum
    }
  }
}

/**
 * @param {Layer} layer
 * @param {Float64Array} x [count × inputs]
 * @param {Float64Array} grad of the layer's outputs [count × outputs]
 */
function addParameterGrads({ inputs, outputs, weightGrad, biasGrad }, x, grad) {
  for (let j = 0; j < grad.length; j++) {
    const o = j % outputs
    const row = ((j - o) / outputs) * inputs
    biasGrad[o] += grad[j]
    for (let k = 0; k < inputs; k++) weightGrad[o * inputs + k] += grad[j] * x[row + k]
  }
}

/**
 * @param {Layer} layer
 * @param {Float64Array} grad of the layer's outputs [count × outputs]
 * @param {Float64Array} inputGrad [count × inputs], written
 */
function writeInputGrads({ inputs, outputs, weight }, grad, inputGrad) {
  inputGrad.fill(0)
  for (let j = 0; j < grad.length; j++) {
    const o = j % outputs
    const row = ((j - o) / outputs) * inputs
    for (let k = 0; k < inputs; k++) inputGrad[row + k] += grad[j] * weight[o * inputs + k]
  }
}

/**
 * What a pass writes to is made once for each number of examples.
 *
 * @param {Network} network
 * @param {Float64Array} x
 * @returns {Buffers}
 */
function buffersFor({ layers, buffers }, x) {
  const count = x.length / layers[0].inputs
  const found = buffers.get(count)
  if (found) return found
  if (!Number.isInteger(count)) {
    throw new RangeError(`x has ${x.length} numbers: give ${layers[0].inputs} for each example`)
  }
  const arrays = () => layers.map(({ outputs }) => new Float64Array(count * outputs))
  const made = { outputs: arrays(), grads: arrays() }
  buffers.set(count, made)
  return made
}
