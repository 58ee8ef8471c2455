import type { Question } from '../core/event.ts'
import type { ScreenResult } from '../core/screen-result.ts'
import { RATINGS, TIMES } from './reviewed.ts'

/** The question of each category that has one (care C7), gravest first. The others put a note before the therapist and ask nothing. */
const QUESTION_OF: readonly (readonly [ScreenResult['categories'][number], Question])[] = [
  ['S3', 'life'],
  ['S2', 'life'],
  ['S1', 'life'],
  ['S4', 'harm'],
  ['A', 'now'],
  ['M', 'taken'],
  ['I', 'taken'],
  ['D', 'away'],
  ['P', 'panic'],
]

/** The direct question that a message opens, or null: none belongs to it, or it was asked within twelve hours. */
export function questionFor(
  { level, categories }: Pick<ScreenResult, 'level' | 'categories'>,
  asked: Readonly<Partial<Record<Question, number>>>,
  now: Date,
): Question | null {
  if (level !== 'ask') return null
  const found = QUESTION_OF.find(
    ([category, question]) => categories.includes(category) && mayAsk(question, asked, now),
  )
  return found?.[1] ?? null
}

/** At most once per kind of danger in twelve hours (care C7). */
export function mayAsk(question: Question, asked: Readonly<Partial<Record<Question, number>>>, now: Date): boolean {
  const again = TIMES.questionAgainHours * 60 * 60_000
  return now.getTime() - (asked[question] ?? -again) >= again
}

/** Words about what did or did not happen, or asking for help to remember (care C11): nothing that a fixed message may answer. */
export const isAboutThePast = ({ categories }: Pick<ScreenResult, 'categories'>): boolean => categories.includes('F')

/** Whether silence after this question is red: life, harm, somebody else now, or a high last rating (design 6). */
export function silenceIsRed(question: Question, lastDistress: number | null): boolean {
  return ['life', 'harm', 'now'].includes(question) || (lastDistress ?? 0) >= RATINGS.questionRedFrom
}

/**
 * Whether somebody else may read along: abuse now, and nothing about the client's own life or body. Then no alert text
 * stands on the screen (care C7).
 */
export function mustBeDiscreet(categories: ScreenResult['categories']): boolean {
  return categories.includes('A') && !['S1', 'S2', 'S3', 'S4', 'M', 'I'].some((one) => categories.includes(one as 'A'))
}
