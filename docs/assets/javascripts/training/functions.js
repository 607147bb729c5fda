// Activation functions and losses.

/**
 * @typedef {object} Activation
 * @property {(x: number) => number} value
 * @property {(y: number) => number} slope the derivative where the value is y: tanh has 1 − y²
 */

/** At the kink, where x = 0, the slope of the left of relu and leaky, of the right of min: as in PyTorch. */
export const activations = {
  /** @type {Activation} */
  relu: { value: x => (x > 0 ? x : 0), slope: y => (y > 0 ? 1 : 0) },
  /** @type {Activation} */
  min: { value: x => (x < 0 ? x : 0), slope: y => (y < 0 ? 1 : 0) },
  /** @type {Activation} */
  leaky: { value: x => (x > 0 ? x : 0.01 * x), slope: y => (y > 0 ? 1 : 0.01) },
  /** @type {Activation} */
  tanh: { value: Math.tanh, slope: y => 1 - y * y },
  /** @type {Activation} */
  sigmoid: { value: x => 1 / (1 + Math.exp(-x)), slope: y => y * (1 - y) },
  /** @type {Activation} */
  linear: { value: x => x, slope: () => 1 },
}

/**
 * Mean squared error over all outputs of all examples, as `nn.MSELoss`.
 *
 * @param {Float64Array} outputs
 * @param {ArrayLike<number>} targets one for each output
 * @param {Float64Array} grad of the loss with respect to the outputs; written
 * @returns {number} the loss
 */
function meanSquaredError(outputs, targets, grad) {
  let sum = 0
  for (let i = 0; i < outputs.length; i++) {
    const error = outputs[i] - targets[i]
    grad[i] = (2 * error) / outputs.length
    sum += error * error
  }
  return sum / outputs.length
}

/**
 * Mean cross-entropy of the softmax, in nats, as `nn.CrossEntropyLoss`.
 *
 * @param {Float64Array} logits [count × classes]
 * @param {ArrayLike<number>} labels one class for each example
 * @param {Float64Array} grad of the loss with respect to the logits; written
 * @returns {number} the loss
 */
function crossEntropy(logits, labels, grad) {
  const count = labels.length
  const classes = logits.length / count
  let sum = 0
  for (let i = 0; i < count; i++) {
    const start = i * classes
    sum += logSumExp(logits, start, classes, grad) - logits[start + labels[i]]
    grad[start + labels[i]] -= 1
  }
  for (let i = 0; i < grad.length; i++) grad[i] /= count
  return sum / count
}

/**
 * @param {Float64Array} logits
 * @param {number} start where the example's logits begin
 * @param {number} classes
 * @param {Float64Array} softmax written, in the same places
 * @returns {number} log Σ exp(logit), of the example
 */
function logSumExp(logits, start, classes, softmax) {
  const end = start + classes
  let largest = -Infinity
  for (let j = start; j < end; j++) largest = Math.max(largest, logits[j])
  let sum = 0
  for (let j = start; j < end; j++) sum += softmax[j] = Math.exp(logits[j] - largest)
  for (let j = start; j < end; j++) softmax[j] /= sum
  return largest + Math.log(sum)
}

/**
 * @param {Float64Array} logits [count × classes]
 * @param {number} classes
 * @returns {Float64Array} the probabilities [count × classes]
 */
export function softmax(logits, classes) {
  const probabilities = new Float64Array(logits.length)
  for (let i = 0; i < logits.length; i += classes) logSumExp(logits, i, classes, probabilities)
  return probabilities
}

export const losses = { "cross-entropy": crossEntropy, mse: meanSquaredError }
