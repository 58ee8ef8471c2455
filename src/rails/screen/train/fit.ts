import { PLACES } from '../features.ts'
import type { Weights } from '../model.ts'
import { base64, chanceFrom, shuffle } from './chance.ts'
import type { Example } from './example.ts'

/** A feature counts only if this many texts of this many sources have it: nothing of a single text can be learnt. */
const TEXTS = 5
const SOURCES = 2

const PASSES = 20
const RATE = 0.05
const SHRINK = 1e-3
/** Texts added to either side of a place's odds, so that a place of few texts is not taken for certain. */
const DOUBT = 0.3
/** Any number: the order of the texts must only be the same on every run. */
const SEED = 7

type Learnt = Pick<Weights, 'bias' | 'step' | 'places' | 'weights'>

/**
 * Logistic regression by stochastic descent with a rate for each weight (Adagrad), then rounded to steps: at risk, or
 * not. Each feature is first stretched by how unevenly it falls (Wang and Manning 2012), so that the few telling ones are
 * learnt before the many that say little. Ambiguous texts are left out. The same texts in the same order give the same
 * weights.
 */
export function fit(examples: readonly Example[]): Learnt {
  const clear = examples.filter(({ label }) => label !== 'ambiguous')
  const { bias, weights } = descend(clear, stretchOf(clear))
  const step = Math.max(...weights.map(Math.abs)) / 127 || 1
  const places: number[] = []
  const steps: number[] = []
  weights.forEach((weight, place) => {
    const rounded = Math.round(weight / step)
    if (rounded === 0) return
    places.push(place & 255, place >> 8)
    steps.push(rounded & 255)
  })
  return { bias, step, places: base64(places), weights: base64(steps) }
}

/** How unevenly each place falls on texts at risk and others, as a log of odds; 0 where too few texts or sources have it. */
function stretchOf(examples: readonly Example[]): Float64Array {
  const texts = new Uint16Array(PLACES)
  const sources = new Map<number, Set<string>>()
  const [atRisk, others] = [new Float64Array(PLACES), new Float64Array(PLACES)]
  for (const { features, source, label } of examples)
    for (const [place, value] of features) {
      const side = label === 'at_risk' ? atRisk : others
      side[place] = (side[place] ?? 0) + value
      texts[place] = (texts[place] ?? 0) + 1
      sources.set(place, (sources.get(place) ?? new Set()).add(source))
    }
  const risky = examples.filter(({ label }) => label === 'at_risk').length
  const even = (risky + 1) / (examples.length - risky + 1)
  return atRisk.map((value, place) =>
    (texts[place] ?? 0) >= TEXTS && (sources.get(place)?.size ?? 0) >= SOURCES
      ? Math.abs(Math.log((value + DOUBT) / ((others[place] ?? 0) + DOUBT) / even))
      : 0,
  )
}

function descend(examples: readonly Example[], stretch: Float64Array) {
  const weights = new Float64Array(PLACES)
  const slopes = new Float64Array(PLACES).fill(1e-6)
  let bias = -1
  let biasSlope = 1e-6
  const order = examples.map((example) => ({
    atRisk: example.label === 'at_risk' ? 1 : 0,
    features: [...example.features].flatMap(([place, value]): [number, number][] => {
      const by = stretch[place] ?? 0
      return by > 0 ? [[place, value * by]] : []
    }),
  }))
  const chance = chanceFrom(SEED)
  for (let pass = 0; pass < PASSES; pass += 1) {
    shuffle(order, chance)
    for (const { atRisk, features } of order) {
      const odds = features.reduce((sum, [place, value]) => sum + (weights[place] ?? 0) * value, bias)
      const error = 1 / (1 + Math.exp(-odds)) - atRisk
      biasSlope += error ** 2
      bias -= (RATE * error) / Math.sqrt(biasSlope)
      for (const [place, value] of features) {
        const slope = error * value + SHRINK * (weights[place] ?? 0)
        slopes[place] = (slopes[place] ?? 0) + slope ** 2
        weights[place] = (weights[place] ?? 0) - (RATE * slope) / Math.sqrt(slopes[place] ?? 1)
      }
    }
  }
  return { bias, weights: weights.map((weight, place) => weight * (stretch[place] ?? 0)) }
}
