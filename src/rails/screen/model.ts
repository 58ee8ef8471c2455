import { z } from 'zod'
import type { ScreenResult } from '../../core/screen-result.ts'
import shipped from '../reviewed/screen-weights.json' with { type: 'json' }
import { PLACES } from './features.ts'

/** How much what a text means says, beside what its words say. */
const MEANING_SAYS = 2 / 3

/** With fewer words that it knows, the model says nothing of a text in which the rules found nothing. */
const KNOWN_WORDS = 3

/**
 * From this risk on (0 to 1) a text becomes an ask: where the rules took notice, where they found nothing, and where
 * they found nothing and we are wary.
 */
const Share = z.number().min(0).max(1)
export const AsksFrom = z.strictObject({ noticed: Share, unnoticed: Share, wary: Share })
export type AsksFrom = z.infer<typeof AsksFrom>

/** The weights as they are shipped: places of hashed features and what each says, as base64. No word can be read from them. */
export const Weights = z.strictObject({
  what: z.string(),
  source: z.string(),
  date: z.iso.date(),
  signedOffBy: z.string().nullable(),
  /** The log odds of a text of which nothing is known. */
  bias: z.number(),
  /** One step of a weight, in log odds. */
  step: z.number().positive(),
  asksFrom: AsksFrom,
  /** Little-endian Uint16, rising. Empty: the model says nothing and the rules stand alone. */
  places: z.string(),
  /** Int8, one for each place. */
  weights: z.string(),
})
export type Weights = z.infer<typeof Weights>

export interface Model {
  readonly bias: number
  readonly weights: Float32Array
  readonly asksFrom: AsksFrom
}

/** @throws Error if the artefact is no artefact of ours. */
export function modelOf(artefact: unknown): Model | null {
  const { bias, step, asksFrom, places, weights } = Weights.parse(artefact)
  const at = bytesOf(places)
  const steps = bytesOf(weights)
  if (at.length !== steps.length * 2) throw new Error('The weights of the screen have not one weight for each place.')
  if (steps.length === 0) return null
  const all = new Float32Array(PLACES)
  steps.forEach((value, index) => {
    const place = (at[2 * index] ?? 0) + 256 * (at[2 * index + 1] ?? 0)
    all[place] = (value > 127 ? value - 256 : value) * step
  })
  return { bias, weights: all, asksFrom }
}

export const SHIPPED: Model | null = modelOf(shipped)

/** What the model makes of a text. */
export interface Opinion {
  /** How likely the text is at risk, 0 to 1, as far as the model can tell. */
  readonly risk: number
  /** What the text itself adds to the bias, in log odds. */
  readonly evidence: number
  /** How many different words of the text the model knows. */
  readonly known: number
}

/** @param words the places of the words of the text, of which the known ones are counted */
export function opinionOf(
  { bias, weights }: Pick<Model, 'bias' | 'weights'>,
  { features, words }: { readonly features: ReadonlyMap<number, number>; readonly words: readonly number[] },
): Opinion {
  let evidence = 0
  for (const [place, weight] of features) evidence += (weights[place] ?? 0) * weight
  return {
    risk: 1 / (1 + Math.exp(-bias - evidence)),
    evidence,
    known: words.filter((place) => weights[place] !== 0).length,
  }
}

/**
 * The opinion of both models: what the words say, and what the text means.
 *
 * @param odds log odds of risk by the meaning of the text
 */
export function withMeaning({ evidence, known }: Opinion, { bias }: Pick<Model, 'bias'>, odds: number): Opinion {
  const both = (1 - MEANING_SAYS) * (bias + evidence) + MEANING_SAYS * odds
  return { risk: 1 / (1 + Math.exp(-both)), evidence: both - bias, known }
}

/** What the rules made of a text that they did not make an ask, and whether there is reason to be wary. */
export interface Unasked {
  readonly level: ScreenResult['level']
  /** All that they found was denied, as in 'I am not suicidal'. */
  readonly denied: boolean
  readonly wary: boolean
  /** Of Spanish the models know too little: they found nothing that the rules had not, and asked about many in no danger. */
  readonly english: boolean
}

/**
 * Whether an opinion raises what the rules left below ask. A plain denial is a note (clinical 6.3, rule 1), never raised.
 * A text that says nothing by itself (a number, a greeting, a word or two) is no reason to ask, however wary we are.
 */
export function raises({ risk, evidence, known }: Opinion, { level, denied, wary, english }: Unasked, from: AsksFrom) {
  if (denied || !english || evidence <= 0) return false
  const unnoticed = wary ? from.wary : from.unnoticed
  if (level === 'notice') return risk >= Math.min(from.noticed, unnoticed)
  return level === 'none' && known >= KNOWN_WORDS && risk >= unnoticed
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
}
