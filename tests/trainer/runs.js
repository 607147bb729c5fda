// Facts about single parts of the trainer: random numbers, batches, initial values, checkpoints.

import * as trainer from "../../docs/assets/javascripts/trainer.js"
import { answer } from "./asked.js"

/** Examples whose numbers say which row they are of. */
function numbered(count) {
  const rows = Array.from({ length: count }, (_, row) => row)
  return { x: Float64Array.from(rows.flatMap(row => [row, -row])), y: Int32Array.from(rows), count }
}

function batchesOf(count, batchSize, seed, number) {
  const batches = trainer.makeBatches(numbered(count), { batchSize, seed })
  return Array.from({ length: number }, () => {
    const { x, y, count } = trainer.nextBatch(batches)
    return { x: x.slice(), y: y.slice(), count }
  })
}

function drawn(count, draw) {
  return Array.from({ length: count }, draw)
}

function randomNumbers(seed) {
  const generator = trainer.makeGenerator(seed)
  return {
    uniform: drawn(1000, () => trainer.uniform(generator)),
    normal: drawn(20000, () => trainer.normal(generator)),
  }
}

/** How often each order of three items comes up. */
function orders() {
  const generator = trainer.makeGenerator(4)
  const found = {}
  for (let i = 0; i < 6000; i++) {
    const items = Int32Array.of(0, 1, 2)
    trainer.shuffle(generator, items)
    found[items.join("")] = (found[items.join("")] ?? 0) + 1
  }
  return found
}

function initialValues(settings) {
  const [layer] = trainer.makeNetwork({ sizes: [100, 200], seed: 1, ...settings }).layers
  return { weight: layer.weight, bias: layer.bias }
}

const schemes = ["zeros", "constant", "default", "xavier", "he"]
const initial = Object.fromEntries(schemes.map(name => [name, initialValues({ initial: name })]))

const OPTIMIZERS = {
  sgd: network => trainer.sgd(network, { lr: 0.1 }),
  momentum: network => trainer.sgd(network, { lr: 0.1, momentum: 0.9 }),
  adam: network => trainer.adam(network, { lr: 0.01 }),
}

function makeRun(optimizer, seed) {
  const generator = trainer.makeGenerator(7)
  const x = Float64Array.from(drawn(46, () => trainer.normal(generator)))
  const y = Int32Array.from(drawn(23, (_, row) => (x[2 * row] * x[2 * row + 1] > 0 ? 1 : 0)))
  const network = trainer.makeNetwork({ sizes: [2, 8, 2], activation: "tanh", seed })
  const batches = trainer.makeBatches({ x, y, count: 23 }, { batchSize: 10, seed })
  return { network, optimizer: OPTIMIZERS[optimizer](network), batches }
}

/** Losses after a checkpoint: of the run itself, of it set back, and of new runs given parts of it. */
function resumed(optimizer, { steps, chosen, seed }) {
  const run = makeRun(optimizer, 0)
  trainer.trainOn(run, steps)
  const saved = trainer.snapshot(run)
  const expected = trainer.trainOn(run, 30)
  trainer.restore(run, saved)
  const back = trainer.trainOn(run, 30)
  const other = makeRun(optimizer, seed)
  trainer.restore(other, saved, chosen)
  return { expected, back, other: trainer.trainOn(other, 30) }
}

function without(part) {
  return trainer.parts.filter(name => name !== part)
}

const [WITHIN, AT_END] = [17, 18] // three batches are an epoch

function checkpoints(optimizer) {
  return {
    everything: resumed(optimizer, { steps: WITHIN, seed: 1 }),
    nothing: resumed(optimizer, { steps: WITHIN, seed: 0, chosen: [] }),
    withoutWeights: resumed(optimizer, { steps: WITHIN, seed: 0, chosen: without("weights") }),
    withoutOptimizer: resumed(optimizer, { steps: WITHIN, seed: 0, chosen: without("optimizer") }),
    withoutGenerator: resumed(optimizer, { steps: WITHIN, seed: 0, chosen: without("generator") }),
    withoutPosition: resumed(optimizer, { steps: WITHIN, seed: 0, chosen: without("position") }),
    withoutPositionAtEnd: resumed(optimizer, { steps: AT_END, seed: 1, chosen: without("position") }),
  }
}

function views() {
  const network = trainer.makeNetwork({ sizes: [2, 3, 1], seed: 0 })
  network.layers.forEach(({ weight, bias }, l) => {
    weight.fill(10 * l)
    bias.fill(10 * l + 1)
  })
  return network.parameters
}

function reused() {
  const network = trainer.makeNetwork({ sizes: [2, 3, 1], seed: 0 })
  const batches = trainer.makeBatches(numbered(4), { batchSize: 2, seed: 0 })
  const first = trainer.forward(network, new Float64Array(4))
  return {
    sameCount: trainer.forward(network, new Float64Array(4)) === first,
    otherCount: trainer.forward(network, new Float64Array(6)) === first,
    batch: trainer.nextBatch(batches) === trainer.nextBatch(batches),
  }
}

function refusal(call) {
  try {
    call()
  } catch (error) {
    return String(error)
  }
}

answer({
  random: randomNumbers(5),
  orders: orders(),
  batches: {
    short: batchesOf(23, 10, 1, 6),
    again: batchesOf(23, 10, 1, 6),
    otherSeed: batchesOf(23, 10, 2, 6),
    whole: batchesOf(20, 10, 1, 4),
    one: batchesOf(23, 100, 1, 2),
  },
  initial,
  scaled: initialValues({ initial: "default", gain: 3 }),
  unnamed: initialValues({}),
  otherSeed: initialValues({ seed: 2 }),
  checkpoints: Object.fromEntries(Object.keys(OPTIMIZERS).map(name => [name, checkpoints(name)])),
  views: views(),
  reused: reused(),
  refused: refusal(() => trainer.forward(trainer.makeNetwork({ sizes: [2, 1], seed: 0 }), new Float64Array(7))),
})
