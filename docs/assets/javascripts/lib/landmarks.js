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

/** @param {number} y */
export function words(y) {
  const text = Math.abs(y) < 0.005 ? "0" : String(Number(y.toFixed(2)))
  return text.replace("-", "−")
}

/** @param {Sketch} sketch @param {number} from @param {number} to */
function mean(sketch, from, to) {
  const heights = sketch.filter((_, i) => PLACES[i] >= from && PLACES[i] <= to)
  return heights.reduce((sum, y) => sum + y, 0) / heights.length
}

/** @param {string} side @param {number} from @param {number} to @param {number} value @returns {Landmark} */
function asymptote(side, from, to, value) {
  return {
    there: `${side} it comes close to ${words(value)}`,
    fault: (sketch) => {
      const y = mean(sketch, from, to)
      return Math.abs(y - value) > ROOM ? `${side} it comes close to ${words(value)}, your curve to ${words(y)}` : ""
    },
  }
}

/** @param {number} value @param {string} name @returns {Landmark} */
function atZero(value, name) {
  return {
    there: `it crosses the vertical axis at ${name}`,
    fault: (sketch) => {
      const y = heightAt(sketch, 0)
      return Math.abs(y - value) > ROOM ? `it crosses the vertical axis at ${name}, your curve at ${words(y)}` : ""
    },
  }
}

/** @param {number} value @param {string} name @returns {Landmark} */
function slopeAtZero(value, name) {
  return {
    there: `its slope at 0 is about ${name}`,
    fault: (sketch) => {
      const slope = heightAt(sketch, 0.5) - heightAt(sketch, -0.5)
      const isRight = slope >= value / 2 && slope <= 2 * value
      return isRight ? "" : `its slope at 0 is ${name}, that of your curve ${words(slope)}`
    },
  }
}

/** @type {Landmark} */
const rises = {
  there: "it rises everywhere",
  fault: (sketch) => {
    let highest = -Infinity
    for (const [i, y] of sketch.entries()) {
      if (y < highest - ROOM) return `it rises everywhere, your curve falls near x = ${words(PLACES[i])}`
      highest = Math.max(highest, y)
    }
    return ""
  },
}

/** @param {number} low @param {number} high @returns {Landmark} */
function between(low, high) {
  const there = `it stays between ${words(low)} and ${words(high)}`
  return {
    there,
    fault: (sketch) => {
      const far = sketch.findIndex((y) => y < low - ROOM || y > high + ROOM)
      return far < 0 ? "" : `${there}, your curve is at ${words(sketch[far])} where x = ${words(PLACES[far])}`
    },
  }
}

/**
 * A part of ReLU: a straight line.
 * @param {string} there
 * @param {(x: number) => boolean} part
 * @param {(x: number) => number} line
 * @param {number} room
 * @returns {Landmark}
 */
function straight(there, part, line, room) {
  return {
    there,
    fault: (sketch) => {
      const off = PLACES.map((x, i) => (part(x) ? Math.abs(sketch[i] - line(x)) : 0))
      const worst = off.indexOf(Math.max(...off))
      if (off[worst] <= room) return ""
      return `${there}, your curve is at ${words(sketch[worst])} where x = ${words(PLACES[worst])}`
    },
  }
}

/** @param {number} x */
const sigmoid = (x) => 1 / (1 + Math.exp(-x))

/** @type {Record<"ReLU" | "sigmoid" | "tanh", Drawn>} */
export const functions = {
  ReLU: {
    value: (x) => Math.max(x, 0),
    slope: (x) => (x > 0 ? 1 : x < 0 ? 0 : NaN),
    landmarks: [
      straight("left of the origin it lies on the axis", (x) => x <= -1, () => 0, 0.3),
      straight("at the origin it has a sharp kink", (x) => x === 0, () => 0, 0.3),
      straight("right of the origin it is the line y = x", (x) => x >= 1, (x) => x, 0.5),
    ],
    notice: "Its slope jumps from 0 to 1 at the kink, and it has no upper bound.",
  },
  sigmoid: {
    value: sigmoid,
    slope: (x) => sigmoid(x) * (1 - sigmoid(x)),
    landmarks: [asymptote("far left", -4, -3, 0), asymptote("far right", 3, 4, 1), atZero(0.5, "½"), slopeAtZero(0.25, "¼"), rises, between(0, 1)],
    notice: "Its slope is nowhere above ¼: at the origin it is a quarter of that of tanh.",
  },
  tanh: {
    value: Math.tanh,
    slope: (x) => 1 - Math.tanh(x) ** 2,
    landmarks: [asymptote("far left", -4, -3, -1), asymptote("far right", 3, 4, 1), atZero(0, "0"), slopeAtZero(1, "1"), rises, between(-1, 1)],
    notice: "It goes through the origin four times as steeply as the sigmoid goes through (0, ½).",
  },
}
