// Which of many networks are right on which images, and how the best of them are chosen.

import { shuffle } from "../training/random.js"

/** @typedef {import("../training/random.js").Generator} Generator */
/** @typedef {{ networks: number, images: number, right: string }} Packed a bit for each image and network, in base64 */

/**
 * What one choice among more and more networks gave.
 * @typedef {{ validation: number[], test: number[] }} Choice shares of right answers, one for each size
 */

/** @param {number} word @returns {number} how many of its 32 bits are set */
function bitsOf(word) {
  word -= (word >>> 1) & 0x55555555
  word = (word & 0x33333333) + ((word >>> 2) & 0x33333333)
  word = (word + (word >>> 4)) & 0x0f0f0f0f
  return Math.imul(word, 0x01010101) >>> 24
}

/** @param {number} count @returns {Int32Array} 0, 1, 2, … */
function upTo(count) {
  return Int32Array.from({ length: count }, (_, i) => i)
}

export class RightAnswers {
  /** @param {Packed} packed */
  constructor({ networks, images, right }) {
    this.networks = networks
    this.images = images
    this.wordsEach = Math.ceil(images / 32)
    this.words = new Uint32Array(networks * this.wordsEach)
    const bytes = Uint8Array.from(atob(right), (letter) => letter.charCodeAt(0))
    for (let image = 0; image < images; image++) this.#readImage(image, bytes)
  }

  /** @param {number} image @param {Uint8Array} bytes of all images, eight networks in each */
  #readImage(image, bytes) {
    const start = image * Math.ceil(this.networks / 8)
    for (let network = 0; network < this.networks; network++) {
      const right = (bytes[start + (network >>> 3)] >>> (network & 7)) & 1
      this.words[network * this.wordsEach + (image >>> 5)] |= right << (image & 31)
    }
  }

  /** @param {Int32Array} images @returns {Uint32Array} a bit set for each of them */
  mask(images) {
    const mask = new Uint32Array(this.wordsEach)
    for (const image of images) mask[image >>> 5] |= 1 << (image & 31)
    return mask
  }

  /** @param {number} network @param {Uint32Array} mask @returns {number} of the masked images it is right on */
  count(network, mask) {
    let count = 0
    const start = network * this.wordsEach
    for (let w = 0; w < mask.length; w++) count += bitsOf(this.words[start + w] & mask[w])
    return count
  }

  /**
   * Draws the images and the order of the networks, and keeps the best of the first 1, 2, 5, …
   * Of equally good networks the first one stays, so ties are broken by chance.
   * @param {Generator} generator
   * @param {{ sizes: number[], validation: number, test: number }} settings sizes increase
   * @returns {Choice}
   */
  choose(generator, { sizes, validation, test }) {
    const images = upTo(this.images)
    const order = upTo(this.networks)
    shuffle(generator, images)
    shuffle(generator, order)
    const chooses = this.mask(images.subarray(0, validation))
    const tests = this.mask(images.subarray(validation, validation + test))
    /** @type {Choice} */
    const choice = { validation: [], test: [] }
    let best = { network: 0, count: -1 }
    order.forEach((network, i) => {
      const count = this.count(network, chooses)
      if (count > best.count) best = { network, count }
      if (!sizes.includes(i + 1)) return
      choice.validation.push(best.count / validation)
      choice.test.push(this.count(best.network, tests) / test)
    })
    return choice
  }
}
