// One network moves along a line; the loss below it is that of a batch, and the next batch has another one.

import { Chart } from "../lib/chart.js"
import { button, slider, switches } from "../lib/controls.js"
import { on } from "../lib/curve.js"
import { make } from "../lib/making.js"
import { short } from "../lib/scale.js"
import { Tried } from "../lib/tried.js"

/** @typedef {import("../lib/chart.js").Point} Point */
/** Losses along a line through the weights. @typedef {{ positions: number[], batches: number[][], all: number[] }} Scan */

const PLACES = Array.from({ length: 101 }, (_, i) => Math.round(10 * (-1 + i / 10)) / 10)
const RATES = [0.1, 0.3, 1, 2, 3, 5]

/** @param {number} loss */
function nats(loss) {
  return loss.toFixed(3)
}

/** @param {number} place */
function shown(place) {
  return (Math.round(10 * place) / 10 + 0).toFixed(1).replace("-", "−")
}

customElements.define("try-batch-loss", class extends Tried {
  /** @type {Scan | undefined} */
  scan
  place = 0
  batch = 0
  whole = false
  /** @type {number | undefined} the batch that was drawn before this one */
  old

  start(/** @type {HTMLElement} */ stage) {
    this.chart = new Chart({
      x: { label: "place of the weights on the line", min: -1, max: 9, ticks: [0, 2, 4, 6, 8] },
      y: { label: "loss (nats)", min: 0.8, max: 2.3, ticks: [1, 1.5, 2] },
      series: [
        { name: "this batch", color: 0 },
        { name: "the batch before", color: 1 },
        { name: "training loss", color: 5 },
        { name: "the weights now (ring: after an update)", color: 3, dots: true },
      ],
      label: "Loss along a line through the weights",
    })
    this.slide = slider({
      label: "place of the weights", values: PLACES, value: 0, format: shown,
      moved: (place, released) => this.#move(place, released),
    })
    this.rate = slider({
      label: "learning rate", values: RATES, value: 1, format: short,
      moved: (_, released) => this.#draw(released ? this.#here() : ""),
    })
    const full = switches({
      label: "Batch", names: ["all 800 images in one batch"],
      changed: ([whole]) => this.#take(whole),
    })
    this.numbers = make("p", { className: "try__numbers" })
    const buttons = make("div", { className: "control__actions" },
      button("update with this batch", () => this.#update()),
      button("next batch", () => this.#next()),
      button("an epoch: 25 updates", () => this.#epoch()),
    )
    const fields = make("div", { className: "controls" }, this.slide.element, this.rate.element)
    stage.append(this.numbers, this.chart.element, buttons, fields, full)
    this.exported("scan").then((scan) => {
      this.scan = scan
      this.#draw(this.#here())
    })
  }

  /** The losses of a batch along the line. @param {number} [batch] */
  #losses(batch = this.batch) {
    return (this.whole ? this.scan?.all : this.scan?.batches[batch]) ?? []
  }

  /** @param {number[]} losses @param {number} [place] */
  #on(losses, place = this.place) {
    return on(this.scan?.positions ?? [0, 1], losses, place)
  }

  get #all() {
    return this.scan?.all ?? []
  }

  get #name() {
    return this.whole ? "the whole batch" : `batch ${this.batch + 1}`
  }

  /** Where an update leads: against the slope, in units of the full gradient at place 0. */
  get #target() {
    const unit = -this.#on(this.#all, 0).slope
    const target = this.place - ((this.rate?.now() ?? 1) * this.#on(this.#losses()).slope) / unit
    return Math.min(Math.max(target, PLACES[0]), PLACES[PLACES.length - 1])
  }

  /** @param {number[]} losses */
  #lowest(losses) {
    return PLACES.reduce((best, place) => (this.#on(losses, place).value < this.#on(losses, best).value ? place : best), 0)
  }

  /** @param {number} place @param {boolean} released */
  #move(place, released) {
    this.place = place
    this.#draw(released ? this.#here() : "")
  }

  /** @param {boolean} whole */
  #take(whole) {
    this.whole = whole
    this.old = undefined
    this.#draw(this.#here())
  }

  #next() {
    const loss = this.#on(this.#losses()).value
    const oldName = this.#name
    this.old = this.batch
    this.batch = (this.batch + 1) % (this.scan?.batches.length ?? 1)
    if (this.whole) return this.#draw("The next batch is all images again: the same function, the same loss.")
    this.#draw(
      `The weights have not moved, and the loss is another: ${nats(loss)} with ${oldName}, ${nats(this.#on(this.#losses()).value)} with ${this.#name}. `
      + `The lowest loss was at ${shown(this.#lowest(this.#losses(this.old)))}, now it is at ${shown(this.#lowest(this.#losses()))}.`,
    )
  }

  /** One update. @returns {{ own: number, all: number }} by how much the two losses rose */
  #step() {
    const target = this.#target
    const losses = this.#losses()
    const own = this.#on(losses, target).value - this.#on(losses).value
    const all = this.#on(this.#all, target).value - this.#on(this.#all).value
    this.place = target
    return { own, all }
  }

  #update() {
    const from = this.place
    const { own, all } = this.#step()
    const remark = own < 0 && all > 0 ? " It is good for this batch, and bad for all images together." : ""
    this.#draw(
      `The update led from ${from.toFixed(2)} to ${this.place.toFixed(2)}. The loss of ${this.#name} ${rose(own)}, the training loss ${rose(all)}.${remark}`,
    )
  }

  #epoch() {
    const from = this.place
    const places = Array.from({ length: 25 }, () => {
      const { all } = this.#step()
      this.old = this.batch
      this.batch = (this.batch + 1) % 25
      return { place: this.place, all }
    })
    const late = places.slice(-5).map(({ place }) => place.toFixed(2))
    const raised = places.filter(({ all }) => all > 0).length
    this.#draw(
      `25 updates led from ${from.toFixed(2)} to ${this.place.toFixed(2)}; ${raised} of them raised the training loss. `
      + `The last five stopped at ${late.join(", ")}. The training loss is lowest at ${shown(this.#lowest(this.#all))}.`,
    )
  }

  /** Where the loss falls from here. @param {number[]} losses */
  #way(losses) {
    const lowest = this.#lowest(losses)
    if (Math.abs(lowest - this.place) < 0.05) return "the lowest on the line"
    return `lower further to the ${lowest > this.place ? "right" : "left"}`
  }

  /** What is to be seen where the weights are. */
  #here() {
    const losses = this.#losses()
    return `At ${shown(this.place)} the loss of ${this.#name} is ${nats(this.#on(losses).value)}, ${this.#way(losses)}. `
      + `The training loss is ${nats(this.#on(this.#all).value)}, ${this.#way(this.#all)}.`
  }

  /** @param {string} sentence what to say; nothing while a control moves */
  #draw(sentence) {
    if (!this.scan) return
    const { positions } = this.scan
    const curve = (/** @type {number[]} */ losses) => positions.map((x, i) => /** @type {Point} */ ([x, losses[i]]))
    const { value } = this.#on(this.#losses())
    const old = this.whole || this.old === undefined ? [] : curve(this.#losses(this.old))
    const target = this.#target
    this.chart?.draw(
      [curve(this.#losses()), old, curve(this.#all), [[this.place, value]]],
      [[target, this.#on(this.#losses(), target).value]],
    )
    this.slide?.put(Math.round(10 * this.place) / 10)
    if (this.numbers) this.numbers.textContent = `${this.#name}: ${nats(value)} · training loss: ${nats(this.#on(this.#all).value)}`
    if (sentence) this.say(sentence)
  }
})

/** @param {number} change */
function rose(change) {
  const size = Math.abs(change)
  if (size < 0.00005) return "stayed the same"
  return `${change < 0 ? "fell" : "rose"} by ${size.toFixed(4)}`
}
