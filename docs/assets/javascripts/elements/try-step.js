// Two iterations of a small network, call by call: which of its numbers does each call change?

import { button, choice } from "../lib/controls.js"
import { make } from "../lib/making.js"
import { Tried } from "../lib/tried.js"

/** @typedef {(number | null)[][]} Times the value of each row, before the first call and after every call */
/** @typedef {{ calls: string[], rows: string[], runs: Record<string, Times> }} Traces */

/** The kinds that the page asks for; a gradient is none of them. @type {[string, string[]][]} */
const KINDS = [
  ["parameters", ["a weight", "batch norm's scale", "PReLU's slope"]],
  ["optimizer state", ["the weight's velocity"]],
  ["buffer", ["batch norm's running mean"]],
  ["hyperparameters", ["learning rate", "batch size"]],
]

/** @param {number | null} value */
const written = (value) => (value === null ? "none" : String(value).replace("-", "−"))

/** @param {string[]} names */
const listed = (names) => (names.length ? names.join(", ") : "nothing")

customElements.define("try-step", class extends Tried {
  at = 0 // calls made so far
  right = 0 // of them, ticked as they turned out

  start(/** @type {HTMLElement} */ stage) {
    this.exported("step").then((traces) => this.build(stage, traces))
  }

  /** @param {HTMLElement} stage @param {Traces} traces */
  build(stage, traces) {
    const names = Object.keys(traces.runs)
    this.traces = traces
    this.boxes = traces.rows.map((name) => make("input", { type: "checkbox", "aria-label": name }))
    this.cells = traces.rows.map(() => make("td"))
    this.befores = traces.rows.map(() => make("td"))
    const rows = traces.rows.map((name, i) => make("tr", {},
      make("td", {}, make("label", { className: "control__choice" }, this.boxes?.[i] ?? "", ` ${name}`)),
      this.befores?.[i] ?? "", this.cells?.[i] ?? ""))
    const heads = ["", "before", "now"].map((text) => make("th", { scope: "col" }, text))
    this.asked = heads[0]
    const table = make("table", { className: "try__table" }, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows))
    this.next = button("", () => this.call())
    const run = choice({ label: "Network", names, value: names[0], chosen: (name) => this.take(traces.runs[name]) })
    stage.append(run, table, make("p", { className: "control__actions" }, this.next))
    this.take(traces.runs[names[0]])
  }

  /** @param {Times} times of a run, from its beginning */
  take(times) {
    this.times = times
    this.at = 0
    this.right = 0
    this.put(times[0], times[0])
    this.askNext()
    this.say(`Which of the numbers does ${this.callAt(0)} change? Tick them, then run it.`)
  }

  /** @param {Times[number]} before a call @param {Times[number]} after it */
  put(before, after) {
    after.forEach((value, i) => {
      const changed = value !== before[i]
      const [was, now] = [this.befores?.[i], this.cells?.[i]]
      if (was) was.textContent = changed ? written(before[i]) : ""
      if (now) now.textContent = written(value)
      now?.classList.toggle("is-changed", changed)
    })
  }

  /** @param {number} at */
  callAt(at) {
    const calls = this.traces?.calls ?? []
    return calls[at % calls.length]
  }

  /** @param {number} at @returns {boolean[]} whether the call changed each row */
  changed(at) {
    const times = this.times ?? []
    return times[at].map((value, i) => value !== times[at + 1][i])
  }

  get isOver() {
    return this.at === (this.times?.length ?? 0) - 1
  }

  askNext() {
    for (const box of this.boxes ?? []) box.checked = false
    if (!this.next || !this.asked) return
    this.asked.textContent = this.isOver ? "" : `changed by ${this.callAt(this.at)}?`
    this.next.textContent = this.isOver ? "begin again" : `run ${this.callAt(this.at)}`
  }

  call() {
    if (!this.times || !this.boxes) return
    if (this.isOver) return this.take(this.times)
    const changed = this.changed(this.at)
    const ticked = this.boxes.map((box) => box.checked)
    this.put(this.times[this.at], this.times[this.at + 1])
    this.right += changed.every((is, i) => is === ticked[i]) ? 1 : 0
    const words = this.verdict(changed, ticked)
    this.at += 1
    this.askNext()
    const isWhole = this.at % (this.traces?.calls.length ?? 1) === 0
    this.say([words, isWhole ? this.summary() : "", this.isOver ? this.score() : ""].filter(Boolean).join(" "))
  }

  /** @param {boolean[]} changed @param {boolean[]} ticked */
  verdict(changed, ticked) {
    const rows = this.traces?.rows ?? []
    const those = (/** @type {(i: number) => boolean} */ chosen) => rows.filter((_, i) => chosen(i))
    const missed = those((i) => changed[i] && !ticked[i])
    const extra = those((i) => !changed[i] && ticked[i])
    const fact = `Changed by ${this.callAt(this.at)}: ${listed(those((i) => changed[i]))}.`
    if (!missed.length && !extra.length) return `${fact} You ticked just that.`
    if (!ticked.includes(true)) return `${fact} You ticked nothing.`
    const parts = [
      missed.length ? `You did not tick ${listed(missed)}.` : "",
      extra.length ? `You ticked ${listed(extra)}, which did not change.` : "",
    ]
    return [fact, ...parts.filter(Boolean)].join(" ")
  }

  /** Which calls of the iteration that is over changed each kind of number. */
  summary() {
    const { calls, rows } = /** @type {Traces} */ (this.traces)
    const start = this.at - calls.length
    const kinds = KINDS.map(([kind, members], i) => {
      const by = calls.filter((_, call) => members.some((row) => this.changed(start + call)[rows.indexOf(row)]))
      return `the ${kind} (${listed(members)})${i ? "" : " changed"} in ${by.join(", ") || "no call"}`
    })
    return `In this iteration ${kinds.slice(0, -1).join(", ")}, and ${kinds[kinds.length - 1]}: you choose them.`
  }

  score() {
    return `You were right about ${this.right} of ${(this.times?.length ?? 1) - 1} calls.`
  }
})
