// The questions of one element, their button, and what it says.

import { Asked } from "./asking.js"
import { make } from "./making.js"

/** @typedef {{ right: number, of: number }} Score */

export class Form {
  /**
   * Makes a form of an element's content, which has a fold with options below each question.
   * @param {HTMLElement} host
   * @param {string} action what the button says
   * @param {(score: Score, given: string[][]) => void} answered
   */
  constructor(host, action, answered) {
    this.asked = [...host.querySelectorAll("details.options")].map((fold) => {
      const label = fold.previousElementSibling?.textContent.trim() ?? "Your answer"
      return new Asked(/** @type {HTMLDetailsElement} */ (fold), label)
    })
    this.action = action
    this.answered = answered
    this.button = make("button", { type: "submit", className: "push" }, action)
    this.output = make("output", { className: "asked__said" })
    this.actions = make("p", { className: "asked__actions" }, this.button)
    this.element = make("form", { noValidate: true }, ...host.childNodes, this.actions, this.output)
    this.element.addEventListener("submit", (event) => this.#submit(event))
    host.replaceChildren(this.element)
    this.shown = false
  }

  /**
   * Shows all reasons beside what was answered.
   * @param {string[][]} [given] what was answered at another time
   * @returns {Score}
   */
  show(given) {
    given?.forEach((one, i) => this.asked[i]?.way.put(one))
    const scores = this.asked.map((asked) => asked.show())
    const score = scores.reduce((a, b) => ({ right: a.right + b.right, of: a.of + b.of }))
    this.output.textContent = said(score)
    this.button.textContent = "Try again"
    this.shown = true
    return score
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    event.preventDefault()
    if (this.shown) return this.#again()
    const missing = this.asked.map((asked) => asked.missing).find(Boolean)
    if (missing) {
      this.output.textContent = missing.why
      return missing.field.focus()
    }
    const given = this.asked.map((asked) => asked.way.given())
    this.answered(this.show(), given)
  }

  #again() {
    for (const asked of this.asked) asked.reset()
    this.button.textContent = this.action
    this.output.textContent = ""
    this.shown = false
    this.asked[0].way.fields()[0].focus()
  }
}

/** @param {Score} score */
function said({ right, of }) {
  if (of === 1) return right ? "Your answer is right." : "Your answer is not right. The reasons say why."
  if (right === of) return `All ${of} are right.`
  return `${right} of ${of} are right. The reasons say why.`
}
