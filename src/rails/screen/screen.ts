import { NOTHING_FOUND, SCREEN_LEVELS, type ScreenResult } from '../../core/screen-result.ts'
import { contextOf } from './context.ts'
import { findingsIn } from './findings.ts'
import { SPELLING } from './lexicon.ts'
import { read } from './reading.ts'

export interface ScreenInput {
  readonly text: string
  /** Newest first, at most 3, no older than 2 minutes. */
  readonly lastTexts: readonly string[]
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
