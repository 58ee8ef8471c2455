import { z } from 'zod'
import { Clock } from '../core/duty.ts'
import levels from './reviewed/levels.json' with { type: 'json' }

const Minutes = z.number().positive()
const Urgent = z.strictObject({
  /** How long the first, second and every later rung has, unless the clinic says otherwise for it. */
  rungMinutes: z.array(Minutes).min(1),
  /** Whether nobody waits for anybody: the whole chain is told in one step. */
  everybodyAtOnce: z.boolean(),
  acknowledgers: z.int().min(1),
})

const Levels = z.strictObject({
  what: z.string(),
  source: z.string(),
  date: z.iso.date(),
  signedOffBy: z.string().nullable(),
  info: z.strictObject({ digest: z.enum(['weekly']) }),
  amber: z.strictObject({
    acknowledgeWorkingDays: z.int().positive(),
    contactHours: Minutes,
    /** Categories of the screen of which somebody hears on the same day. */
    sameDayCategories: z.array(z.string()),
    /** From this hour of the clinic's clock on, what must be seen on the same day is the next day's: nobody is told of an amber at night. */
    sameDayUntil: Clock,
  }),
  red: Urgent,
  black: Urgent,
  allHandsMinutes: Minutes,
  /** How long an obligation of uncovered hours may wait at most (care C1). */
  uncoveredHoursAtMost: Minutes,
  /** After an acknowledgement: when its owner is reminded of the outcome, and when it lapses. */
  outcome: z.strictObject({ remindMinutes: Minutes, lapseMinutes: Minutes }),
  round: z.strictObject({ morning: Clock, evening: Clock, confirmMinutes: Minutes }),
  drill: z.strictObject({ weekday: z.int().min(1).max(7), at: Clock, answerMinutes: Minutes }),
  /** How many days an answered notice proves that a person can be reached. */
  provenDays: z.int().positive(),
  lookAheadDays: z.int().positive(),
  /** After a standstill of so many hours the clinic calls whoever it has not heard of since; for so many days. */
  standstill: z.strictObject({ hours: z.number().positive(), days: z.int().positive() }),
})

/** Levels and times of the duty to answer. Source: `reviewed/levels.json`. */
export const LEVELS = Levels.parse(levels)

/** The minutes of the rung at this place of a red chain: the last ones hold for every later rung. */
export function usualMinutes(place: number): number {
  const { rungMinutes } = LEVELS.red
  return rungMinutes[Math.min(place, rungMinutes.length - 1)] ?? LEVELS.allHandsMinutes
}
