import { z } from 'zod'
import type { ScreenResult } from '../../../core/screen-result.ts'
import { contextOf } from '../context.ts'
import { featuresOf, wordsOf, type FeatureKinds } from '../features.ts'
import { findingsIn, isDenial, levelOf } from '../findings.ts'
import { SPELLING } from '../lexicon.ts'
import type { Phrase } from '../phrase.ts'
import { isEnglish } from '../language.ts'
import { read } from '../reading.ts'
import type { Encoder } from '../meaning/encoder.ts'
import { meaningIn } from '../meaning/reader.ts'

/** One labelled text, as a clinic keeps them outside the project. Only figures about them ever come out of here. */
export const LabelledText = z.object({
  group: z.string(),
  text: z.string(),
  label: z.enum(['at_risk', 'distressed', 'benign', 'idiom', 'ambiguous']),
  category: z.string(),
  source: z.string(),
  lang: z.string(),
})
export type LabelledText = z.infer<typeof LabelledText>

export interface Met {
  readonly phrase: Phrase
  readonly level: ScreenResult['level']
}

/** A labelled text without its words: what the rules say and which features it has. */
export interface Example extends Omit<LabelledText, 'text'> {
  readonly level: ScreenResult['level']
  readonly denied: boolean
  readonly english: boolean
  /** The phrases that it meets, and the level of each. */
  readonly met: readonly Met[]
  readonly features: ReadonlyMap<number, number>
  /** The places of its words. */
  readonly words: readonly number[]
  /** What it means; null without an encoder, and where it cannot read it. */
  readonly meaning: Float32Array | null
}

export function exampleOf(
  { text, ...labels }: LabelledText,
  { encoder = null, kinds }: { readonly encoder?: Encoder | null; readonly kinds?: FeatureKinds } = {},
): Example {
  const reading = read(text, SPELLING)
  const context = contextOf(reading)
  const found = findingsIn(reading, context)
  return {
    ...labels,
    level: levelOf(found),
    denied: isDenial(found),
    english: isEnglish(reading),
    met: found.map(({ phrase, level }) => ({ phrase, level })),
    features: featuresOf(reading, context, kinds),
    words: wordsOf(reading),
    meaning: encoder && meaningIn(text, encoder),
  }
}
