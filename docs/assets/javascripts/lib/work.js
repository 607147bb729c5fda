// Computation in slices: a control that moves is never held up, and begins the work anew.

const SLICE = 12 // milliseconds

export class Work {
  /** @type {Iterator<unknown> | undefined} */
  current

  /**
   * Takes the steps one after the other; whatever was under way is given up.
   * @param {Iterator<unknown>} steps
   * @param {(done: boolean) => void} shown after each slice, and at the end
   */
  start(steps, shown) {
    this.current = steps
    this.#slice(steps, shown)
  }

  /** Gives up what is under way. */
  stop() {
    this.current = undefined
  }

  /** @param {Iterator<unknown>} steps @param {(done: boolean) => void} shown */
  #slice(steps, shown) {
    if (steps !== this.current) return
    const end = performance.now() + SLICE
    let done = false
    while (!done && performance.now() < end) done = Boolean(steps.next().done)
    shown(done)
    if (!done) setTimeout(() => this.#slice(steps, shown))
  }
}
