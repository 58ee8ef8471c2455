import type { Reminded } from '../../core/conversation.ts'
import type { NotReminded, ReminderDue } from '../../core/event.ts'
import type { Plan } from '../../core/plan.ts'
import { isQuiet, isSameDay, localDay } from '../../rails/local-hours.ts'
import { isProgrammeDay, isSessionDay, nextOccasion, occasionsBetween, type Occasion } from './occasions.ts'
import { REMINDERS, rungAfter } from './reviewed.ts'

const DAY = 24 * 60 * 60_000
/** What lies further back is not looked at: whoever was away so long is told of nothing old. */
const LOOK_BACK = 7 * DAY

/** What the timer `reminder` finds when it falls due: at most one reminder and one nudge a local day (care C14). */
export function reminderDue(plan: Plan, reminded: Reminded, now: Date): ReminderDue {
  const at = now.getTime()
  const unanswered = reminded.unanswered + (isSilent(reminded) ? 1 : 0)
  const since = Math.max(reminded.through ?? at - DAY, at - LOOK_BACK)
  const skipped: ReminderDue['skipped'][number][] = []
  let remind: Occasion | null = null
  for (const occasion of occasionsBetween(plan, since, at)) {
    const why = remind ? 'one-a-day' : whyNot(occasion, { plan, reminded, now, unanswered })
    if (why) skipped.push({ ...occasion, why })
    else remind = occasion
  }
  const rung = rungAfter(unanswered)
  return {
    remind,
    skipped,
    unanswered,
    nudgeAt: remind && !remind.programme && rung.nudge ? nudgeFor(remind, at) : null,
    nudge: remind === null && nudgeIsDue(plan, reminded, now),
    missed: missedBy(plan, reminded, at),
    next: nextOccasion(plan, at),
  }
}

const isSilent = ({ open }: Reminded): boolean => open !== null && !open.answered && !open.snoozed

/** Its close has come and the client wrote nothing: information, and amber every so many in a row (care C22). */
function missedBy({ assignments = [] }: Plan, { open, missed }: Reminded, at: number): ReminderDue['missed'] {
  if (!open?.programme || open.answered || open.snoozed || open.until > at) return null
  // Ended or paused since it opened: nobody was waited for.
  if (!assignments.some(({ id, programme, paused }) => id === open.assignment && programme && !paused)) return null
  const inRow = missed + 1
  return { inRow, level: inRow % REMINDERS.programme.missedInRow === 0 ? 'amber' : 'info' }
}

interface Asked {
  readonly plan: Plan
  readonly reminded: Reminded
  readonly now: Date
  readonly unanswered: number
}

function whyNot(occasion: Occasion, { plan, reminded, now, unanswered }: Asked): NotReminded | null {
  const at = now.getTime()
  if (occasion.paused || (reminded.pausedUntil ?? 0) > at) return 'paused'
  if (occasion.until <= at) return 'window-closed'
  if (isQuiet(plan, now)) return 'quiet-hours'
  // On its days the check-in of a programme is the one reminder, whatever else is planned before it.
  if (!occasion.programme && isProgrammeDay(plan, occasion.at)) return 'one-a-day'
  if (reminded.sentAt !== null && isSameDay(new Date(reminded.sentAt), now, plan.zone)) return 'one-a-day'
  if (occasion.about !== 'assigned') return null
  if (fadesOut(plan, occasion)) return 'ending'
  if (occasion.programme) return null
  if (isSessionDay(plan, at)) return 'session-day'
  return daysSince(reminded.sentAt, now, plan.zone) < rungAfter(unanswered).daysBetween ? 'fewer' : null
}

/**
 * Before a planned ending reminders halve, and after its day there are none (care C27): of each assignment the first time
 * is sent, then every second one, whatever its rule.
 */
function fadesOut(plan: Plan, { assignment, at }: Occasion): boolean {
  if (plan.endsOn === undefined) return false
  const last = Temporal.PlainDate.from(plan.endsOn)
  const day = localDay(new Date(at), plan.zone)
  const first = last.subtract({ days: REMINDERS.ending.days })
  if (Temporal.PlainDate.compare(day, first) < 0) return false
  if (Temporal.PlainDate.compare(day, last) > 0) return true
  const own = (plan.assignments ?? []).filter(({ id }) => id === assignment)
  const from = first.toZonedDateTime(plan.zone).epochMilliseconds - 1
  const times = occasionsBetween({ ...plan, assignments: own, sessions: [] }, from, at).length
  return times % REMINDERS.ending.everyNth !== 1
}

function nudgeFor(occasion: Occasion, at: number): number | null {
  const nudgeAt = at + REMINDERS.nudgeAfterMinutes * 60_000
  return nudgeAt < occasion.until ? nudgeAt : null
}

function nudgeIsDue(plan: Plan, { open, nudgedAt }: Reminded, now: Date): boolean {
  if (!open || open.nudgeAt === null || open.nudgeAt > now.getTime() || open.until <= now.getTime()) return false
  return !isQuiet(plan, now) && (nudgedAt === null || !isSameDay(new Date(nudgedAt), now, plan.zone))
}

/** Local days; without an earlier reminder any number is enough. */
function daysSince(sentAt: number | null, now: Date, zone: string): number {
  if (sentAt === null) return Number.POSITIVE_INFINITY
  return localDay(new Date(sentAt), zone).until(localDay(now, zone), { largestUnit: 'days' }).days
}
