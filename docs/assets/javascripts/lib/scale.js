// Axes: where a value lies on one, and which values are written on it.

/**
 * @typedef {object} Axis
 * @property {string} label
 * @property {number} min
 * @property {number} max
 * @property {boolean} [log]
 * @property {number[]} [ticks] evenly spaced ones when left out
 * @property {(value: number) => string} [format]
 */

/** @param {number} value */
export function short(value) {
  const text = Math.abs(value) >= 1000 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(3)))
  return text.replace("-", "−")
}

/** @param {Axis} axis @returns {number[]} */
export function ticksOf(axis) {
  if (axis.ticks) return axis.ticks
  if (!axis.log) return [0, 1, 2, 3, 4].map((i) => axis.min + (i * (axis.max - axis.min)) / 4)
  const first = Math.ceil(Math.log10(axis.min) - 1e-9)
  const last = Math.floor(Math.log10(axis.max) + 1e-9)
  return Array.from({ length: last - first + 1 }, (_, i) => 10 ** (first + i))
}

/** @param {Axis} axis @param {number} value @returns {number} where a value lies, from 0 to 1 */
export function share(axis, value) {
  const { min, max, log } = axis
  if (log) return Math.log(Math.max(value, 1e-300) / min) / Math.log(max / min)
  return (value - min) / (max - min)
}

/** @param {Axis} axis @param {number} part from 0 to 1 */
export function between({ min, max, log }, part) {
  const inside = Math.min(Math.max(part, 0), 1)
  return log ? min * (max / min) ** inside : min + inside * (max - min)
}
