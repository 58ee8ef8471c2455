import { z } from 'zod'
import shipped from '../../reviewed/screen-meaning.json' with { type: 'json' }
import { isEnglish } from '../language.ts'
import { SPELLING } from '../lexicon.ts'
import { AsksFrom } from '../model.ts'
import { read } from '../reading.ts'
import type { Encoder } from './encoder.ts'

const Net = z.strictObject({
  /** One step of a weight for each unit. */
  steps: z.array(z.number()),
  /** Int8 as base64: the weights of the first unit, then of the second, and so on. */
  weights: z.string(),
  biases: z.array(z.number()),
  /** What each unit says, in log odds. */
  says: z.array(z.number()),
  bias: z.number(),
})

/** How meanings are read for risk, as it is shipped. It holds no word and no text. */
export const MeaningWeights = z.strictObject({
  what: z.string(),
  source: z.string(),
  date: z.iso.date(),
  signedOffBy: z.string().nullable(),
  /** As in the weights over hashed features, for both models together. */
  asksFrom: AsksFrom,
  nets: z.array(Net).min(1),
})
export type MeaningWeights = z.infer<typeof MeaningWeights>

/** Units that look at all numbers of a meaning, and what each says: log odds of risk. */
export interface MeaningNet {
  readonly units: readonly { readonly weights: Float32Array; readonly bias: number; readonly says: number }[]
  readonly bias: number
}

/** @throws Error if the artefact is no artefact of ours. */
export function meaningNets(artefact: unknown): readonly MeaningNet[] {
  return MeaningWeights.parse(artefact).nets.map(({ steps, weights, biases, says, bias }) => {
    const bytes = Uint8Array.from(atob(weights), (letter) => letter.charCodeAt(0))
    const inputs = bytes.length / steps.length
    return {
      bias,
      units: steps.map((step, unit) => ({
        weights: Float32Array.from(
          bytes.subarray(unit * inputs, (unit + 1) * inputs),
          (byte) => ((byte << 24) >> 24) * step,
        ),
        bias: biases[unit] ?? 0,
        says: says[unit] ?? 0,
      })),
    }
  })
}

/** The log odds of risk of a text by its meaning: the mean of what the nets say. */
export function oddsOf(meaning: Float32Array, nets: readonly MeaningNet[]): number {
  return nets.reduce((sum, net) => sum + oddsBy(meaning, net), 0) / nets.length
}

function oddsBy(meaning: Float32Array, { units, bias }: MeaningNet): number {
  return units.reduce((odds, unit) => {
    const heard = unit.weights.reduce((sum, weight, at) => sum + weight * (meaning[at] ?? 0), unit.bias)
    return odds + Math.max(heard, 0) * unit.says
  }, bias)
}

/** How meanings are read for risk, and from which risk of both models on a text becomes an ask. */
export const MEANING = { nets: meaningNets(shipped), asksFrom: AsksFrom.parse(shipped.asksFrom) } as const

/** The log odds of risk of a text by its meaning; null where the encoder cannot read it (Spanish, or nothing at all). */
export function readMeaning(text: string, encoder: Encoder): number | null {
  const meaning = meaningIn(text, encoder)
  return meaning && oddsOf(meaning, MEANING.nets)
}

/** What an English text means, as the encoder has it; null where it cannot read it. */
export function meaningIn(text: string, encoder: Encoder): Float32Array | null {
  return isEnglish(read(text, SPELLING)) ? encoder.meaningOf(text) : null
}
