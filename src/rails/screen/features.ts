import classes from '../reviewed/screen-classes.json' with { type: 'json' }
import type { Context } from './context.ts'
import type { Finding } from './findings.ts'
import type { Reading } from './reading.ts'

/** Places that a feature can fall on. Two may share one; the training counts what a place says, not what a word says. */
export const PLACES = 2 ** 16

/** What the model looks at, in blocks of one kind each. A block weighs the same however long the text is. */
export interface FeatureKinds {
  readonly words: boolean
  readonly pairs: boolean
  readonly letters: boolean
  readonly findings: boolean
  readonly classes: boolean
  readonly context: boolean
}
export const ALL_KINDS: FeatureKinds = { words: true, pairs: true, letters: true, findings: true, classes: true, context: true }

/** The features of a text: places (0 to 65,535), each once, and how much each weighs. One code for training and for use. */
export function featuresOf(
  reading: Reading,
  context: Context,
  found: readonly Finding[],
  kinds: FeatureKinds = ALL_KINDS,
): ReadonlyMap<number, number> {
  const features = new Map<number, number>()
  const words = reading.words.map(({ text }) => text)
  if (kinds.words) block(features, words.map((word) => place(`w ${word}`)), 1)
  if (kinds.pairs) block(features, words.map((word, at) => place(`p ${words[at - 1] ?? '<'} ${word}`)), 1)
  if (kinds.letters) block(features, words.flatMap(lettersOf), 1)
  if (kinds.classes) block(features, orders(words).map(place), 2)
  if (kinds.context) for (const [name, places] of Object.entries(context)) if (places.length > 0) features.set(place(`context ${name}`), FINDING)
  if (kinds.findings) for (const name of signsOf(context, found, words.length)) features.set(place(name), FINDING)
  return features
}

/** A finding weighs as much as a third of a short sentence's words: there are few of them and each was thought about. */
const FINDING = 0.5

function block(features: Map<number, number>, places: readonly number[], weight: number): void {
  const distinct = new Set(places)
  const each = weight / Math.sqrt(Math.max(distinct.size, 4))
  for (const at of distinct) features.set(at, (features.get(at) ?? 0) + each)
}

/** Runs of 3 to 5 letters inside a word, with its edges. */
function lettersOf(word: string): number[] {
  const edged = `<${word}>`
  const places: number[] = []
  for (let length = 3; length <= 5; length += 1)
    for (let at = 0; at + length <= edged.length; at += 1) places.push(place(`l ${edged.slice(at, at + length)}`))
  return places
}

function signsOf(context: Context, found: readonly Finding[], length: number): Set<string> {
  const signs = new Set<string>([`length ${Math.min(6, Math.floor(Math.log2(length + 1)))}`])
  for (const { rule, level, modifiers } of found) {
    signs.add(`rule ${rule.id}`)
    signs.add(`category ${rule.category}`)
    signs.add(`level ${level}`)
    signs.add(`category ${rule.category} ${level}`)
    for (const modifier of modifiers) signs.add(`lowered ${modifier}`).add(`lowered ${rule.category} ${modifier}`)
  }
  if (found.length > 0) for (const [name, places] of Object.entries(context)) if (places.length > 0) signs.add(`found ${name}`)
  return signs
}

/** FNV-1a, folded to a place. */
function place(name: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193)
  return ((hash >>> 16) ^ hash) & (PLACES - 1)
}

const CLASSES = new Map<string, string[]>()
for (const [name, words] of Object.entries(classes.classes))
  for (const word of words) CLASSES.set(word, [...(CLASSES.get(word) ?? []), name])

const REACH = 5

function orders(words: readonly string[]): string[] {
  const names: string[] = []
  let sentence: { readonly at: number; readonly names: readonly string[] }[] = []
  words.forEach((word, at) => {
    if (word === '.') sentence = []
    const here = CLASSES.get(word)
    if (!here) return
    for (const name of here) {
      names.push(`is ${name}`)
      for (const before of sentence) {
        if (at - before.at > REACH) continue
        for (const first of before.names) {
          names.push(`order ${first} ${name}`)
          for (const middle of sentence) if (middle.at > before.at) for (const m of middle.names) names.push(`order ${first} ${m} ${name}`)
        }
      }
    }
    sentence.push({ at, names: here })
  })
  return names
}
