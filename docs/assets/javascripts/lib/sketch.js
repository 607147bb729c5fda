// A curve that a reader draws: heights at evenly spaced places, drawn in strokes or set one by one.

/** @typedef {number[]} Sketch a height for each of the places */
/** @typedef {[number, number]} Point */

/** The places, from −4 to 4 in tenths. */
export const PLACES = Array.from({ length: 81 }, (_, i) => (i - 40) / 10)

/** @returns {Sketch} a line on the axis */
export function blank() {
  return PLACES.map(() => 0)
}

/** @param {Sketch} sketch @param {number} x @returns {number} */
export function heightAt(sketch, x) {
  return sketch[Math.round(10 * x) + 40]
}

/**
 * A straight stroke of the pointer; what it does not cross stays.
 * @param {Sketch} sketch
 * @param {Point} from
 * @param {Point} to
 * @returns {Sketch}
 */
export function stroke(sketch, from, to) {
  const [start, end] = from[0] <= to[0] ? [from, to] : [to, from]
  const width = end[0] - start[0]
  return sketch.map((y, i) => {
    if (PLACES[i] < start[0] - 0.05 || PLACES[i] > end[0] + 0.05) return y
    const part = width ? Math.min(Math.max((PLACES[i] - start[0]) / width, 0), 1) : 1
    return start[1] + part * (end[1] - start[1])
  })
}

/**
 * Lifts one place; the curve beside it follows less and less, up to the next whole numbers.
 * @param {Sketch} sketch
 * @param {number} x a whole number
 * @param {number} y
 * @returns {Sketch}
 */
export function lift(sketch, x, y) {
  const by = y - heightAt(sketch, x)
  return sketch.map((old, i) => old + by * Math.max(1 - Math.abs(PLACES[i] - x), 0))
}
