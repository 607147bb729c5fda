// One network moves along a line; the loss below it is that of a batch, and the next batch has another one.

import { Chart } from "../lib/chart.js"
import { button, slider, switches } from "../lib/controls.js"
import { on } from "../lib/curve.js"
import { lowest, nats, PLACES, rose, shown, way } from "../lib/loss-line.js"
import { make } from "../lib/making.js"
import { short } from "../lib/scale.js"
import { Tried } from "../lib/tried.js"

/** @typedef {import("../lib/chart.js").Point} Point */
/** Losses along a line through the weights. @typedef {{ positions: number[], batches: number[][], all: number[] }} Scan */

const RATES = [0.1, 0.3, 1, 2, 3, 5]

const EPOCH = "an epoch: 25 updates"
const EPOCHS = "25 epochs: 25 updates" // of all images in one batch

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
        { name: "the weights now", color: 3, dots: true },
        { name: "where an update with this batch would lead", color: 3, dots: "open" },
      ],
      label: "Loss along a line through the weights",
    })
    this.slide = slider({
      label: "place of the weights", values: PLACES, value: 0, format: shown,
      moved: (place, released) => this.#move(place, released),
    })
    this.rate = slider({
      label: "learning rate", values: RATES, value: 1, format: short,
      moved: (rate, released) => this.#draw(released ? this.#ahead(rate) : ""),
    })
    const full = switches({
      label: "Batch", names: ["all 800 images in one batch"],
      changed: ([whole]) => this.#take(whole),
    })
    this.numbers = make("p", { className: "try__numbers" })
    this.epoch = button(EPOCH, () => this.#epoch())
    const buttons = make("div", { className: "control__actions" },
      button("update with this batch", () => this.#update()),
      button("next batch", () => this.#next()),
      this.epoch,
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

  /** The place where a curve is lowest. @param {number[]} losses */
  #lowest(losses) {
    return lowest((place) => this.#on(losses, place).value)
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
    if (this.epoch) this.epoch.textContent = whole ? EPOCHS : EPOCH
    this.#draw(this.#here())
  }

  #deal() {
    this.old = this.batch
    this.batch = (this.batch + 1) % (this.scan?.batches.length ?? 1)
  }

  #next() {
    if (this.whole) return this.#draw("The next batch is all images again: the same function, the same loss.")
    const loss = this.#on(this.#losses()).value
    const oldName = this.#name
    this.#deal()
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
      `The update led from ${shown(from, 2)} to ${shown(this.place, 2)}. The loss of ${this.#name} ${rose(own)}, the training loss ${rose(all)}.${remark}`,
    )
  }

  #epoch() {
    const from = this.place
    const places = Array.from({ length: 25 }, () => {
      const { all } = this.#step()
      if (!this.whole) this.#deal()
      return { place: this.place, all }
    })
    const late = places.slice(-5).map(({ place }) => shown(place, 2))
    const raised = places.filter(({ all }) => all > 0).length
    const epochs = this.whole ? "With all images in one batch an epoch is one update. " : ""
    this.#draw(
      `${epochs}25 updates led from ${shown(from, 2)} to ${shown(this.place, 2)}; ${raised} of them raised the training loss. `
      + `The last five stopped at ${late.join(", ")}. The training loss is lowest at ${shown(this.#lowest(this.#all))}.`,
    )
  }

  /** Where an update would lead. @param {number} rate */
  #ahead(rate) {
    const target = this.#target
    const best = this.#lowest(this.#losses())
    const beyond = (this.place - best) * (target - best) < 0 ? `, beyond the lowest loss of ${this.#name} at ${shown(best)}` : ""
    return `At learning rate ${rate} an update with ${this.#name} would lead from ${shown(this.place, 2)} to the ring at ${shown(target, 2)}${beyond}.`
  }

  /** The loss of some images, and where it is lower. @param {number[]} losses */
  #loss(losses) {
    return `${nats(this.#on(losses).value)}; ${way(this.place, this.#lowest(losses))}`
  }

  /** What is to be seen where the weights are. */
  #here() {
    const all = this.#loss(this.#all)
    if (this.whole) return `At ${shown(this.place)} the loss of the whole batch is the training loss, ${all}. The two curves are one.`
    return `At ${shown(this.place)} the loss of ${this.#name} is ${this.#loss(this.#losses())}. The training loss is ${all}.`
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
      [curve(this.#losses()), old, curve(this.#all), [[this.place, value]], [[target, this.#on(this.#losses(), target).value]]],
    )
    this.slide?.put(Math.round(10 * this.place) / 10)
    if (this.numbers) this.numbers.textContent = `${this.#name}: ${nats(value)} · training loss: ${nats(this.#on(this.#all).value)}`
    if (sentence) this.say(sentence)
  }
})
