import { z } from 'zod'

/** Levels of the screen, mild to grave (design 6). ask: amber at once and the category's direct question. */
export const SCREEN_LEVELS = ['none', 'notice', 'ask', 'red', 'black'] as const

/** Categories of `clinical` section 6.2. */
export const SCREEN_CATEGORIES = [
  'S1',
  'S2',
  'S3',
  'S4',
  'H',
  'A',
  'D',
  'P',
  'I',
  'Y',
  'E',
  'M',
  'T',
  'F',
  'media',
] as const

/**
 * What the screen found in a message, and why. Gravest first: the first category's direct question is the one to ask.
 * `media` is what cannot be read: a voice note, a photo, an unknown language. Spans are UTF-16 offsets into the text as
 * it was written, from the first to after the last letter.
 */
export const ScreenResult = z.object({
  level: z.enum(SCREEN_LEVELS),
  categories: z.array(z.enum(SCREEN_CATEGORIES)),
  rules: z.array(z.string()),
  spans: z.array(z.tuple([z.int(), z.int()])),
})
export type ScreenResult = z.infer<typeof ScreenResult>

export const NOTHING_FOUND: ScreenResult = { level: 'none', categories: [], rules: [], spans: [] }

const gravity = ({ level }: Pick<ScreenResult, 'level'>): number => SCREEN_LEVELS.indexOf(level)

/** What a later look made of the same message, with what stood before; null where it is not graver. A result only rises. */
export function raisedTo(before: ScreenResult, later: ScreenResult): ScreenResult | null {
  return gravity(later) > gravity(before) ? { ...together([later, before]), spans: later.spans } : null
}

/** What was found in several messages: the gravest level, and the gravest first. No spans: they are of one text each. */
export function together(found: readonly ScreenResult[]): ScreenResult {
  const sorted = found.toSorted((one, other) => gravity(other) - gravity(one))
  return {
    level: sorted[0]?.level ?? 'none',
    categories: [...new Set(sorted.flatMap(({ categories }) => categories))],
    rules: [...new Set(sorted.flatMap(({ rules }) => rules))],
    spans: [],
  }
}
