// How a script is asked, and how it answers.

import { readFileSync } from "node:fs"

export const asked = JSON.parse(readFileSync(process.argv[2], "utf8"))

/** Prints the answer as JSON, typed arrays as plain ones. */
export function answer(value) {
  const plain = (_, part) => (ArrayBuffer.isView(part) ? Array.from(part) : part)
  console.log(JSON.stringify(value, plain))
}
