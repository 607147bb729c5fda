// What every element to try something on is built of.

import { make } from "./making.js"

/**
 * An element that shows something to move. What stands in it on the page is the same for readers
 * without scripts; with scripts it is folded below.
 */
export class Tried extends HTMLElement {
  leaving = new AbortController()
  awaited = 0 // exports on their way

  connectedCallback() {
    this.leaving = new AbortController()
    if (!this.stage) this.#build()
  }

  disconnectedCallback() {
    this.leaving.abort()
  }

  #build() {
    const summary = make("summary", {}, "Without moving anything: what this build measured")
    const built = make("details", { className: "try__built" }, summary, ...this.childNodes)
    this.stage = make("div", { className: "try__stage" })
    this.output = make("output", { className: "try__said" })
    const hasWords = built.textContent.trim() !== summary.textContent
    this.replaceChildren(this.stage, this.output, ...(hasWords ? [built] : []))
    this.start(this.stage)
  }

  /**
   * Builds what is seen and moved.
   * @param {HTMLElement} stage
   */
  start(stage) {
    throw new Error(`${this.localName} shows nothing in ${stage.className}`)
  }

  /**
   * Says in words what is to be seen now; who listens hears it once a control is released.
   * @param {string} sentence
   */
  say(sentence) {
    if (this.output && this.output.textContent !== sentence) this.output.textContent = sentence
  }

  /**
   * What a block of the page exported.
   * @param {string} name
   * @returns {Promise<any>}
   */
  async exported(name) {
    const { signal } = this.leaving
    this.#await(1)
    try {
      const response = await fetch(new URL(`${name}.json`, location.href), { signal })
      if (!response.ok) throw new Error(`${name}.json: ${response.status}`)
      return await response.json()
    } catch (error) {
      if (signal.aborted) return new Promise(() => {}) // who has left does not wait for it
      throw error
    } finally {
      this.#await(-1)
    }
  }

  /** @param {number} more */
  #await(more) {
    this.awaited += more
    this.ariaBusy = this.awaited ? "true" : "false"
  }
}
