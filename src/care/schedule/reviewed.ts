import { z } from 'zod'
import { Clock } from '../../core/duty.ts'
import reminders from '../reviewed/reminders.json' with { type: 'json' }

/** Quieter, never louder: each rung has more unanswered before it, and no more nudges or reminders than the one above. */
function growsQuieter(ladder: readonly { unanswered: number; nudge: boolean; daysBetween: number }[]): boolean {
  return ladder.every((rung, index) => {
    const above = ladder[index - 1]
    if (!above) return rung.unanswered === 0
    return rung.unanswered > above.unanswered && rung.daysBetween >= above.daysBetween && (above.nudge || !rung.nudge)
  })
}

/** When a client is reminded (care C14, C21, C28). Source: `reviewed/reminders.json`. */
export const REMINDERS = z
  .strictObject({
    what: z.string(),
    source: z.string(),
    date: z.iso.date(),
    signedOffBy: z.string().nullable(),
    /** How long a reminder is worth something where an assignment does not say. */
    windowMinutes: z.int().positive(),
    nudgeAfterMinutes: z.int().positive(),
    ladder: z
      .array(z.strictObject({ unanswered: z.int().min(0), nudge: z.boolean(), daysBetween: z.int().positive() }))
      .min(1)
      .refine(growsQuieter, 'may only grow quieter from rung to rung'),
    /** Over so many days before a planned ending every nth time of an assignment is reminded of (care C27). */
    ending: z.strictObject({ days: z.int().positive(), everyNth: z.int().min(2) }),
    /** The check-in of a day programme: after how many missed in a row it is amber (care C22). */
    programme: z.strictObject({ missedInRow: z.int().min(2) }),
    /** Local times: the day before, the evening of and the morning after a session. */
    sessions: z.strictObject({
      beforeAt: Clock,
      eveningAt: Clock,
      morningAt: Clock,
      windowMinutes: z.int().positive(),
    }),
  })
  .parse(reminders)

/** How reminders go on after so many in a row without an answer. */
export function rungAfter(unanswered: number): { readonly nudge: boolean; readonly daysBetween: number } {
  const rung = REMINDERS.ladder.findLast((one) => one.unanswered <= unanswered)
  return rung ?? { nudge: false, daysBetween: 7 }
}
