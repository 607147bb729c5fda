// Random numbers from a seed: mulberry32, whose whole state is one integer.

/** @typedef {{ state: number }} Generator */

/**
 * @param {number} seed a whole number; the same one gives the same numbers
 * @returns {Generator}
 */
export function makeGenerator(seed) {
  return { state: seed | 0 }
}

/**
 * @param {Generator} generator moves on by one number
 * @returns {number} uniform in [0, 1)
 */
export function uniform(generator) {
  generator.state = (generator.state + 0x6d2b79f5) | 0
  let mixed = generator.state
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
}

/**
 * @param {Generator} generator moves on by two numbers
 * @returns {number} normal with mean 0 and standard deviation 1 (Box and Muller)
 */
export function normal(generator) {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(generator)))
  return radius * Math.cos(2 * Math.PI * uniform(generator))
}

/**
 * Puts the items in a random order, each order as likely as any other (Fisher and Yates).
 *
 * @param {Generator} generator
 * @param {Int32Array} items shuffled in place
 */
export function shuffle(generator, items) {
  for (let last = items.length - 1; last > 0; last--) {
    const other = Math.floor(uniform(generator) * (last + 1))
    const item = items[last]
    items[last] = items[other]
    items[other] = item
  }
}
