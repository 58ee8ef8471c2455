import { z } from 'zod'
import { NOTHING_FOUND, SCREEN_CATEGORIES, SCREEN_LEVELS, type ScreenResult } from '../../core/screen-result.ts'
import lexicon from '../reviewed/screen-en.json' with { type: 'json' }
import { normalise } from './normalise.ts'

const Lexicon = z.strictObject({
  what: z.string(),
  source: z.string(),
  date: z.iso.date(),
  signedOffBy: z.string().nullable(),
  rules: z.array(
    z.strictObject({
      id: z.string(),
      category: z.enum(SCREEN_CATEGORIES),
      level: z.enum(SCREEN_LEVELS),
      pattern: z.string(),
    }),
  ),
})

const RULES = Lexicon.parse(lexicon).rules.map((rule) => ({ ...rule, matches: new RegExp(rule.pattern, 'gu') }))

interface Finding {
  readonly rule: (typeof RULES)[number]
  readonly span: [number, number] | null
}

/** What the screen sees: the message, and the client's last texts so that a sentence split over several sends is still one. */
export interface ScreenInput {
  readonly text: string
  /** Newest first, at most 3, no older than 2 minutes. */
  readonly lastTexts: readonly string[]
}

/**
 * The risk screen, stage 1: rules, pure, before any flow. It decides nothing about care; it opens a question or fetches
 * a person. A match in the message counts as it is; a match that only the joined texts give counts too, without a span.
 */
export function screen({ text, lastTexts }: ScreenInput): ScreenResult {
  const own = normalise(text)
  const joined = normalise(lastTexts.toReversed().concat(text).join(' '))
  const before = normalise(lastTexts.toReversed().join(' '))
  const found: Finding[] = RULES.flatMap((rule): Finding[] => {
    const span = spanOf(rule.matches, own)
    if (span) return [{ rule, span }]
    const onlyTogether = lastTexts.length > 0 && spanOf(rule.matches, joined) && !spanOf(rule.matches, before)
    return onlyTogether ? [{ rule, span: null }] : []
  })
  if (found.length === 0) return NOTHING_FOUND
  return {
    level: found.map(({ rule }) => rule.level).reduce(graver),
    categories: [...new Set(found.map(({ rule }) => rule.category))],
    rules: found.map(({ rule }) => rule.id),
    spans: found.flatMap(({ span }) => (span ? [span] : [])),
  }
}

function spanOf(pattern: RegExp, text: string): [number, number] | null {
  pattern.lastIndex = 0
  const match = pattern.exec(text)
  return match ? [match.index, match.index + match[0].length] : null
}

type Level = ScreenResult['level']
const graver = (a: Level, b: Level): Level => (SCREEN_LEVELS.indexOf(a) >= SCREEN_LEVELS.indexOf(b) ? a : b)
