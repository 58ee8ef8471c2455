import { SCREEN_LEVELS, type ScreenResult } from '../../core/screen-result.ts'
import { candidates, isOwn, matchesOf, modifiersAt, type Context } from './context.ts'
import { byKey, FREQUENT, RULES, type Modifier, type Rule } from './lexicon.ts'
import type { Phrase } from './phrase.ts'
import { FULL_STOP, type Reading } from './reading.ts'

type Level = ScreenResult['level']

const INDEX = byKey(RULES)

/** A message with no more words than this beside the finding, frequent ones apart, says nothing else. */
const NOTHING_ELSE = 1

/** These leave a note only. */
const DOUBTS: readonly Modifier[] = ['denied', 'someoneElse', 'idiom', 'trifle']

/** A rule that a text meets, where, what lowers it, and the level that is left. */
export interface Finding {
  readonly rule: Rule
  /** The phrase of the rule that was met. */
  readonly phrase: Phrase
  readonly words: readonly [first: number, last: number]
  readonly modifiers: readonly Modifier[]
  readonly level: Level
}

/** All that the rules find, in the order of the lists. */
export function findingsIn(reading: Reading, context: Context): Finding[] {
  const found = candidates(reading, INDEX).flatMap(({ owner: rule, phrase }) =>
    matchesOf(phrase, reading).map((words): Finding => {
      const modifiers = modifiersAt(reading, context, words).filter((modifier) => lowers(modifier, rule))
      return { rule, phrase, words, modifiers, level: lowered(rule.level, modifiers, isOwn(reading, words)) }
    }),
  )
  const plain = found.map((finding) => alone(finding, found))
  return hasCompany(plain, context) ? plain : plain.map((finding) => amidst(finding, reading, context))
}

export const levelOf = (found: readonly { readonly level: Level }[]): Level =>
  found.map(({ level }) => level).reduce(graver, 'none')

export const graver = (a: Level, b: Level): Level => (SCREEN_LEVELS.indexOf(a) >= SCREEN_LEVELS.indexOf(b) ? a : b)

/** Whether the text only denies what was found. */
export const isDenial = (found: readonly Finding[]) =>
  found.some(({ modifiers }) => modifiers.includes('denied')) &&
  found.every(({ rule, modifiers }) => rule.level === 'notice' || modifiers.includes('denied'))

/** An accident lowers what is said of hurting oneself, and nothing else. */
const lowers = (modifier: Modifier, { keeps, category }: Rule) =>
  !keeps.includes(modifier) && (modifier !== 'accident' || category === 'S4')

/** To at least notice: a modifier lowers a level and never silences one (clinical 6.1). */
function lowered(level: Level, modifiers: readonly Modifier[], own: boolean): Level {
  if (modifiers.length === 0) return level
  if (modifiers.some((modifier) => DOUBTS.includes(modifier))) return 'notice'
  if (modifiers.includes('told') && !own) return 'notice'
  return level === 'red' || level === 'black' ? 'ask' : 'notice'
}

/** Everyday words that name no danger by themselves: they count beside a sign, and a deed beside a farewell. */
function alone(finding: Finding, found: readonly Finding[]): Finding {
  const { rule, level } = finding
  if (!rule.alone || level === 'notice') return finding
  const isSecond = (other: Finding) =>
    other.rule !== rule &&
    other.level !== 'notice' &&
    (rule.alone === 'ask' || other.rule.alone !== 'notice') &&
    (other.words[0] > finding.words[1] || other.words[1] < finding.words[0])
  return found.some(isSecond) ? finding : { ...finding, level: rule.alone }
}

/** Despair, a second rule, or the same said twice: then it is no figure of speech. */
function hasCompany(found: readonly Finding[], { hopeless }: Context): boolean {
  const grave = found.filter(({ level }) => level !== 'notice')
  return new Set(grave.map(({ rule }) => rule.id)).size > 1 || isSaidTwice(grave) || hopeless.length > 0
}

/** In two places; phrases that share a word are one place. */
const isSaidTwice = (found: readonly Finding[]) =>
  found.some(({ words: [, last] }) => found.some(({ words: [first] }) => first > last))

function amidst(finding: Finding, { words }: Reading, { recent }: Context): Finding {
  const { rule, level } = finding
  if (rule.timed && recent.length > 0) return finding
  const beside = words.filter(
    ({ text }, at) => text !== FULL_STOP && !FREQUENT.has(text) && (at < finding.words[0] || at > finding.words[1]),
  )
  const talksOfMore = beside.length > NOTHING_ELSE
  return rule.amidst && talksOfMore && (level === 'red' || level === 'black')
    ? { ...finding, level: rule.amidst }
    : finding
}
