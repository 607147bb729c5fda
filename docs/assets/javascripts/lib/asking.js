// A question whose options stand in a list, as fields to answer it.

import { make, newId } from "./making.js"

/**
 * One option of a question, as the page has it.
 * @typedef {{ item: HTMLLIElement, option: HTMLElement, mark: string, text: string }} Option
 */

/**
 * A way to answer: puts fields in place, reads them, and tells which options were answered right.
 * @typedef {object} Way
 * @property {() => string[]} given what was answered; empty texts are what is missing
 * @property {(given: string[]) => void} put
 * @property {() => HTMLElement[]} fields
 * @property {(given: string[]) => boolean[]} right for each part that counts
 * @property {(option: Option, given: string[]) => boolean} isOwn
 */

/** @param {Option[]} options @param {string} type @returns {Way} */
function ticked(options, type) {
  const name = newId()
  const inputs = options.map(({ item, option }) => {
    const input = make("input", { type, name })
    item.prepend(make("label", { className: "asked__label" }, input, option))
    return input
  })
  const chosen = (/** @type {string[]} */ given) => options.map((_, i) => given.includes(String(i)))
  return {
    given: () => inputs.flatMap((input, i) => (input.checked ? [String(i)] : [])),
    put: (given) => chosen(given).forEach((is, i) => { inputs[i].checked = is }),
    fields: () => inputs,
    right: (given) => [chosen(given).every((is, i) => is === (options[i].mark === "x"))],
    isOwn: (option, given) => chosen(given)[options.indexOf(option)],
  }
}

/** @param {Option[]} options @param {HTMLElement} list @param {string} label @returns {Way} */
function typed(options, list, label) {
  const input = make("input", { type: "text", inputMode: "decimal", autocomplete: "off", "aria-label": label })
  list.before(make("p", { className: "asked__number" }, input))
  const right = options.filter((option) => option.mark === "=")
  return {
    given: () => [input.value.trim()],
    put: ([text]) => { input.value = text ?? "" },
    fields: () => [input],
    right: ([text]) => [right.some((option) => number(option.text) === number(text))],
    isOwn: (option, [text]) => number(option.text) === number(text),
  }
}

/**
 * The number that a text begins with, or NaN: 1000 of "1,000 images", 0.5 of "0,5", −2 of "−2".
 * @param {string} text
 */
function number(text) {
  const grouped = /,(?=\d{3}(?!\d))/g
  return Number.parseFloat(text.replace(grouped, "").replace(",", ".").replace("−", "-"))
}

/** @param {Option[]} options @returns {Way} */
function sorted(options) {
  const places = [...new Set(options.map((option) => option.mark))].sort()
  const selects = options.map(({ item, option }) => {
    const select = make("select", {}, make("option", { value: "" }, "choose"))
    select.append(...places.map((place) => make("option", {}, place)))
    item.prepend(make("label", { className: "asked__label asked__label--sort" }, option, select))
    return select
  })
  return {
    given: () => selects.map((select) => select.value),
    put: (given) => selects.forEach((select, i) => { select.value = given[i] ?? "" }),
    fields: () => selects,
    right: (given) => options.map((option, i) => option.mark === given[i]),
    isOwn: () => false,
  }
}

/** A question with its fields, in the place of the fold that holds its options. */
export class Asked {
  /**
   * @param {HTMLDetailsElement} fold with a list of options
   * @param {string} label what is asked
   */
  constructor(fold, label) {
    this.kind = fold.dataset.kind ?? "one"
    this.list = /** @type {HTMLUListElement} */ (fold.querySelector("ul"))
    this.options = [...this.list.children].map((child) => readOption(/** @type {HTMLLIElement} */ (child)))
    this.element = make("fieldset", { className: `asked asked--${this.kind}`, "aria-label": label }, this.list)
    if (this.kind === "several") this.element.prepend(make("p", { className: "asked__hint" }, "Several can be right."))
    fold.replaceWith(this.element)
    this.way = this.#way(label)
    this.reset()
  }

  /** @param {string} label @returns {Way} */
  #way(label) {
    if (this.kind === "number") return typed(this.options, this.list, label)
    if (this.kind === "sort") return sorted(this.options)
    return ticked(this.options, this.kind === "several" ? "checkbox" : "radio")
  }

  /** The first field that is still to be answered, and what to say of it, if there is one. */
  get missing() {
    const given = this.way.given()
    const place = given.length ? given.indexOf("") : 0
    if (place >= 0) return { field: this.way.fields()[place], why: "Answer first: a guess is better than nothing." }
    const isNumber = this.kind !== "number" || !Number.isNaN(number(given[0]))
    return isNumber ? undefined : { field: this.way.fields()[0], why: "Write a number, such as 12 or 0.5." }
  }

  /**
   * Shows every option's reason, the reader's own first.
   * @returns {{ right: number, of: number }}
   */
  show() {
    const given = this.way.given()
    const right = this.way.right(given)
    this.element.classList.add("asked--shown")
    for (const field of this.way.fields()) field.toggleAttribute("disabled", true)
    this.options.forEach((option, i) => this.#judge(option, given, right[i] ?? true))
    this.list.prepend(...this.options.filter((option) => this.way.isOwn(option, given)).map(({ item }) => item))
    return { right: right.filter(Boolean).length, of: right.length }
  }

  /** @param {Option} option @param {string[]} given @param {boolean} placed whether it was sorted right */
  #judge(option, given, placed) {
    const isRight = this.kind === "sort" ? placed : option.mark !== ""
    const isOwn = this.way.isOwn(option, given)
    option.item.classList.toggle("is-own", isOwn)
    option.item.classList.toggle("is-missed", this.kind === "several" && isRight && !isOwn)
    option.item.classList.toggle("is-right", isRight)
    option.item.classList.toggle("is-wrong", !isRight)
  }

  /** Lets the reader answer again. */
  reset() {
    this.element.classList.remove("asked--shown")
    this.list.append(...this.options.map(({ item }) => item))
    for (const field of this.way.fields()) field.removeAttribute("disabled")
    for (const { item } of this.options) item.classList.remove("is-own", "is-missed", "is-right", "is-wrong")
    this.way.put([])
  }
}

/** @param {HTMLLIElement} item @returns {Option} */
function readOption(item) {
  const option = /** @type {HTMLElement} */ (item.querySelector(".option"))
  return { item, option, mark: option.dataset.mark ?? "", text: option.textContent.trim() }
}
