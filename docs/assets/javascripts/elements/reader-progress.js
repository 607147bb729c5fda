// On the home page: which questions this reader has answered, their answers in one line, and a button that forgets it.

import { make } from "../lib/making.js"
import { deeds, forget } from "../lib/store.js"

customElements.define("reader-progress", class extends HTMLElement {
  all = false // whether the answers of questions that are still open are shown, too

  connectedCallback() {
    this.#draw()
  }

  #draw() {
    const items = [...document.querySelectorAll(".questions__item a")]
    const { predictions, uncovered } = deeds()
    let answered = 0
    let first = 0
    for (const item of items) {
      const place = new URL(/** @type {HTMLAnchorElement} */ (item).href).pathname
      const [, prediction] = Object.entries(predictions).find(([page]) => place.endsWith(`/${page}/`)) ?? []
      mark(item, prediction)
      item.parentElement?.classList.toggle("is-shown", Boolean(prediction) || uncovered || this.all)
      answered += prediction ? 1 : 0
      first += prediction && prediction.first === prediction.of ? 1 : 0
    }
    this.replaceChildren()
    if (answered || uncovered) this.append(this.#sentence(answered, items.length, first))
    if (answered < items.length && !uncovered && !this.all) this.append(this.#offer())
  }

  /** The answers of the questions that are still open. */
  #offer() {
    const button = make("button", { type: "button", className: "link" }, "show all answers now")
    button.addEventListener("click", () => {
      this.all = true
      this.#draw()
    })
    return make("p", {}, "Each question that you have answered has its answer below it, in one line: ", button, ".")
  }

  /** @param {number} answered @param {number} all @param {number} first */
  #sentence(answered, all, first) {
    const button = make("button", { type: "button", className: "link" }, "forget it")
    button.addEventListener("click", () => {
      forget()
      this.#draw()
    })
    const words = `You have answered ${answered} of ${all} questions, ${first} of them right at the first try. `
    return make("p", {}, words, "Only this device knows: ", button, ".")
  }
})

/** @param {Element} item @param {import("../lib/store.js").Prediction | undefined} prediction */
function mark(item, prediction) {
  item.querySelector(".questions__done")?.remove()
  if (!prediction) return
  const text = prediction.first === prediction.of ? "right at the first try" : "answered"
  item.append(make("span", { className: "questions__done" }, text))
}
