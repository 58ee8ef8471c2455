import { readFile } from 'node:fs/promises'
import { HoldfastError } from '../../core/errors.ts'
import { loadEncoder } from '../../meaning.ts'
import type { Encoder } from '../../rails/screen/meaning/encoder.ts'
import type { MeaningWeights } from '../../rails/screen/meaning/reader.ts'
import type { Weights } from '../../rails/screen/model.ts'
import { exampleOf, LabelledText } from '../../rails/screen/train/example.ts'
import { fitMeaning } from '../../rails/screen/train/fit-meaning.ts'
import { fit } from '../../rails/screen/train/fit.ts'
import { LEARNT } from '../../rails/screen/train/register.ts'

/**
 * From these risks on a text becomes an ask: where rules took notice, found nothing, or found nothing and we are wary;
 * by its words alone, and by words and meaning (docs/screen.md).
 */
export const ASKS_FROM = {
  words: { noticed: 0.15, unnoticed: 0.25, wary: 0.15 },
  both: { noticed: 0.11, unnoticed: 0.18, wary: 0.15 },
} as const

type Write = (line: string) => void

/** `holdfast screen --train FILE`: the weights over hashed features, as the JSON that `reviewed/screen-weights.json` holds. */
export async function trainScreen(path: string, write: Write, today: string): Promise<number> {
  const clear = await clearTexts(path)
  const artefact: Weights = {
    what: 'Weights of the model of the risk screen over hashed features, each seen in at least 5 texts of 2 sources',
    source: learntFrom(clear),
    date: today,
    signedOffBy: null,
    asksFrom: ASKS_FROM.words,
    ...fit([...clear, ...LEARNT].map((text) => exampleOf(text))),
  }
  write(JSON.stringify(artefact, null, 2))
  return 0
}

/** `holdfast screen --train-meaning FILE`: how meanings are read for risk, as `reviewed/screen-meaning.json` holds it. */
export async function trainMeaning(path: string, write: Write, today: string): Promise<number> {
  const encoder = neededEncoder()
  const clear = await clearTexts(path)
  const artefact: MeaningWeights = {
    what: 'Small nets over what a text means, for the risk screen; every weight is learnt from all texts',
    source: learntFrom(clear),
    date: today,
    signedOffBy: null,
    asksFrom: ASKS_FROM.both,
    nets: fitMeaning([...clear, ...LEARNT].map((text) => exampleOf(text, { encoder }))),
  }
  write(JSON.stringify(artefact, null, 2))
  return 0
}

/** @throws HoldfastError without the encoder's file. */
export function neededEncoder(): Encoder {
  const encoder = loadEncoder()
  if (encoder) return encoder
  throw new HoldfastError(
    'config.invalid',
    'src/rails/reviewed/screen-encoder.bin is missing. Get it from the repository, or make it: holdfast screen --encoder FOLDER.',
  )
}

/** @throws HoldfastError naming the line that is no labelled text. */
export async function labelledTexts(path: string): Promise<LabelledText[]> {
  const lines = (await readFile(path, 'utf8')).split('\n')
  return lines.flatMap((line, at) => {
    if (line.trim() === '') return []
    const text = LabelledText.safeParse(parsed(line))
    if (text.success) return [text.data]
    throw new HoldfastError(
      'config.invalid',
      `Line ${at + 1} of ${path} is no labelled text. It needs text, label, category, source, group and lang.`,
    )
  })
}

const clearTexts = async (path: string) => (await labelledTexts(path)).filter(({ label }) => label !== 'ambiguous')

const learntFrom = (clear: readonly LabelledText[]) =>
  `Trained by holdfast screen on ${clear.length} labelled texts that are no part of the project, and ${LEARNT.length} invented lines of screen-register.json`

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
