import { byKey, contextPhrases, type Modifier } from './lexicon.ts'
import { keyOf, type Phrase } from './phrase.ts'
import { FULL_STOP, type Reading } from './reading.ts'

/** How far to the left a denial reaches, in words (clinical 6.3, rule 1). */
const DENIAL_REACH = 5
/** How far to the left somebody's name or pronoun says whose the finding is. */
const SUBJECT_REACH = 8

/** A sentence of more words than this that names no I is about something else. */
const IMPERSONAL = 12

const NAMES = [
  'denies',
  'deniesNothing',
  'past',
  'recent',
  'first',
  'someone',
  'told',
  'supports',
  'jokes',
  'trifles',
  'exaggerates',
  'accidents',
  'purpose',
  'hypothetical',
  'hopeless',
] as const
type Name = (typeof NAMES)[number]

const CONTEXTS = NAMES.map((name) => ({ name, phrases: contextPhrases(name) }))
const INDEX = byKey(CONTEXTS)

/** Where each context is said, as first and last word. */
export type Context = Readonly<Record<Name, readonly (readonly [first: number, last: number])[]>>

/** What a text says beside its findings: denials, times, people, jokes, despair. */
export function contextOf(reading: Reading): Context {
  const found = Object.fromEntries(NAMES.map((name) => [name, []])) as unknown as Record<Name, [number, number][]>
  for (const { owner, phrase } of candidates(reading, INDEX)) found[owner.name].push(...matchesOf(phrase, reading))
  return found
}

/** The phrases that can be in a text at all, each once. */
export function candidates<T>(
  { words }: Reading,
  index: ReadonlyMap<string, readonly { readonly owner: T; readonly phrase: Phrase }[]>,
): { readonly owner: T; readonly phrase: Phrase }[] {
  const keys = new Set(words.map(({ text }) => keyOf(text)))
  const entries = new Set<{ readonly owner: T; readonly phrase: Phrase }>()
  for (const key of keys) for (const entry of index.get(key) ?? []) entries.add(entry)
  return [...entries]
}

/** Where a phrase is said, as first and last word. */
export function matchesOf({ finds }: Phrase, { line, starts }: Reading): [number, number][] {
  const matches: [number, number][] = []
  for (const match of line.matchAll(finds)) {
    const first = wordAt(starts, match.index + 1)
    matches.push([first, wordAt(starts, match.index + match[0].length - 1)])
  }
  return matches
}

function wordAt(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** The modifiers of clinical 6.3 that hold for a finding at these words. */
export function modifiersAt(reading: Reading, context: Context, words: readonly [number, number]): Modifier[] {
  const sentence = sentenceAround(reading, words)
  const own = isOwn(reading, words)
  const modifiers: Modifier[] = []
  if (isDenied(context, sentence, words[0])) modifiers.push('denied')
  if (within(context.past, sentence) && !within(context.recent, sentence)) modifiers.push('past')
  if (!own && isSomeoneElse(context, sentence, words)) modifiers.push('someoneElse')
  if (within(context.hypothetical, sentence)) modifiers.push('hypothetical')
  if (own ? within(context.told, sentence) : context.told.length + context.supports.length > 0) modifiers.push('told')
  if (isAccident(context, sentence)) modifiers.push('accident')
  if (context.hopeless.length === 0) modifiers.push(...exaggeration(context))
  return modifiers
}

/** Words in which somebody speaks of themselves: such a finding is theirs whoever else is named. */
const OWN = /^(i|me|my|myself|mi|mis|me|yo)$|[aei]rme$|ndome$/

export const isOwn = ({ words }: Reading, [first, last]: readonly [number, number]) =>
  words.slice(first, last + 1).some(({ text }) => OWN.test(text))

function isDenied({ denies, deniesNothing }: Context, [start]: readonly [number, number], first: number): boolean {
  return denies.some(
    ([at]) =>
      at < first &&
      at >= Math.max(start, first - DENIAL_REACH) &&
      !deniesNothing.some(([from, to]) => from <= at && at <= to),
  )
}

/** Whose a finding is that names nobody: the nearest person before it, or nobody's in a long sentence without an I. */
function isSomeoneElse(context: Context, [start, end]: readonly [number, number], [first]: readonly [number, number]) {
  const from = Math.max(start, first - SUBJECT_REACH)
  const nearest = (places: readonly (readonly [number, number])[]) =>
    places.reduce((last, [at]) => (at >= from && at < first ? Math.max(last, at) : last), -1)
  const self = nearest(context.first)
  const other = nearest(context.someone)
  return other > self || (!within(context.first, [start, end]) && end - start >= IMPERSONAL)
}

/** A hurt that nobody meant: no purpose and no despair is said with it. */
const isAccident = ({ accidents, purpose, hopeless }: Context, sentence: readonly [number, number]) =>
  within(accidents, sentence) && purpose.length + hopeless.length === 0

function exaggeration({ jokes, trifles, exaggerates }: Context): Modifier[] {
  if (jokes.length > 0) return ['idiom']
  if (trifles.length > 0) return ['trifle']
  return exaggerates.length > 0 ? ['exaggerated'] : []
}

const within = (places: readonly (readonly [number, number])[], [start, end]: readonly [number, number]) =>
  places.some(([from, to]) => from >= start && to <= end)

function sentenceAround({ words }: Reading, [first, last]: readonly [number, number]): [number, number] {
  let start = first
  let end = last
  while (start > 0 && words[start - 1]?.text !== FULL_STOP) start -= 1
  while (end < words.length - 1 && words[end + 1]?.text !== FULL_STOP) end += 1
  return [start, end]
}
