// An epoch as a field of tiles, one tile a batch: how many iterations it has, and what the last one is.

import { svg } from "../lib/shapes.js"
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
const IN_ONE_ROW = 16 // iterations that are drawn in one row, so that no tile is cut in two
const HEIGHT = 0.82 // of a tile, in rows
const TOO_MANY = 1000 // tiles narrower than two pixels on a phone
const NARROWEST = 1 / 60 // of a row: some five pixels on a phone

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

/**
 * The tiles from one place in the epoch to another, both from 0 to 1, row by row.
 * @param {number} from @param {number} to @param {number} rows
 */
function band(from, to, rows) {
  if (from === to) return ""
  let d = ""
  for (let row = Math.floor(from * rows); row < to * rows; row++) {
    const left = Math.max(from * rows - row, 0)
    const right = Math.min(to * rows - row, 1)
    d += `M${left} ${row}H${right}v${HEIGHT}H${left}z`
  }
  return d
}

/**
 * The lines between tiles.
 * @param {number} share of the epoch that a tile takes @param {number} end of the full tiles @param {number} rows
 */
function lines(share, end, rows) {
  let d = ""
  for (let i = 1; i * share < end - 1e-9; i++) {
    const place = i * share * rows
    d += `M${place % 1} ${Math.floor(place)}v${HEIGHT}`
  }
  return d
}

/**
 * A quotient with so many digits that it is not taken for a whole number.
 * @param {number} examples @param {number} size
 * @returns {string} "= 200", "≈ 303.03", "≈ 1.0001"
 */
function quotient(examples, size) {
  const value = examples / size
  let digits = 2
  while (!Number.isInteger(value) && Number.isInteger(Number(value.toFixed(digits)))) digits += 1
  const isExact = (examples * 10 ** digits) % size === 0
  return `${isExact ? "=" : "≈"} ${value.toLocaleString("en", { maximumFractionDigits: digits })}`
}

customElements.define("try-epoch", class extends Tried {
  start(/** @type {HTMLElement} */ stage) {
    this.task = Object.keys(TASKS)[0]
    this.dropped = false
    /** @type {Set<string>} */
    this.fulfilled = new Set()
    const moved = (/** @type {number} */ _, /** @type {boolean} */ released) => this.draw(released)
    this.examples = slider({ label: "training examples", values: EXAMPLES, value: 1000, format: grouped, moved })
    this.size = slider({ label: "batch size", values: SIZES, value: 30, format: grouped, moved })
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
    const rows = iterations > IN_ONE_ROW ? ROWS : 1
    const isShort = last > 0 && last < Math.min(size, examples)
    const odd = isShort ? last : rest // the examples that fill no batch
    const start = 1 - (odd && Math.max(odd / examples, NARROWEST / rows))
    const end = isShort ? 1 : start
    const inside = iterations > TOO_MANY ? "" : lines(size / examples, start, rows)
    this.tiles?.setAttribute("viewBox", `0 0 1 ${rows}`)
    this.tiles?.replaceChildren(
      svg("path", { class: "dot--0", d: band(0, start, rows) }),
      svg("path", { class: "dot--1", d: band(start, end, rows) }),
      svg("path", { class: "tiles__dropped", d: band(end, 1, rows) }),
      svg("path", { class: "tiles__lines", d: inside }),
    )
    this.tiles?.setAttribute("aria-label", `The epoch in ${counted(iterations, "tile")}`)
    const isWidened = odd > 0 && odd / examples < NARROWEST / rows
    if (this.note) this.note.textContent = legend({ iterations, isShort, rest, rows, isWidened })
  }

  /** @param {Setting} setting @param {Counted} now */
  sentence(setting, now) {
    const { examples, size, dropped } = setting
    const rounding = examples % size ? `, rounded ${dropped ? "down" : "up"}: ${grouped(now.iterations)}` : ""
    const words = `${grouped(examples)} / ${grouped(size)} ${quotient(examples, size)}${rounding}. ${remark(setting, now)}`
    const done = TASKS[this.task ?? ""]?.(setting, now)
    if (!done) return `${words} Task: not done yet.`
    this.fulfilled?.add(this.task ?? "")
    return `${words} Done: that is what the task asks for (${this.fulfilled?.size} of ${Object.keys(TASKS).length} tasks).`
  }
})

/** @param {{ iterations: number, isShort: boolean, rest: number, rows: number, isWidened: boolean }} drawn */
function legend({ iterations, isShort, rest, rows, isWidened }) {
  const words = ["The whole field is one epoch, a tile is one batch."]
  if (rows > 1) words.push("Read it as lines of text: a tile that does not fit goes on in the next row.")
  if (iterations > TOO_MANY) words.push("These tiles are too narrow to be drawn apart.")
  if (isShort) words.push("The last tile, in the other color, is the short batch.")
  if (rest) words.push("Dashed: examples that are left out.")
  if (isWidened) words.push("This part is drawn wider than it is, to be seen.")
  return words.join(" ")
}

/** @param {Setting} setting @param {Counted} now */
function remark({ examples, size }, { iterations, last, rest }) {
  if (!iterations) return "Not one batch is full, so the loop makes no update, and raises no error."
  if (rest) return `${counted(rest, "example")} of this epoch ${rest === 1 ? "is" : "are"} left out.`
  if (size >= examples) return "One batch holds all examples."
  if (last === 1 && size > 1) return "The last batch has 1 example. Layers with batch norm fail there: one example has no spread."
  if (last < size) return `The last batch has ${counted(last, "example")}.`
  return "Every batch is full."
}
