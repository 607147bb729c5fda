// An epoch as a field of tiles, one tile a batch: how many iterations it has, and what the last one is.

import { svg } from "../lib/chart.js"
import { choice, slider, switches } from "../lib/controls.js"
import { make } from "../lib/making.js"
import { Tried } from "../lib/tried.js"

/** @typedef {{ examples: number, size: number, dropped: boolean }} Setting */
/** @typedef {{ iterations: number, last: number, rest: number }} Counted */

const EXAMPLES = [10, 100, 1000, 8000, 10_000, 60_000]
const SIZES = [
  ...Array.from({ length: 128 }, (_, i) => i + 1),
  200, 256, 300, 400, 500, 512, 1000, 1024, 2000, 5000, 9999, 10_000, 20_000, 60_000,
]
const ROWS = 8
const HEIGHT = 0.82 // of a tile, in rows
const TOO_MANY = 1000 // tiles narrower than two pixels on a phone

/** @type {Record<string, (setting: Setting, now: Counted) => boolean>} */
const TASKS = {
  "157 iterations from 10,000 examples": ({ examples }, { iterations }) => examples === 10_000 && iterations === 157,
  "a last batch of one single example": ({ size }, { last }) => size > 1 && last === 1,
  "an epoch without any iteration": (_, { iterations }) => iterations === 0,
}

/** @param {number} value */
function grouped(value) {
  return value.toLocaleString("en", { maximumFractionDigits: 2 })
}

/** @param {number} count @param {string} noun */
function counted(count, noun) {
  return `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`
}

/**
 * What a loader makes of an epoch.
 * @param {Setting} setting
 * @returns {Counted} `last` is the size of the last batch, `rest` the examples that are left out
 */
export function count({ examples, size, dropped }) {
  const full = Math.floor(examples / size)
  const short = examples - full * size
  if (dropped) return { iterations: full, last: full ? size : 0, rest: short }
  return { iterations: full + (short ? 1 : 0), last: short || size, rest: 0 }
}

/** The tiles from one place in the epoch to another, both from 0 to 1, row by row. @param {number} from @param {number} to */
function band(from, to) {
  if (from === to) return ""
  let d = ""
  for (let row = Math.floor(from * ROWS); row < to * ROWS; row++) {
    const left = Math.max(from * ROWS - row, 0)
    const right = Math.min(to * ROWS - row, 1)
    d += `M${left} ${row}H${right}v${HEIGHT}H${left}z`
  }
  return d
}

/** The lines between tiles. @param {number} tiles @param {number} share of the epoch that one takes */
function lines(tiles, share) {
  let d = ""
  for (let i = 1; i < tiles; i++) {
    const place = i * share * ROWS
    d += `M${place % 1} ${Math.floor(place)}v${HEIGHT}`
  }
  return d
}

customElements.define("try-epoch", class extends Tried {
  start(/** @type {HTMLElement} */ stage) {
    this.task = Object.keys(TASKS)[0]
    this.dropped = false
    const moved = (/** @type {number} */ _, /** @type {boolean} */ released) => this.draw(released)
    this.examples = slider({ label: "training examples", values: EXAMPLES, value: 10_000, format: grouped, moved })
    this.size = slider({ label: "batch size", values: SIZES, value: 50, format: grouped, moved })
    const drop = switches({
      label: "Short last batch", names: ["drop it (drop_last=True)"],
      changed: ([dropped]) => {
        this.dropped = dropped
        this.draw(true)
      },
    })
    const tasks = choice({
      label: "Your task", names: Object.keys(TASKS), value: this.task,
      chosen: (task) => {
        this.task = task
        this.draw(true)
      },
    })
    this.numbers = make("p", { className: "try__numbers" })
    this.tiles = svg("svg", { class: "tiles", viewBox: `0 0 1 ${ROWS}`, preserveAspectRatio: "none", role: "img" })
    this.note = make("p", { className: "chart__readout" })
    const fields = make("div", { className: "controls" }, this.examples.element, this.size.element)
    stage.append(tasks, fields, drop, this.numbers, this.tiles, this.note)
    this.draw(true)
  }

  /** @returns {Setting} */
  get setting() {
    return { examples: this.examples?.now() ?? 0, size: this.size?.now() ?? 1, dropped: this.dropped ?? false }
  }

  /** @param {boolean} released */
  draw(released) {
    const { setting } = this
    const now = count(setting)
    this.#paint(setting, now)
    if (this.numbers) this.numbers.textContent = `${counted(now.iterations, "iteration")} in an epoch`
    if (released) this.say(this.sentence(setting, now))
  }

  /** @param {Setting} setting @param {Counted} now */
  #paint({ examples, size }, { iterations, last, rest }) {
    const end = (examples - rest) / examples
    const isShort = last > 0 && last < Math.min(size, examples)
    const start = isShort ? end - last / examples : end
    const inside = iterations > TOO_MANY ? "" : lines(iterations, size / examples)
    this.tiles?.replaceChildren(
      svg("path", { class: "dot--0", d: band(0, start) }),
      svg("path", { class: "dot--1", d: band(start, end) }),
      svg("path", { class: "tiles__dropped", d: band(end, 1) }),
      svg("path", { class: "tiles__lines", d: inside }),
    )
    this.tiles?.setAttribute("aria-label", `The epoch in ${counted(iterations, "tile")}`)
    if (this.note) this.note.textContent = legend(iterations, isShort, rest)
  }

  /** @param {Setting} setting @param {Counted} now */
  sentence(setting, now) {
    const { examples, size, dropped } = setting
    const exact = examples / size
    const sign = Number.isInteger(exact * 100) ? "=" : "≈"
    const rounding = Number.isInteger(exact) ? "" : `, rounded ${dropped ? "down" : "up"}: ${grouped(now.iterations)}`
    const { iterations } = count({ ...setting, size: 2 * size })
    const words = `${grouped(examples)} / ${grouped(size)} ${sign} ${grouped(exact)}${rounding}. ${remark(setting, now)} `
      + `With a batch size of ${grouped(2 * size)} it would be ${grouped(iterations)}.`
    const done = TASKS[this.task ?? ""]?.(setting, now)
    return `${words} ${done ? "Done: that is what the task asks for." : "Task: not done yet."}`
  }
})

/** @param {number} iterations @param {boolean} isShort @param {number} rest */
function legend(iterations, isShort, rest) {
  const words = ["The whole field is one epoch, a tile is one batch."]
  if (iterations > TOO_MANY) words.push("These tiles are too narrow to be drawn apart.")
  if (isShort) words.push("The last tile, in the other color, is the short batch.")
  if (rest) words.push("Dashed: examples that are left out.")
  return words.join(" ")
}

/** @param {Setting} setting @param {Counted} now */
function remark({ examples, size }, { iterations, last, rest }) {
  if (!iterations) return "Not one batch is full, so the loop makes no update, and raises no error."
  if (rest) return `${counted(rest, "example")} of this epoch ${rest === 1 ? "is" : "are"} left out.`
  if (size >= examples) return "One batch holds all examples."
  if (last === 1 && size > 1) return "The last batch has 1 example, which batch norm refuses in training."
  if (last < size) return `The last batch has ${counted(last, "example")}.`
  return "Every batch is full."
}
