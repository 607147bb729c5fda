// What this reader did: kept on this device only, and sent nowhere.

const KEY = "trained-answers"

/**
 * An answered prediction: how much of it was right at the first try and at the last one, of how
 * much, and what was answered last, question by question.
 * @typedef {{ first: number, right: number, of: number, given: string[][] }} Prediction
 */

/**
 * @typedef {object} Deeds
 * @property {Record<string, Prediction>} predictions by the page's place, "training/05-batch-size"
 * @property {boolean} uncovered whether short answers are shown on all pages without asking first
 * @property {Record<string, boolean>} practiced whether each question was answered right the last
 * time, by its name, "training/05-batch-size#2"
 */

/** @returns {Deeds} */
function none() {
  return { predictions: {}, uncovered: false, practiced: {} }
}

// Where nothing may be kept, it lasts as long as the page.
let here = none()

/**
 * What the reader did so far.
 * @returns {Deeds}
 */
export function deeds() {
  try {
    return { ...none(), ...JSON.parse(localStorage.getItem(KEY) ?? "{}") }
  } catch {
    return here
  }
}

/**
 * Keeps what a function changes in the deeds.
 * @param {(deeds: Deeds) => void} edit
 */
export function change(edit) {
  const changed = deeds()
  edit(changed)
  here = changed
  try {
    localStorage.setItem(KEY, JSON.stringify(changed))
  } catch {
    // A browser that keeps nothing: `here` has it.
  }
}

/** Forgets everything. */
export function forget() {
  here = none()
  try {
    localStorage.removeItem(KEY)
  } catch {
    // Nothing was kept.
  }
}
