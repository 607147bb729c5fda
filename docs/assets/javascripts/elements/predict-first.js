// The question above the short answer, which is covered until the reader has answered.

import { Form } from "../lib/form.js"
import { make } from "../lib/making.js"
import { change, deeds } from "../lib/store.js"

const HEADING = "short-answer"

/** What stands between the heading of the short answer and the next heading. */
function shortAnswer() {
  const found = []
  let next = document.getElementById(HEADING)?.nextElementSibling
  while (next && next.tagName !== "H2") {
    found.push(/** @type {HTMLElement} */ (next))
    next = next.nextElementSibling
  }
  return found
}

customElements.define("predict-first", class extends HTMLElement {
  /** @type {HTMLElement[]} */
  covered = []
  leaving = new AbortController()

  connectedCallback() {
    this.leaving = new AbortController()
    if (!this.form) this.#build()
    const before = deeds().predictions[this.place]
    if (before) this.form?.show(before.given)
    else if (!deeds().uncovered) this.#cover()
    this.#uncoverFor(location.hash)
  }

  disconnectedCallback() {
    this.leaving.abort()
  }

  get place() {
    return this.dataset.page ?? ""
  }

  #build() {
    this.form = new Form(this, "Show", (score, given) => {
      this.#keep(score, given)
      this.uncover()
    })
    const show = make("button", { type: "button", className: "link" }, "just show me the answer")
    const always = make("input", { type: "checkbox" })
    show.addEventListener("click", () => {
      if (always.checked) change((deeds) => { deeds.uncovered = true })
      this.uncover()
      document.getElementById(HEADING)?.scrollIntoView({ block: "nearest" })
    })
    this.skip = make("span", { className: "predict__skip", hidden: true },
      "or ", show, " ", make("label", {}, always, " on all pages"))
    this.form.actions.append(this.skip)
  }

  /** @param {{ right: number, of: number }} score @param {string[][]} given */
  #keep(score, given) {
    change(({ predictions }) => {
      const first = predictions[this.place]?.first ?? score.right
      predictions[this.place] = { ...score, first, given }
    })
  }

  #cover() {
    this.covered = shortAnswer()
    for (const element of this.covered) element.setAttribute("hidden", "until-found")
    this.note = make("p", { className: "predict__covered" }, "Covered until you have answered above.")
    document.getElementById(HEADING)?.after(this.note)
    if (this.skip) this.skip.hidden = false
    const { signal } = this.leaving
    this.parentElement?.addEventListener("beforematch", () => this.uncover(), { signal })
    addEventListener("hashchange", () => this.#uncoverFor(location.hash), { signal })
    addEventListener("click", (event) => this.#followed(event), { signal })
  }

  /** Shows the short answer. */
  uncover() {
    for (const element of this.covered) element.removeAttribute("hidden")
    this.covered = []
    this.note?.remove()
    if (this.skip) this.skip.hidden = true
  }

  /** @param {MouseEvent} event */
  #followed(event) {
    const link = event.target instanceof Element && event.target.closest("a")
    if (link && link.pathname === location.pathname) this.#uncoverFor(link.hash)
  }

  /** @param {string} hash of a link that may lead under the cover */
  #uncoverFor(hash) {
    const target = hash && document.getElementById(decodeURIComponent(hash.slice(1)))
    if (!target) return
    if (target.id === HEADING || this.covered.some((element) => element.contains(target))) this.uncover()
  }
})
