// What a right sketch of ReLU, sigmoid or tanh has, and what a wrong one has instead.

import { PLACES, heightAt } from "./sketch.js"

/** @typedef {import("./sketch.js").Sketch} Sketch */

/**
 * One thing that a right sketch has.
 * @typedef {object} Landmark
 * @property {string} there what it is
 * @property {(sketch: Sketch) => string} fault what the sketch has instead; empty where it is right
 */

/**
 * @typedef {object} Drawn
 * @property {(x: number) => number} value
 * @property {(x: number) => number} slope
 * @property {Landmark[]} landmarks
 * @property {string} notice what to notice once the sketch is right
 */

const ROOM = 0.15

/** Below one step of the sliders, so that a number that they show is never passed as another one. */
const LESS_THAN_A_TENTH = 0.08
const LESS_THAN_A_QUARTER = 0.2

/** From one whole number to the next; the least rise of the S-curves between −2 and 2 is 0.15. */
const LEAST_RISE = 0.05

/** @param {number} y */
export function words(y) {
  const text = Math.abs(y) < 0.005 ? "0" : String(Number(y.toFixed(2)))
  return text.replace("-", "−")
}

/** @param {string} side @param {-1 | 1} sign @param {number} value @returns {Landmark} */
function asymptote(side, sign, value) {
  const there = `${side} it comes close to ${words(value)}`
  return straight(there, (x) => sign * x >= 3, () => value, ROOM)
}

/** @param {number} value @param {string} name @returns {Landmark} */
function atZero(value, name) {
  return {
    there: `it crosses the vertical axis at ${name}`,
    fault: (sketch) => {
      const y = heightAt(sketch, 0)
      return Math.abs(y - value) > LESS_THAN_A_TENTH ? `it crosses the vertical axis at ${name}, your curve at ${words(y)}` : ""
    },
  }
}

/** @param {number} value @param {string} name @returns {Landmark} */
function slopeAtZero(value, name) {
  return {
    there: `its slope at 0 is about ${name}`,
    fault: (sketch) => {
      const slope = heightAt(sketch, 0.5) - heightAt(sketch, -0.5)
      return Math.abs(slope - value) <= value / 3 ? "" : `its slope at 0 is ${name}, that of your curve ${words(slope)}`
    },
  }
}

/** Flat ends pass: a sigmoid that is drawn in tenths is 0 at −4 and at −3. @type {Landmark} */
const rises = {
  there: "it rises from −2 to 2 and falls nowhere",
  fault: (sketch) => {
    const flat = [-2, -1, 0, 1].find((x) => heightAt(sketch, x + 1) - heightAt(sketch, x) < LEAST_RISE)
    const fall = fallOf(sketch)
    if (fall !== undefined) return `it rises everywhere, your curve falls near x = ${words(fall)}`
    if (flat !== undefined) return `it rises everywhere, your curve is flat from ${words(flat)} to ${words(flat + 1)}`
    return ""
  },
}

/** @param {Sketch} sketch @returns {number | undefined} where it falls */
function fallOf(sketch) {
  return PLACES.find((_, i) => sketch[i] < Math.max(...sketch.slice(0, i)) - LESS_THAN_A_TENTH)
}

/**
 * No place is farther off than there is room. The farthest one is named, of several the outermost.
 * @param {string} there
 * @param {(x: number, y: number) => number} off how far off a height is at a place
 * @param {number} room
 * @returns {Landmark}
 */
function near(there, off, room) {
  const inward = [...PLACES.keys()].sort((i, j) => Math.abs(PLACES[j]) - Math.abs(PLACES[i]))
  return {
    there,
    fault: (sketch) => {
      const offAt = (/** @type {number} */ i) => off(PLACES[i], sketch[i])
      const worst = inward.reduce((far, i) => (offAt(i) > offAt(far) + 1e-9 ? i : far))
      if (offAt(worst) <= room) return ""
      return `${there}, your curve is at ${words(sketch[worst])} where x = ${words(PLACES[worst])}`
    },
  }
}

/** @param {number} low @param {number} high @returns {Landmark} */
function between(low, high) {
  return near(`it stays between ${words(low)} and ${words(high)}`, (_, y) => Math.max(low - y, y - high, 0), LESS_THAN_A_TENTH)
}

/**
 * A part of a curve that is a straight line, or close to one.
 * @param {string} there
 * @param {(x: number) => boolean} part
 * @param {(x: number) => number} line
 * @param {number} room
 * @returns {Landmark}
 */
function straight(there, part, line, room) {
  return near(there, (x, y) => (part(x) ? Math.abs(y - line(x)) : 0), room)
}

/** @param {number} x */
const sigmoid = (x) => 1 / (1 + Math.exp(-x))

/** @type {Record<"ReLU" | "sigmoid" | "tanh", Drawn>} */
export const functions = {
  ReLU: {
    value: (x) => Math.max(x, 0),
    slope: (x) => (x > 0 ? 1 : x < 0 ? 0 : NaN),
    landmarks: [
      straight("left of the origin it lies on the axis", (x) => x <= -1, () => 0, LESS_THAN_A_QUARTER),
      straight("at the origin it has a sharp kink", (x) => x === 0, () => 0, LESS_THAN_A_QUARTER),
      straight("right of the origin it is the line y = x", (x) => x >= 1, (x) => x, LESS_THAN_A_QUARTER),
    ],
    notice: "Its slope jumps from 0 to 1 at the kink, and it has no upper bound.",
  },
  sigmoid: {
    value: sigmoid,
    slope: (x) => sigmoid(x) * (1 - sigmoid(x)),
    landmarks: [asymptote("far left", -1, 0), asymptote("far right", 1, 1), atZero(0.5, "½"), slopeAtZero(0.25, "¼"), rises, between(0, 1)],
    notice: "The function itself never reaches 0 or 1, and rises everywhere. Its slope is nowhere above ¼: at the origin it is a quarter of that of tanh.",
  },
  tanh: {
    value: Math.tanh,
    slope: (x) => 1 - Math.tanh(x) ** 2,
    landmarks: [asymptote("far left", -1, -1), asymptote("far right", 1, 1), atZero(0, "0"), slopeAtZero(1, "1"), rises, between(-1, 1)],
    notice: "The function itself never reaches −1 or 1, and rises everywhere. It goes through the origin four times as steeply as the sigmoid goes through (0, ½).",
  },
}
