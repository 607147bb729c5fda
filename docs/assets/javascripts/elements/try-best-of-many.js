// John's and Sally's choices, from the answers of 2000 networks that the build trained.

import { Chart } from "../lib/chart.js"
import { button, choice, slider, switches } from "../lib/controls.js"
import { make } from "../lib/making.js"
import { RightAnswers } from "../lib/right-answers.js"
import { Tried } from "../lib/tried.js"
import { Work } from "../lib/work.js"
import { makeGenerator } from "../training/random.js"

/** @typedef {import("../lib/right-answers.js").Choice} Choice */
/** @typedef {{ who: string, size: number, validation: number, test: number, above: number }} Winner in percent */

const SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000]
const SETS = [25, 50, 100, 200, 400]
const TEST = 200
const MANY = 200
const LOWEST = 84
const MODES = { one: "one experiment", many: `the mean of ${MANY} experiments` }

/** @param {number} size */
const bestOf = (size) => (size === 1 ? "only one" : `best of ${size}`)

customElements.define("try-best-of-many", class extends Tried {
  work = new Work()
  /** @type {Choice[]} */
  choices = []
  experiment = 1
  repeats = 1

  start(/** @type {HTMLElement} */ stage) {
    const coming = make("p", {}, "You will see a curve: the validation accuracy of the best of 1, 2, 5, … 2000 networks, with John’s and Sally’s winners on it. You set how many networks and images they have. Every experiment draws the images and the order of the networks anew; the best of 2000 is always chosen from the same 2000.")
    const load = button("load what the 2000 networks answered (40 kB)", async () => {
      load.disabled = true
      this.answers = new RightAnswers(await this.exported("answers"))
      load.remove()
      coming.remove()
      this.build(stage)
      this.john?.input.focus()
    })
    stage.append(coming, load)
  }

  disconnectedCallback() {
    super.disconnectedCallback()
    this.work.stop()
  }

  /** @param {HTMLElement} stage */
  build(stage) {
    const tries = (/** @type {string} */ who, /** @type {number} */ value) => slider({
      label: `${who} keeps the`, values: SIZES, value, format: bestOf,
      moved: (_, released) => this.draw(released),
    })
    this.john = tries("John", 20)
    this.sally = tries("Sally", 2000)
    this.images = slider({
      label: "validation images", values: SETS, value: 200, moved: (_, released) => this.run(released),
    })
    this.chart = new Chart({
      x: { label: "networks to choose from", min: 1, max: 2000, log: true, ticks: [1, 10, 100, 1000] },
      y: { label: "accuracy (%)", min: LOWEST, max: 100, format: (value) => String(Number(value.toFixed(1))) },
      series: [
        { name: "validation accuracy of the best", color: 0 },
        { name: "test accuracy of the same network", color: 1 },
      ],
      label: "Accuracy of the best network against the number of networks to choose from",
    })
    this.numbers = make("p", { className: "try__numbers" })
    const tested = switches({ label: "Test", names: ["show the test accuracy"], changed: ([on]) => {
      this.tested = on
      this.draw(true)
    } })
    const mode = choice({
      label: "What you see", names: Object.values(MODES), value: MODES.one,
      chosen: (name) => this.repeat(name === MODES.one ? 1 : MANY),
    })
    this.another = button("another experiment", () => {
      this.experiment += 1
      this.run(true)
    })
    const actions = make("div", { className: "control__actions" }, this.another)
    const sliders = [this.john, this.sally, this.images].map(({ element }) => element)
    stage.append(make("div", { className: "controls" }, ...sliders, tested, mode), actions, this.numbers, this.chart.element)
    this.run(true)
  }

  /** @param {number} repeats */
  repeat(repeats) {
    this.repeats = repeats
    if (this.another) this.another.disabled = repeats > 1
    this.run(true)
  }

  /** Draws images and networks anew. @param {boolean} released */
  run(released) {
    this.choices = []
    this.work.start(this.experiments(), (done) => this.draw(done && released))
  }

  *experiments() {
    const validation = this.images?.now() ?? 0
    const generator = makeGenerator(this.experiment)
    while (this.choices.length < this.repeats) {
      const choice = this.answers?.choose(generator, { sizes: SIZES, validation, test: TEST })
      if (choice) yield this.choices.push(choice)
    }
  }

  /** @param {boolean} released */
  draw(released) {
    const points = (/** @type {keyof Choice} */ kind) =>
      SIZES.map((size, i) => /** @type {[number, number]} */ ([size, shown(this.mean(kind, i))]))
    const people = [this.winner("John", this.john), this.winner("Sally", this.sally)]
    const rings = people.flatMap(({ size, validation, test }) =>
      [validation, ...(this.tested ? [test] : [])].filter(shown).map((y) => /** @type {[number, number]} */ ([size, y])))
    this.chart?.draw([points("validation"), this.tested ? points("test") : []], rings)
    if (this.numbers) this.numbers.replaceChildren(...people.map((person) => make("span", {}, this.line(person))))
    if (released) this.say(this.sentence(people))
  }

  /** @param {keyof Choice} kind @param {number} i @returns {number} in percent */
  mean(kind, i) {
    return (100 * this.choices.reduce((sum, choice) => sum + choice[kind][i], 0)) / this.choices.length
  }

  /** @param {string} who @param {{ now: () => number } | undefined} tries @returns {Winner} */
  winner(who, tries) {
    const size = tries?.now() ?? 1
    const i = SIZES.indexOf(size)
    const above = this.choices.filter(({ validation, test }) => test[i] > validation[i]).length
    return { who, size, validation: this.mean("validation", i), test: this.mean("test", i), above }
  }

  /** @param {Winner} winner */
  line({ who, size, validation, test }) {
    const start = `${who}, ${bestOf(size)}: ${validation.toFixed(1)} % on validation`
    return this.tested ? `${start}, ${test.toFixed(1)} % on test` : start
  }

  /** @param {Winner[]} people */
  sentence(people) {
    const experiments = this.repeats === 1 ? "One experiment" : `Mean of ${this.repeats} experiments`
    const start = `${experiments}, ${this.images?.now()} validation images. `
    if (!this.tested) return `${start}How accurate are the two winners on ${TEST} other images? Guess, then show the test accuracy.`
    const [john, sally] = people.map(({ who, validation, test }) => `${who}’s ${differs(test - validation)}`)
    const counts = people.map(({ who, above }) => `${who}’s in ${above}`).join(", ")
    const notice = this.repeats === 1
      ? "In a single experiment luck decides much: take the mean of many."
      : `What a chosen network loses is the luck that it was chosen for, the selection gap. In single experiments the test accuracy can still be the higher one: ${counts} of ${this.repeats}.`
    return `${start}On test images ${john}, ${sally}. ${notice}`
  }
})

/** @param {number} percent @returns {number} none where it lies below the chart */
function shown(percent) {
  return percent >= LOWEST ? percent : Number.NaN
}

/** @param {number} points */
function differs(points) {
  const size = Math.abs(points).toFixed(1)
  return Number(size) === 0 ? "is as accurate" : `is ${size} points ${points < 0 ? "less" : "more"} accurate`
}
