// A smooth curve through points that were measured at equal distances: its value and slope anywhere.

/**
 * @typedef {object} Place
 * @property {number} value
 * @property {number} slope
 */

/**
 * The cubic between two neighbors whose slope at each point is that of the chord between its
 * neighbors (Catmull and Rom); beyond the ends the first or last cubic goes on.
 * @param {number[]} xs equally spaced, rising
 * @param {number[]} ys
 * @param {number} x
 * @returns {Place}
 */
export function on(xs, ys, x) {
  const step = xs[1] - xs[0]
  const last = xs.length - 1
  const i = Math.min(Math.max(Math.floor((x - xs[0]) / step), 0), last - 1)
  const slopeAt = (/** @type {number} */ j) => {
    const [before, after] = [Math.max(j - 1, 0), Math.min(j + 1, last)]
    return (ys[after] - ys[before]) / (after - before)
  }
  const t = (x - xs[i]) / step
  const rise = ys[i + 1] - ys[i]
  const [first, second] = [slopeAt(i), slopeAt(i + 1)]
  const cubic = first + second - 2 * rise
  const square = 3 * rise - 2 * first - second
  return {
    value: ys[i] + t * (first + t * (square + t * cubic)),
    slope: (first + t * (2 * square + t * 3 * cubic)) / step,
  }
}
