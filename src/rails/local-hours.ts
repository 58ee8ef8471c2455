import type { Plan } from '../core/plan.ts'
import { RATINGS, TIMES, type Hours } from './reviewed.ts'

/*
 * What hour it is where the client is: quiet hours, the hours of amber practices, the days after a session. Local clock
 * times go through the zone's own calendar, so a day of 23 or 25 hours is none of our arithmetic.
 */

type Local = Pick<Plan, 'zone' | 'minor'>

/** Whether nothing may be sent that the client did not ask for (care C10, C16). */
export function isQuiet(plan: Local, now: Date): boolean {
  return isWithin(plan.minor ? TIMES.quietMinor : TIMES.quiet, plan.zone, now)
}

/** How long until the quiet hours end; 0 outside them. Milliseconds. */
export function untilMorningMs(plan: Local, now: Date): number {
  return isQuiet(plan, now) ? untilClockMs((plan.minor ? TIMES.quietMinor : TIMES.quiet).to, plan.zone, now) : 0
}

/** How long until the time of tomorrow's check-in: on the next local day, never later today. Milliseconds. */
export function untilTomorrowMs({ zone }: Pick<Plan, 'zone'>, now: Date): number {
  const tomorrow = localDay(now, zone).add({ days: 1 })
  return instantOf(tomorrow, TIMES.followUpTomorrowAt, zone) - now.getTime()
}

/** Whether an amber practice may start now: inside its hours, and not in the days after a session (care C16, C28). */
export function mayStartAmber(plan: Local & Pick<Plan, 'amberHours' | 'sessions'>, now: Date): boolean {
  const hours = plan.amberHours ?? (plan.minor ? TIMES.amberMinor : TIMES.amber)
  return isWithin(hours, plan.zone, now) && !isAfterSession(plan, now)
}

/** Whether the day on which the plan was to be looked at again is over where the client is; then amber practices rest (design 2). */
export function isReviewOverdue({ reviewOn, zone }: Pick<Plan, 'reviewOn' | 'zone'>, now: Date): boolean {
  if (reviewOn === undefined) return false
  return reviewOn < localDay(now, zone).toString()
}

/** The day that it is in a zone. */
export const localDay = (at: Date, zone: string): Temporal.PlainDate => localOf(at, zone).toPlainDate()

/** Whether two moments lie on one day where the client is. */
export const isSameDay = (one: Date, other: Date, zone: string): boolean =>
  localDay(one, zone).equals(localDay(other, zone))

/** Whether the last therapy session was so lately that being stirred up is expected (care C28). */
export function isAfterSession({ sessions }: Pick<Plan, 'sessions'>, now: Date): boolean {
  const window = RATINGS.afterSessionHours * 60 * 60_000
  return (sessions ?? []).some((at) => {
    const ago = now.getTime() - Date.parse(at)
    return ago >= 0 && ago < window
  })
}

/** A span that ends at or before its start runs over midnight. */
function isWithin({ from, to }: Hours, zone: string, now: Date): boolean {
  const clock = localOf(now, zone).toPlainTime().toString().slice(0, 5)
  return from < to ? clock >= from && clock < to : clock >= from || clock < to
}

function untilClockMs(clock: string, zone: string, now: Date): number {
  const today = localDay(now, zone)
  const soonest = [today, today.add({ days: 1 })].map((day) => instantOf(day, clock, zone))
  return (soonest.find((at) => at > now.getTime()) ?? now.getTime()) - now.getTime()
}

const localOf = (now: Date, zone: string) => now.toTemporalInstant().toZonedDateTimeISO(zone)

const instantOf = (day: Temporal.PlainDate, clock: string, zone: string) =>
  day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(clock) }).epochMilliseconds
