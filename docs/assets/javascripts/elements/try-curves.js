// The reader draws the validation loss, sees the measured one, and chooses the epoch to keep.

import { Chart } from "../lib/chart.js"
import { button, choice, slider } from "../lib/controls.js"
import { make } from "../lib/making.js"
import { Tried } from "../lib/tried.js"

/** @typedef {import("../lib/chart.js").Point} Point */
/** @typedef {{ train: number[], validation: number[], test: number[] }} Losses one number after each epoch */

const HANDLES = [5, 10, 20, 30, 45, 60] // epochs at which the drawn curve is moved
const STEPS = Array.from({ length: 41 }, (_, i) => i)

/** @param {number[]} losses @returns {Point[]} */
const points = (losses) => losses.map((loss, epoch) => [epoch, loss])

/** @param {number[]} losses @returns {number} the epoch of the lowest one */
const lowest = (losses) => losses.indexOf(Math.min(...losses))

/** @param {number} loss */
const nats = (loss) => loss.toFixed(2)

customElements.define("try-curves", class extends Tried {
  measured = false
  tested = false
  top = 1

  start(/** @type {HTMLElement} */ stage) {
    this.exported("curves").then((runs) => this.build(stage, runs))
  }

  /** @param {HTMLElement} stage @param {Record<string, Losses>} runs */
  build(stage, runs) {
    const names = Object.keys(runs)
    this.runs = runs
    this.losses = runs[names[0]]
    const last = this.losses.train.length - 1
    this.chart = new Chart({
      x: { label: "epoch", min: 0, max: last, ticks: [0, 15, 30, 45, 60] },
      y: { label: "loss (nats)", min: 0, max: this.top },
      series: [
        { name: "training", color: 0 }, { name: "your validation loss", color: 2 },
        { name: "validation, measured", color: 1 }, { name: "test, measured", color: 3 },
      ],
      label: "Loss against the epoch",
    })
    this.handles = HANDLES.map((epoch) => slider({
      label: `epoch ${epoch}`, values: STEPS, value: 0, format: (step) => nats(this.lossAt(step)),
      moved: (_, released) => this.draw(released),
    }))
    this.flag = slider({
      label: "keep the weights of epoch", values: points(this.losses.train).map(([epoch]) => epoch), value: last,
      moved: (_, released) => this.draw(released),
    })
    const rows = make("div", { className: "controls controls--many" }, ...this.handles.map(({ element }) => element))
    this.drawing = make("div", {},
      make("fieldset", { className: "control" }, make("legend", {}, "Your validation loss after"), rows),
      make("p", { className: "control__actions" }, button("lay the measured curve over it", () => this.lay())))
    this.testing = button("show the test loss", () => this.test())
    this.keeping = make("div", { hidden: true }, this.flag.element, make("p", { className: "control__actions" },
      this.testing, button("draw again", () => this.drawAgain())))
    const run = choice({ label: "Run", names, value: names[0], chosen: (name) => this.take(name) })
    stage.append(run, this.chart.element, this.drawing, this.keeping)
    this.followPointer()
    this.take(names[0])
  }

  /** A curve is drawn with the pointer, too. */
  followPointer() {
    const drawn = this.chart?.svg
    const follow = (/** @type {PointerEvent} */ event) => {
      if (!event.buttons || this.measured || !this.chart || !this.handles) return
      const [epoch, loss] = this.chart.valueAt(event)
      const away = HANDLES.map((at) => Math.abs(at - epoch))
      this.handles[away.indexOf(Math.min(...away))].put(Math.round((STEPS.length - 1) * loss / this.top))
      this.draw(false)
    }
    drawn?.addEventListener("pointerdown", follow)
    drawn?.addEventListener("pointermove", follow)
    drawn?.addEventListener("pointerup", () => this.draw(true))
  }

  /** @param {string} name of a run */
  take(name) {
    if (!this.runs || !this.chart) return
    this.losses = this.runs[name]
    this.top = Math.max(...this.losses.validation) > 1 ? 2 : 1
    this.chart.y.max = this.top
    this.again()
  }

  again() {
    this.measured = false
    this.tested = false
    for (const handle of this.handles ?? []) handle.put(this.stepOf(this.losses?.train[0] ?? 0))
    this.flag?.put(HANDLES[HANDLES.length - 1])
    this.draw(true)
  }

  drawAgain() {
    this.again()
    this.handles?.[0].input.focus()
  }

  lay() {
    this.measured = true
    this.draw(true)
    this.flag?.input.focus()
  }

  test() {
    this.tested = true
    this.draw(true)
    this.flag?.input.focus()
  }

  /** @param {number} step of a handle */
  lossAt(step) {
    return (this.top * step) / (STEPS.length - 1)
  }

  /** @param {number} loss */
  stepOf(loss) {
    return Math.round((loss / this.top) * (STEPS.length - 1))
  }

  /** @param {boolean} released */
  draw(released) {
    if (!this.losses || !this.chart || !this.handles || !this.drawing || !this.keeping) return
    const { train, validation, test } = this.losses
    const own = [train[0], ...this.handles.map((handle) => this.lossAt(handle.now()))]
    const kept = this.flag?.now() ?? 0
    this.drawing.hidden = this.measured
    this.keeping.hidden = !this.measured
    this.testing?.toggleAttribute("disabled", this.tested)
    this.chart.draw([
      points(train),
      own.map((loss, i) => [[0, ...HANDLES][i], loss]),
      this.measured ? points(validation) : [],
      this.tested ? points(test) : [],
    ], this.measured ? [[kept, validation[kept]]] : [])
    if (released) this.say(this.sentence(own, kept))
  }

  /** @param {number[]} own the drawn losses @param {number} kept an epoch */
  sentence(own, kept) {
    const { train, validation } = /** @type {Losses} */ (this.losses)
    const end = validation.length - 1
    if (this.tested) return this.report(kept)
    if (this.measured && kept !== end) return this.flagged(kept)
    const isFlat = own.every((loss) => Math.abs(loss - own[0]) < 0.03)
    if (isFlat && !this.measured) return "Move the six points: which validation loss do you expect?"
    const drawn = isFlat ? "Your validation loss is flat" : `Your validation loss is lowest at epoch ${[0, ...HANDLES][lowest(own)]}`
    if (!this.measured) return `${drawn} and ends at ${nats(own[own.length - 1])}. The training loss ends at ${nats(train[end])}.`
    const best = lowest(validation)
    return `${drawn}, the measured one is lowest at epoch ${best}. From there to epoch ${end} the training loss falls from `
      + `${nats(train[best])} to ${nats(train[end])}, while the validation loss rises from ${nats(validation[best])} to `
      + `${nats(validation[end])}: this is overfitting. Now move the ring with “keep the weights of epoch”: which do you choose?`
  }

  /** @param {number} kept */
  flagged(kept) {
    const { train, validation } = /** @type {Losses} */ (this.losses)
    const verdict = kept === lowest(validation)
      ? "No epoch has a lower validation loss: early stopping keeps these weights."
      : "Another epoch has a lower validation loss."
    return `Epoch ${kept}: training loss ${nats(train[kept])}, validation loss ${nats(validation[kept])}. ${verdict}`
  }

  /** @param {number} kept */
  report(kept) {
    const { validation, test } = /** @type {Losses} */ (this.losses)
    const best = lowest(validation)
    const end = test.length - 1
    const isBest = kept === best
    const where = ", where the validation loss is lowest,"
    return [
      `Kept at epoch ${kept}${isBest ? where : ","} the network has a test loss of ${nats(test[kept])}.`,
      isBest ? "" : `Kept at epoch ${best}${where} it has ${nats(test[best])}.`,
      kept === end ? "" : `After epoch ${end} it has ${nats(test[end])}.`,
      "The test loss only reports: it chose nothing.",
    ].filter(Boolean).join(" ")
  }
})
