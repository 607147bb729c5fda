// All questions in one sitting: one after the other, what was answered wrong comes back.

import { Form } from "../lib/form.js"
import { make } from "../lib/making.js"
import { change, deeds } from "../lib/store.js"

const AGAIN_AFTER = 4 // questions between a wrong answer and its return

/**
 * @typedef {object} Question
 * @property {HTMLElement} element
 * @property {string} name
 * @property {string} page the place of its page
 * @property {string} title of its page
 */

/** @template Item @param {Item[]} items @returns {Item[]} */
function shuffled(items) {
  const mixed = [...items]
  for (let i = mixed.length - 1; i > 0; i -= 1) {
    const j = Math.floor(Math.random() * (i + 1))
    const kept = mixed[i]
    mixed[i] = mixed[j]
    mixed[j] = kept
  }
  return mixed
}

/**
 * In which order questions come: those answered wrong the last time, those not yet answered, the rest.
 * @param {Question[]} questions
 * @param {Record<string, boolean>} practiced
 */
function inOrder(questions, practiced) {
  const wrong = questions.filter(({ name }) => practiced[name] === false)
  const open = questions.filter(({ name }) => !(name in practiced))
  const right = questions.filter(({ name }) => practiced[name])
  return [...shuffled(wrong), ...shuffled(open), ...shuffled(right)]
}

customElements.define("practice-session", class extends HTMLElement {
  connectedCallback() {
    const elements = /** @type {HTMLElement[]} */ ([...this.querySelectorAll(".practice__question")])
    /** @type {Record<string, number>} */
    const counts = {}
    this.questions = elements.map((element) => {
      const { page = "", title = "" } = element.dataset
      counts[page] = (counts[page] ?? 0) + 1
      return { element, name: `${page}#${counts[page]}`, page, title }
    })
    this.place = make("p", { className: "practice__place" })
    this.stage = make("div")
    this.replaceChildren(this.place, this.stage)
    this.begin(inOrder(this.questions, deeds().practiced))
  }

  /** @param {Question[]} queue */
  begin(queue) {
    this.queue = [...queue]
    this.all = queue.length
    /** @type {Map<Question, boolean>} */
    this.first = new Map()
    this.next()
  }

  next() {
    const question = this.queue?.shift()
    if (question) this.ask(question)
    else this.score()
  }

  /** @param {Question} question */
  ask(question) {
    const asked = /** @type {HTMLElement} */ (question.element.cloneNode(true))
    const next = make("button", { type: "button", className: "push" }, "Next")
    const stop = make("button", { type: "button", className: "link" }, "stop and see the score")
    const form = new Form(asked, "Check", ({ right, of }) => {
      this.keep(question, right === of)
      form.button.replaceWith(next)
      form.output.append(" ", link(question))
      next.focus()
    })
    next.addEventListener("click", () => this.next())
    stop.addEventListener("click", () => this.score())
    form.actions.append(stop)
    this.say(`Question ${(this.first?.size ?? 0) + (this.first?.has(question) ? 0 : 1)} of ${this.all}`
      + (this.first?.has(question) ? ", once more" : ""))
    this.stage?.replaceChildren(asked)
    form.asked[0].way.fields()[0].focus({ preventScroll: this.first?.size === 0 })
  }

  /** @param {Question} question @param {boolean} isRight */
  keep(question, isRight) {
    if (!this.first?.has(question)) this.first?.set(question, isRight)
    if (!isRight) this.queue?.splice(AGAIN_AFTER, 0, question)
    change(({ practiced }) => { practiced[question.name] = isRight })
  }

  score() {
    const asked = [...(this.first ?? [])]
    const wrong = asked.filter(([, isRight]) => !isRight).map(([question]) => question)
    const again = make("button", { type: "button", className: "push" }, "practice again")
    again.addEventListener("click", () => this.begin(inOrder(this.questions ?? [], deeds().practiced)))
    const pages = [...new Map(wrong.map((question) => [question.page, question])).values()]
    this.say(`${asked.length - wrong.length} of ${asked.length} right at the first try`)
    const list = make("ul", {}, ...pages.map((question) => make("li", {}, link(question))))
    const read = pages.length ? [make("p", {}, "To read again:"), list] : []
    this.stage?.replaceChildren(...read, make("p", {}, again))
    again.focus()
  }

  /** @param {string} words */
  say(words) {
    if (this.place) this.place.textContent = words
  }
})

/** @param {Question} question */
function link({ page, title }) {
  return make("a", { href: `../${page}/` }, title)
}
