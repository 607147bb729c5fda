// The training loop on one weight, its lines in any order: what each line leaves behind.
// The model is w · x, the points are (1, 2) and (2, 4), the loss is the mean squared error, plain SGD.

const X = [1, 2]
const Y = [2, 4]
const RATE = 0.1

export const CODE = {
  forward: "out = model(data)",
  loss: "loss = criterion(out, actual)",
  backward: "loss.backward()",
  step: "optimizer.step()",
  zero_grad: "optimizer.zero_grad()",
}

/** @typedef {keyof typeof CODE} Line */
/** The names of the program; null is what is not there yet. @typedef {{ out: number[] | null, loss: number | null, grad: number | null, w: number }} Values */
/** @typedef {{ iteration: number, line: Line | "", values: Values, error: string }} State */

/** @param {string} name */
function unknown(name) {
  return `NameError: name '${name}' is not defined`
}

/**
 * What one line does, as PyTorch does it: `values` are changed in place.
 * @type {Record<Line, (values: Values) => string>} each gives Python's error, or ""
 */
const DEEDS = {
  forward(values) {
    values.out = X.map((x) => values.w * x)
    return ""
  },
  loss(values) {
    const { out } = values
    if (!out) return unknown("out")
    values.loss = out.reduce((sum, value, i) => sum + (value - Y[i]) ** 2, 0) / out.length
    return ""
  },
  backward(values) {
    const { out, loss, grad } = values
    if (!out || loss === null) return unknown("loss")
    // The derivative at the prediction that the loss was computed from, whatever w is by now.
    const derivative = out.reduce((sum, value, i) => sum + 2 * (value - Y[i]) * X[i], 0) / out.length
    values.grad = (grad ?? 0) + derivative
    return ""
  },
  step(values) {
    if (values.grad !== null) values.w -= RATE * values.grad
    return ""
  },
  zero_grad(values) {
    values.grad = null
    return ""
  },
}

/**
 * Runs lines again and again.
 * @param {Line[]} lines
 * @param {number} iterations
 * @returns {State[]} the start, and what is after each line; an error ends it
 */
export function run(lines, iterations) {
  const values = { out: null, loss: null, grad: null, w: 0.5 }
  /** @type {State[]} */
  const states = [{ iteration: 0, line: "", values: { ...values }, error: "" }]
  for (let iteration = 1; iteration <= iterations; iteration++) {
    for (const line of lines) {
      const error = DEEDS[line](values)
      states.push({ iteration, line, values: { ...values }, error })
      if (error) return states
    }
  }
  return states
}
