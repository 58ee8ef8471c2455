import classes from '../reviewed/screen-classes.json' with { type: 'json' }
import { SCREEN_CATEGORIES } from '../../core/screen-result.ts'
import { z } from 'zod'
import type { Context } from './context.ts'
import { FULL_STOP, type Reading } from './reading.ts'

/** Places that a feature can fall on. Two may share one: the training counts what a place says, not what a word says. */
export const PLACES = 2 ** 16

/** How far apart two words may be to be read in order, in words of one sentence. */
const REACH = 5
/** What a context weighs, beside a block of words that weighs 1 in all. */
const CONTEXT = 0.5
/** A short text has few features, each of which would weigh too much. */
const FEW = 4

const Classes = z.strictObject({
  what: z.string(),
  source: z.string(),
  date: z.iso.date(),
  signedOffBy: z.string().nullable(),
  classes: z.record(z.string(), z.array(z.string())),
  asksAbout: z.record(z.string(), z.enum(SCREEN_CATEGORIES)),
})
const { classes: WORDS, asksAbout: ASKS_ABOUT } = Classes.parse(classes)

const CLASSES_OF = new Map<string, string[]>()
for (const [name, words] of Object.entries(WORDS))
  for (const word of words) CLASSES_OF.set(word, [...(CLASSES_OF.get(word) ?? []), name])

/** What the model looks at. Each kind was tried with and without (docs/screen.md). */
export interface FeatureKinds {
  readonly words: boolean
  readonly letters: boolean
  readonly classes: boolean
}
export const ALL_KINDS: FeatureKinds = { words: true, letters: true, classes: true }

/** The features of a text: places, each once, with its weight. One code for training and for use. */
export function featuresOf(reading: Reading, context: Context, kinds = ALL_KINDS): ReadonlyMap<number, number> {
  const features = new Map<number, number>()
  const words = reading.words.map(({ text }) => text)
  if (kinds.words) {
    addBlock(
      features,
      words.map((word) => placeOf(`w ${word}`)),
      1,
    )
    addBlock(
      features,
      words.map((word, at) => placeOf(`p ${words[at - 1] ?? '<'} ${word}`)),
      1,
    )
  }
  if (kinds.letters) addBlock(features, words.flatMap(lettersOf), 1)
  if (kinds.classes) {
    addBlock(features, ordersOf(words).map(placeOf), 2)
    for (const [name, places] of Object.entries(context))
      if (places.length > 0) features.set(placeOf(`context ${name}`), CONTEXT)
  }
  return features
}

/** The places of the words of a text, each once. Numbers and full stops are no words: they say nothing by themselves. */
export function wordsOf({ words }: Reading): readonly number[] {
  return [...new Set(words.flatMap(({ text }) => (/\p{L}/u.test(text) ? [placeOf(`w ${text}`)] : [])))]
}

/** The category whose question fits a text in which the model alone sees risk; S1, the gravest question, if no word tells. */
export function categoryFor({ words }: Reading): (typeof SCREEN_CATEGORIES)[number] {
  for (const { text } of words)
    for (const name of CLASSES_OF.get(text) ?? []) if (ASKS_ABOUT[name]) return ASKS_ABOUT[name]
  return 'S1'
}

/** A block weighs the same however long the text is. */
function addBlock(features: Map<number, number>, places: readonly number[], weight: number): void {
  const distinct = new Set(places)
  const each = weight / Math.sqrt(Math.max(distinct.size, FEW))
  for (const place of distinct) features.set(place, (features.get(place) ?? 0) + each)
}

/** Runs of 3 to 5 letters inside a word, with its edges: they bridge endings and misspellings. */
function lettersOf(word: string): number[] {
  const edged = `<${word}>`
  const places: number[] = []
  for (let length = 3; length <= 5; length += 1)
    for (let at = 0; at + length <= edged.length; at += 1) places.push(placeOf(`l ${edged.slice(at, at + length)}`))
  return places
}

/** Classes of words in the order in which they stand, two or three within reach: 'self want die' whatever the words. */
function ordersOf(words: readonly string[]): string[] {
  const orders: string[] = []
  let near: { readonly at: number; readonly names: readonly string[] }[] = []
  words.forEach((word, at) => {
    if (word === FULL_STOP) near = []
    const names = CLASSES_OF.get(word)
    if (!names) return
    near = near.filter((earlier) => at - earlier.at <= REACH)
    for (const name of names) {
      orders.push(`is ${name}`)
      for (const [index, first] of near.entries())
        for (const one of first.names) {
          orders.push(`order ${one} ${name}`)
          for (const middle of near.slice(index + 1))
            for (const two of middle.names) orders.push(`order ${one} ${two} ${name}`)
        }
    }
    near.push({ at, names })
  })
  return orders
}

/** FNV-1a, folded to a place. */
function placeOf(name: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193)
  return ((hash >>> 16) ^ hash) & (PLACES - 1)
}
