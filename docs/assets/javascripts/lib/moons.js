// Two moons: points in two interleaved half circles, one class each.

import { normal, uniform } from "../training/random.js"

/**
 * As `make_moons` of scikit-learn, centered.
 * @param {number} count
 * @param {number} noise standard deviation of each coordinate's noise
 * @param {import("../training/random.js").Generator} generator
 * @returns {import("../trainer.js").Examples} classes 0 and 1 in turn
 */
export function moons(count, noise, generator) {
  const x = new Float64Array(2 * count)
  const y = new Int32Array(count)
  for (let i = 0; i < count; i++) {
    const angle = Math.PI * uniform(generator)
    y[i] = i % 2
    const side = y[i] ? -1 : 1 // the second moon is the first one, turned about the center
    x[2 * i] = side * (Math.cos(angle) - 0.5) + noise * normal(generator)
    x[2 * i + 1] = side * (Math.sin(angle) - 0.25) + noise * normal(generator)
  }
  return { x, y, count }
}
