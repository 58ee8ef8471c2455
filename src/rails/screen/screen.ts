import { NOTHING_FOUND, SCREEN_LEVELS, type ScreenResult } from '../../core/screen-result.ts'
import { candidates, contextOf, matchesOf, modifiersAt, type Context } from './context.ts'
import { byKey, RULES, SPELLING, type Modifier, type Rule } from './lexicon.ts'
import { read, type Reading } from './reading.ts'

const INDEX = byKey(RULES)

export interface ScreenInput {
  readonly text: string
  /** Newest first, at most 3, no older than 2 minutes. */
  readonly lastTexts: readonly string[]
}

export interface Finding {
  readonly rule: Rule
  readonly words: readonly [first: number, last: number]
  readonly modifiers: readonly Modifier[]
  readonly level: ScreenResult['level']
}

export function findingsIn(reading: Reading, context: Context): Finding[] {
  const found = candidates(reading, INDEX).flatMap(({ owner: rule, phrase }) =>
    matchesOf(phrase, reading).map((words) => {
      const modifiers = modifiersAt(reading, context, words).filter((modifier) => !rule.keeps.includes(modifier))
      return { rule, words, modifiers, level: lowered(rule.level, modifiers) }
    }),
  )
  const grave = new Set(found.filter(({ level }) => level !== 'notice').map(({ rule }) => rule.id)).size > 1
  const length = reading.words.filter(({ text }) => text !== '.').length
  if (grave || context.hopeless.length > 0) return found
  return found.map((finding) => {
    const { rule, words, level } = finding
    const amidst = length - (words[1] - words[0] + 1) > BARE
    return rule.amidst && amidst && (level === 'red' || level === 'black') ? { ...finding, level: rule.amidst } : finding
  })
}
const BARE = 4

function lowered(level: ScreenResult['level'], modifiers: readonly Modifier[]): ScreenResult['level'] {
  if (modifiers.length === 0) return level
  if (modifiers.some((m) => m === 'denied' || m === 'someoneElse' || m === 'told' || m === 'idiom')) return 'notice'
  return level === 'red' || level === 'black' ? 'ask' : 'notice'
}

export function screen({ text, lastTexts }: ScreenInput): ScreenResult {
  const reading = read(text, SPELLING)
  const found = findingsIn(reading, contextOf(reading))
  if (found.length === 0) return NOTHING_FOUND
  return {
    level: found.map(({ level }) => level).reduce(graver),
    categories: [...new Set(found.map(({ rule }) => rule.category))],
    rules: [...new Set(found.map(({ rule }) => rule.id))],
    spans: [],
  }
}
type Level = ScreenResult['level']
const graver = (a: Level, b: Level): Level => (SCREEN_LEVELS.indexOf(a) >= SCREEN_LEVELS.indexOf(b) ? a : b)
