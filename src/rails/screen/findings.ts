import type { ScreenResult } from '../../core/screen-result.ts'
import { candidates, matchesOf, isOwn, modifiersAt, type Context } from './context.ts'
import { byKey, RULES, type Modifier, type Rule } from './lexicon.ts'
import type { Reading } from './reading.ts'

const INDEX = byKey(RULES)

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
      return { rule, words, modifiers, level: lowered(rule.level, modifiers, isOwn(reading, words)) }
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

/** To at least notice: a modifier lowers a level and never silences one (clinical 6.1). */
function lowered(level: ScreenResult['level'], modifiers: readonly Modifier[], own: boolean): ScreenResult['level'] {
  if (modifiers.length === 0) return level
  if (modifiers.some((modifier) => modifier === 'denied' || modifier === 'someoneElse' || modifier === 'idiom')) return 'notice'
  if (modifiers.includes('told') && !own) return 'notice'
  return level === 'red' || level === 'black' ? 'ask' : 'notice'
}
