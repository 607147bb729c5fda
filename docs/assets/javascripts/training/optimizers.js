// Optimizers, in the conventions of `torch.optim`.

/**
 * @typedef {import("./network.js").Network} Network
 *
 * @typedef {object} Optimizer
 * @property {"sgd" | "adam"} name
 * @property {number} lr may change between steps: a schedule
 * @property {number} momentum
 * @property {number} weightDecay times the parameter, is added to its gradient (L2)
 * @property {Float64Array} means momentum's velocity, or Adam's mean of the gradients
 * @property {Float64Array} squares Adam's mean of the squared gradients
 * @property {number} steps so far
 */

/**
 * velocity = momentum · velocity + gradient, and a step of lr · velocity.
 *
 * @param {Network} network
 * @param {{ lr: number, momentum?: number, weightDecay?: number }} settings
 * @returns {Optimizer}
 */
export function sgd({ parameters }, { lr, momentum = 0, weightDecay = 0 }) {
  const means = new Float64Array(parameters.length)
  return { name: "sgd", lr, momentum, weightDecay, means, squares: new Float64Array(0), steps: 0 }
}

/**
 * Adam with β₁ = 0.9, β₂ = 0.999 and ε = 10⁻⁸.
 *
 * @param {Network} network
 * @param {{ lr: number, weightDecay?: number }} settings
 * @returns {Optimizer}
 */
export function adam({ parameters }, { lr, weightDecay = 0 }) {
  const means = new Float64Array(parameters.length)
  const squares = new Float64Array(parameters.length)
  return { name: "adam", lr, momentum: 0.9, weightDecay, means, squares, steps: 0 }
}

/**
 * Moves the parameters once, as `optimizer.step()` does, along what the last `gradient` found.
 *
 * @param {Network} network
 * @param {Optimizer} optimizer
 */
export function update(network, optimizer) {
  optimizer.steps++
  const move = optimizer.name === "adam" ? moveByAdam : moveBySgd
  move(network, optimizer)
}

/**
 * @param {Network} network
 * @param {Optimizer} optimizer
 */
function moveBySgd({ parameters, grad }, { lr, momentum, weightDecay, means }) {
  for (let i = 0; i < parameters.length; i++) {
    means[i] = momentum * means[i] + grad[i] + weightDecay * parameters[i]
    parameters[i] -= lr * means[i]
  }
}

/**
 * Both means begin at 0, which is corrected by a division.
 *
 * @param {Network} network
 * @param {Optimizer} optimizer
 */
function moveByAdam({ parameters, grad }, { lr, momentum, weightDecay, means, squares, steps }) {
  const rate = lr / (1 - momentum ** steps)
  const correction = 1 - 0.999 ** steps
  for (let i = 0; i < parameters.length; i++) {
    const slope = grad[i] + weightDecay * parameters[i]
    means[i] += (1 - momentum) * (slope - means[i])
    squares[i] = 0.999 * squares[i] + (1 - 0.999) * slope * slope
    parameters[i] -= (rate * means[i]) / (Math.sqrt(squares[i] / correction) + 1e-8)
  }
}
