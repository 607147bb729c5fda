// Twelve images and the probability of each one's right class: the loss slides, the accuracy jumps.

import { Chart } from "../lib/chart.js"
import { button, choice, slider } from "../lib/controls.js"
import { make } from "../lib/making.js"
import { Tried } from "../lib/tried.js"

/** @typedef {{ iterations: number[], probabilities: number[][] }} Pair */
/** @typedef {{ loss: number, right: number }} Measured */

const STOPS = Array.from({ length: 99 }, (_, i) => (i + 1) / 100)
const START = [0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.1, 0.1, 0.1]

const IMPOSSIBLE = "It cannot be done: each of the six wrong images costs at least ln 2 = 0.69, so the loss is at least 6 · 0.69 / 12 = 0.35."

const NOT_YET = "Not done yet."

/**
 * @typedef {object} Task
 * @property {(now: Measured, start: Measured) => boolean} done
 * @property {(now: Measured, start: Measured) => string} hint once something has been moved
 */

/** @satisfies {Record<string, Task>} */
const TASKS = {
  "lower the loss, keep the accuracy": {
    done: (/** @type {Measured} */ now, /** @type {Measured} */ start) => now.loss < start.loss - 0.1 && now.right === start.right,
    hint: (/** @type {Measured} */ now, /** @type {Measured} */ start) => (now.right === start.right
      ? `${NOT_YET} The loss has to fall by more than 0.1.`
      : `${NOT_YET} The accuracy has to stay at ${start.right} of 12.`),
  },
  "lower both the loss and the accuracy": {
    done: (/** @type {Measured} */ now, /** @type {Measured} */ start) => now.loss < start.loss && now.right < start.right,
    hint: () => `${NOT_YET} Which image can lower the loss most? Which one can become wrong at little cost?`,
  },
  "loss below 0.3 with six images right": {
    done: () => false,
    hint: (/** @type {Measured} */ { loss, right }) => (right === 6 && loss < 0.5 ? IMPOSSIBLE : `${NOT_YET} Which probabilities make the loss of six wrong images smallest?`),
  },
}

/** @param {number[]} probabilities @returns {Measured} */
export function measured(probabilities) {
  const loss = probabilities.reduce((sum, p) => sum - Math.log(p), 0) / probabilities.length
  return { loss, right: probabilities.filter(isRight).length }
}

/** One half is not enough: another class can be as probable. @param {number} p */
function isRight(p) {
  return p > 0.5
}

/** @param {number} p @returns {number} the nearest stop of a slider */
function onSlider(p) {
  return Number(Math.min(Math.max(p, 0.01), 0.99).toFixed(2))
}

const NAMES = /** @type {(keyof typeof TASKS)[]} */ (Object.keys(TASKS))

customElements.define("try-probabilities", class extends Tried {
  task = NAMES[0]
  from = START

  start(/** @type {HTMLElement} */ stage) {
    this.chart = new Chart({
      x: { label: "image", min: 0.5, max: 12.5, ticks: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] },
      y: { label: "probability of the right class", min: 0, max: 1, ticks: [0, 0.5, 1], format: (p) => p.toFixed(2) },
      series: [
        { name: "right: above one half", reads: "right, probability of the right class", dots: true, color: 0 },
        { name: "wrong: one half or below", reads: "wrong, probability of the right class", dots: "open", color: 1 },
        { name: "one half", color: 3 },
      ],
      label: "Twelve images and the probability of each one's right class",
      height: 200,
    })
    this.sliders = START.map((value, i) => slider({
      label: `image ${i + 1}`, values: STOPS, value, format: (p) => p.toFixed(2),
      moved: (_, released) => this.draw(released),
    }))
    this.numbers = make("p", { className: "try__numbers" })
    const tasks = choice({
      label: "Your task", names: NAMES, value: this.task,
      chosen: (task) => {
        this.task = task
        this.put(this.from)
      },
    })
    this.buttons = make("div", { className: "control__actions" }, button("start again", () => this.put(START)))
    const fields = make("div", { className: "controls controls--many" }, ...this.sliders.map(({ element }) => element))
    stage.append(tasks, this.chart.element, this.numbers, fields, this.buttons)
    this.put(START)
    this.exported("pair").then((pair) => this.offer(pair))
  }

  /** @param {Pair} pair */
  offer({ iterations, probabilities }) {
    const states = probabilities.map((twelve) => twelve.map(onSlider))
    iterations.forEach((iteration, i) => {
      this.buttons?.append(button(`this build's network at iteration ${iteration}`, () => {
        this.put(states[i])
        this.say(told({ iterations, probabilities: states }))
      }))
    })
  }

  /** What is moved from here on counts from these. @param {number[]} probabilities */
  put(probabilities) {
    this.from = probabilities
    this.sliders?.forEach((one, i) => one.put(probabilities[i]))
    this.draw(true)
  }

  /** @param {boolean} released */
  draw(released) {
    const probabilities = (this.sliders ?? []).map((one) => one.now())
    const now = measured(probabilities)
    const those = (/** @type {boolean} */ right) =>
      probabilities.map((p, i) => /** @type {[number, number]} */ ([i + 1, isRight(p) === right ? p : NaN]))
    this.chart?.draw([those(true), those(false), [[0.5, 0.5], [12.5, 0.5]]])
    if (this.numbers) this.numbers.textContent = `loss ${now.loss.toFixed(2)} nats · accuracy ${now.right} of 12 right`
    if (released) this.say(this.sentence(probabilities, now))
  }

  /** @param {number[]} probabilities @param {Measured} now */
  sentence(probabilities, now) {
    const start = measured(this.from)
    const { done, hint } = TASKS[this.task]
    const words = `The loss went from ${start.loss.toFixed(2)} to ${now.loss.toFixed(2)}, the accuracy from ${start.right} to ${now.right} of 12.`
    if (done(now, start)) return `${words} Done: that is what the task asks for.`
    if (probabilities.every((p, i) => p === this.from[i])) return `Nothing is moved yet: the loss is ${start.loss.toFixed(2)}, and ${start.right} of 12 images are right.`
    return `${words} ${hint(now, start)}`
  }
})

/** What a network of the page did from one iteration to the other. @param {Pair} pair */
function told({ iterations, probabilities }) {
  const parts = iterations.map((iteration, i) => {
    const { loss, right } = measured(probabilities[i])
    return `at iteration ${iteration} the loss is ${loss.toFixed(2)}, and ${right} of 12 are right`
  })
  return `Nine images that are no 8 and three 8s, in a network that this build trained: ${parts.join("; ")}.`
}
