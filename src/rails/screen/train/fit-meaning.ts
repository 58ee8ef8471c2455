import type { MeaningWeights } from '../meaning/reader.ts'
import { base64, chanceFrom, shuffle } from './chance.ts'
import type { Example } from './example.ts'

const UNITS = 16
const NETS = 3
const PASSES = 12
const BATCH = 32
const RATE = 1e-3
/** How strongly each batch pulls weights towards 0. Ten times as much unlearns what was learnt. */
const SHRINK = 1
const MEMORY = { slope: 0.9, square: 0.999 } as const
const TINY = 1e-8
const MOST = 127

type Nets = MeaningWeights['nets']
interface Seen {
  readonly meaning: Float64Array
  readonly atRisk: 0 | 1
}

/**
 * Small nets over meanings, each from its own first weights, learnt in batches (Adam, Kingma and Ba 2015): at risk, or
 * not. Ambiguous texts are left out. The same texts in the same order give the same nets. Every weight is learnt from
 * all texts, so none tells of a single one.
 */
export function fitMeaning(examples: readonly Example[]): Nets {
  const clear = examples.flatMap(({ label, meaning }) =>
    label === 'ambiguous' || !meaning ? [] : [{ meaning, atRisk: label === 'at_risk' ? 1 : 0 } as const],
  )
  const scale = scaleOf(clear.map(({ meaning }) => meaning))
  const seen = clear.map(({ meaning, atRisk }): Seen => ({
    atRisk,
    meaning: Float64Array.from(meaning, (value, at) => (value - (scale.mean[at] ?? 0)) / (scale.spread[at] ?? 1)),
  }))
  return Array.from({ length: NETS }, (_, net) => written(new Net(net + 1, scale.mean.length).learn(seen), scale))
}

interface Scale {
  readonly mean: Float64Array
  readonly spread: Float64Array
}

function scaleOf(meanings: readonly Float32Array[]): Scale {
  const width = meanings[0]?.length ?? 0
  const mean = new Float64Array(width)
  const spread = new Float64Array(width)
  for (const meaning of meanings) meaning.forEach((value, at) => (mean[at] = (mean[at] ?? 0) + value / meanings.length))
  for (const meaning of meanings)
    meaning.forEach((value, at) => {
      spread[at] = (spread[at] ?? 0) + (value - (mean[at] ?? 0)) ** 2 / meanings.length
    })
  return { mean, spread: spread.map((square) => Math.sqrt(square) || 1) }
}

/** All weights in one row: for each unit its inputs; then the units' biases; what they say; the bias. */
class Net {
  readonly width: number
  readonly weights: Float64Array
  readonly #chance: () => number

  constructor(seed: number, width: number) {
    this.width = width
    this.#chance = chanceFrom(seed)
    this.weights = new Float64Array(UNITS * width + 2 * UNITS + 1)
    const reach = { first: Math.sqrt(6 / (width + UNITS)), last: Math.sqrt(6 / (UNITS + 1)) }
    this.weights.forEach((_, at) => {
      const by = at < UNITS * width + UNITS ? reach.first : reach.last
      this.weights[at] = (2 * this.#chance() - 1) * by
    })
  }

  learn(seen: readonly Seen[]): this {
    const order = [...seen]
    const slopes = new Float64Array(this.weights.length)
    const squares = new Float64Array(this.weights.length)
    let step = 0
    for (let pass = 0; pass < PASSES; pass += 1) {
      shuffle(order, this.#chance)
      for (let from = 0; from < order.length; from += BATCH) {
        step += 1
        this.#step(this.#slopeOf(order.slice(from, from + BATCH)), { slopes, squares, step })
      }
    }
    return this
  }

  #slopeOf(batch: readonly Seen[]): Float64Array {
    const { weights, width } = this
    const slope = new Float64Array(weights.length)
    const [biases, says, bias] = [UNITS * width, UNITS * width + UNITS, weights.length - 1]
    for (const { meaning, atRisk } of batch) {
      const heard = this.#heard(meaning)
      const odds = heard.reduce((sum, value, unit) => sum + value * (weights[says + unit] ?? 0), weights[bias] ?? 0)
      const error = 1 / (1 + Math.exp(-odds)) - atRisk
      slope[bias] = (slope[bias] ?? 0) + error
      heard.forEach((value, unit) => {
        if (value <= 0) return
        slope[says + unit] = (slope[says + unit] ?? 0) + error * value
        const back = error * (weights[says + unit] ?? 0)
        slope[biases + unit] = (slope[biases + unit] ?? 0) + back
        for (let at = 0, to = unit * width; at < width; at += 1, to += 1)
          slope[to] = (slope[to] ?? 0) + back * (meaning[at] ?? 0)
      })
    }
    return slope.map(
      (sum, at) => (sum + (isBias(at, biases, says, bias) ? 0 : SHRINK * (weights[at] ?? 0))) / batch.length,
    )
  }

  #heard(meaning: Float64Array): Float64Array {
    const { weights, width } = this
    return Float64Array.from({ length: UNITS }, (_, unit) => {
      let sum = weights[UNITS * width + unit] ?? 0
      for (let at = 0, from = unit * width; at < width; at += 1, from += 1)
        sum += (weights[from] ?? 0) * (meaning[at] ?? 0)
      return Math.max(sum, 0)
    })
  }

  #step(
    slope: Float64Array,
    { slopes, squares, step }: { readonly slopes: Float64Array; readonly squares: Float64Array; readonly step: number },
  ): void {
    const rate = (RATE * Math.sqrt(1 - MEMORY.square ** step)) / (1 - MEMORY.slope ** step)
    slope.forEach((value, at) => {
      const mean = MEMORY.slope * (slopes[at] ?? 0) + (1 - MEMORY.slope) * value
      const square = MEMORY.square * (squares[at] ?? 0) + (1 - MEMORY.square) * value ** 2
      slopes[at] = mean
      squares[at] = square
      this.weights[at] = (this.weights[at] ?? 0) - (rate * mean) / (Math.sqrt(square) + TINY)
    })
  }
}

const isBias = (at: number, biases: number, says: number, bias: number) => (at >= biases && at < says) || at === bias

/** The net as it is shipped: over meanings as they come, and rounded to bytes. */
function written({ weights, width }: Net, { mean, spread }: Scale): Nets[number] {
  const units = Array.from({ length: UNITS }, (_, unit) =>
    Float64Array.from({ length: width }, (_value, at) => (weights[unit * width + at] ?? 0) / (spread[at] ?? 1)),
  )
  const steps = units.map((unit) => unit.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / MOST || 1)
  return {
    steps,
    weights: base64(units.flatMap((unit, at) => [...unit].map((value) => Math.round(value / (steps[at] ?? 1)) & 255))),
    biases: units.map((unit, at) =>
      unit.reduce((sum, value, input) => sum - value * (mean[input] ?? 0), weights[UNITS * width + at] ?? 0),
    ),
    says: [...weights.subarray(UNITS * width + UNITS, weights.length - 1)],
    bias: weights.at(-1) ?? 0,
  }
}
