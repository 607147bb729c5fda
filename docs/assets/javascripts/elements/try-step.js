// Two iterations of a small network, call by call: which of its numbers does each call change?

import { button, choice } from "../lib/controls.js"
import { make } from "../lib/making.js"
import { Tried } from "../lib/tried.js"

/** @typedef {(number | null)[][]} Times the value of each row, before the first call and after every call */
/** @typedef {{ calls: string[], rows: string[], runs: Record<string, Times> }} Traces */

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
    this.verdicts = traces.rows.map(() => make("td"))
    const rows = traces.rows.map((name, i) => make("tr", {},
      make("td", {}, make("label", { className: "control__choice" }, this.boxes?.[i] ?? "", ` ${name}`)),
      this.cells?.[i] ?? "", this.verdicts?.[i] ?? ""))
    const heads = ["changes?", "value", "before"].map((text) => make("th", { scope: "col" }, text))
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
    this.cells?.forEach((cell, i) => { cell.textContent = written(times[0][i]) })
    for (const cell of this.verdicts ?? []) cell.textContent = ""
    this.askNext()
    this.say(`Which of the numbers does ${this.callAt(0)} change? Tick them, then run it.`)
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
    if (!this.next) return
    this.next.textContent = this.isOver ? "begin again" : `run ${this.callAt(this.at)}`
  }

  call() {
    if (!this.times || !this.boxes || !this.cells || !this.verdicts) return
    if (this.isOver) return this.take(this.times)
    const changed = this.changed(this.at)
    const ticked = this.boxes.map((box) => box.checked)
    const [before, after] = this.times.slice(this.at, this.at + 2)
    this.cells.forEach((cell, i) => { cell.textContent = written(after[i]) })
    this.verdicts.forEach((cell, i) => { cell.textContent = changed[i] ? written(before[i]) : "" })
    this.right += changed.every((is, i) => is === ticked[i]) ? 1 : 0
    const words = this.verdict(changed, ticked)
    this.at += 1
    this.askNext()
    this.say(this.isOver ? `${words} ${this.summary()}` : words)
  }

  /** @param {boolean[]} changed @param {boolean[]} ticked */
  verdict(changed, ticked) {
    const rows = this.traces?.rows ?? []
    const those = (/** @type {(i: number) => boolean} */ chosen) => rows.filter((_, i) => chosen(i))
    const missed = those((i) => changed[i] && !ticked[i])
    const extra = those((i) => !changed[i] && ticked[i])
    const fact = `Changed by ${this.callAt(this.at)}: ${listed(those((i) => changed[i]))}.`
    if (!missed.length && !extra.length) return `${fact} You ticked just that.`
    const parts = [missed.length ? `You did not tick ${listed(missed)}.` : "", extra.length ? `You ticked ${listed(extra)}.` : ""]
    return [fact, ...parts.filter(Boolean)].join(" ")
  }

  /** What each row was changed by, in all calls. */
  summary() {
    const calls = (this.times ?? []).slice(1).map((_, at) => this.changed(at))
    const never = (this.traces?.rows ?? []).filter((_, i) => !calls.some((changed) => changed[i]))
    return `You were right about ${this.right} of ${calls.length} calls. In both iterations no call changed ${listed(never)}.`
  }
})
