import { z } from 'zod'
import type { ScreenResult } from '../../core/screen-result.ts'
import shipped from '../reviewed/screen-weights.json' with { type: 'json' }
import { PLACES } from './features.ts'

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
  /** From this risk on (0 to 1) a text becomes an ask: where the rules took notice, and where they found nothing. */
  asksFrom: z.strictObject({ noticed: z.number().min(0).max(1), unnoticed: z.number().min(0).max(1) }),
  /** Little-endian Uint16, rising. Empty: the model says nothing and the rules stand alone. */
  places: z.string(),
  /** Int8, one for each place. */
  weights: z.string(),
})
export type Weights = z.infer<typeof Weights>

export interface Model {
  readonly bias: number
  readonly weights: Float32Array
  readonly asksFrom: Weights['asksFrom']
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

/** How likely the text is at risk, 0 to 1, as far as the model can tell. */
export function riskOf({ bias, weights }: Model, features: ReadonlyMap<number, number>): number {
  let odds = bias
  for (const [place, weight] of features) odds += (weights[place] ?? 0) * weight
  return 1 / (1 + Math.exp(-odds))
}

/** What the rules made of a text that they did not make an ask. */
export interface Unasked {
  readonly level: ScreenResult['level']
  /** All that they found was denied, as in 'I am not suicidal'. */
  readonly denied: boolean
}

/** Whether a risk raises what the rules left below ask. A plain denial is a note (clinical 6.3, rule 1), never raised. */
export function raises(risk: number, { level, denied }: Unasked, { noticed, unnoticed }: Weights['asksFrom']): boolean {
  if (denied || !(level === 'none' || level === 'notice')) return false
  return risk >= (level === 'notice' ? noticed : unnoticed)
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
}
