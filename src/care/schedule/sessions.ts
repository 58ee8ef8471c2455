import type { Plan } from '../../core/plan.ts'
import { sessionsInCalendar } from './calendar-file.ts'

const DAY_MS = 24 * 60 * 60_000
/** A calendar is read half a year ahead. */
const AHEAD_DAYS = 183
const MOST_SESSIONS = 200

/**
 * The sessions of a plan once a calendar was read: what is past stays as it was, what is to come is what the calendar
 * says. @throws RangeError in words: no calendar, no such event in it, or more than a plan holds.
 */
export function sessionsFrom(plan: Plan, { calendar, match, now }: Read): string[] {
  const from = now.getTime()
  const coming = sessionsInCalendar(calendar, { match, from, until: from + AHEAD_DAYS * DAY_MS, zone: plan.zone })
  if (coming.length === 0)
    throw new RangeError(
      `No event to come has “${match}” in its title. Put the pseudonym into the titles of the sessions.`,
    )
  const past = (plan.sessions ?? []).filter((at) => Date.parse(at) < from)
  const all = [...past, ...coming]
  if (all.length > MOST_SESSIONS) throw new RangeError(`A plan holds ${MOST_SESSIONS} sessions at most.`)
  return all
}

interface Read {
  readonly calendar: string
  readonly match: string
  readonly now: Date
}
