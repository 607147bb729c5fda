// What a reader moves: native fields, each with its label and its value in words.

import { make, newId } from "./making.js"

/**
 * A slider with its value in words beside it.
 * @param {object} options
 * @param {string} options.label
 * @param {number[]} options.values it stops at these, in their order
 * @param {number} options.value the first one
 * @param {(value: number) => string} [options.format] the value in words: "0.03", "8 images"
 * @param {(value: number, released: boolean) => void} options.moved
 */
export function slider({ label, values, value, format = String, moved }) {
  const id = newId()
  const input = make("input", { type: "range", id, min: "0", max: String(values.length - 1), step: "1" })
  const words = make("span", { className: "control__value" })
  const put = (/** @type {number} */ chosen) => {
    input.value = String(Math.max(values.indexOf(chosen), 0))
    say()
  }
  const now = () => values[Number(input.value)]
  const say = () => {
    words.textContent = format(now())
    input.setAttribute("aria-valuetext", format(now()))
  }
  input.addEventListener("input", () => {
    say()
    moved(now(), false)
  })
  input.addEventListener("change", () => moved(now(), true))
  put(value)
  const element = make("div", { className: "control" }, make("label", { for: id }, label), input, words)
  return { element, input, put, now }
}

/**
 * One of several, as radio buttons in a row.
 * @template {string} Name
 * @param {object} options
 * @param {string} options.label
 * @param {readonly Name[]} options.names
 * @param {Name} options.value
 * @param {(name: Name) => void} options.chosen
 */
export function choice({ label, names, value, chosen }) {
  const group = newId()
  const inputs = names.map((name) => make("input", { type: "radio", name: group, value: name, checked: name === value }))
  inputs.forEach((input, i) => input.addEventListener("change", () => chosen(names[i])))
  const labels = names.map((name, i) => make("label", { className: "control__choice" }, inputs[i], ` ${name}`))
  const row = make("div", { className: "control__row" }, ...labels)
  return make("fieldset", { className: "control" }, make("legend", {}, label), row)
}

/**
 * Several switches that are independent of each other.
 * @param {object} options
 * @param {string} options.label
 * @param {readonly string[]} options.names
 * @param {(on: boolean[]) => void} options.changed
 * @param {boolean[]} [options.on]
 */
export function switches({ label, names, changed, on = [] }) {
  const inputs = names.map((_, i) => make("input", { type: "checkbox", checked: on[i] ?? false }))
  for (const input of inputs) input.addEventListener("change", () => changed(inputs.map(({ checked }) => checked)))
  const labels = names.map((name, i) => make("label", { className: "control__choice" }, inputs[i], ` ${name}`))
  const row = make("div", { className: "control__row" }, ...labels)
  return make("fieldset", { className: "control" }, make("legend", {}, label), row)
}

/** @param {string} text @param {() => void} pressed */
export function button(text, pressed) {
  const element = make("button", { type: "button", className: "push" }, text)
  element.addEventListener("click", pressed)
  return element
}
