// The places on a line through the weights, and words about the losses there.

export const PLACES = Array.from({ length: 101 }, (_, i) => Math.round(10 * (-1 + i / 10)) / 10)

/** @param {number} loss */
export function nats(loss) {
  return loss.toFixed(3)
}

/** @param {number} place @param {number} [digits] after the point */
export function shown(place, digits = 1) {
  const text = place.toFixed(digits)
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−")
}

/** @param {(place: number) => number} lossAt @returns {number} the place where the loss is lowest */
export function lowest(lossAt) {
  return PLACES.reduce((best, place) => (lossAt(place) < lossAt(best) ? place : best), 0)
}

/** Where the loss is lower than here. @param {number} here @param {number} best the place of the lowest loss */
export function way(here, best) {
  if (Math.abs(best - here) < 0.05) return "it is the lowest on the line"
  return `it is lower further to the ${best > here ? "right" : "left"}`
}

/** @param {number} change */
export function rose(change) {
  const size = Math.abs(change)
  if (size < 0.00005) return "stayed the same"
  return `${change < 0 ? "fell" : "rose"} by ${size.toFixed(4)}`
}
