import { localDay } from '../../rails/local-hours.ts'
import type { ReminderOccasion } from '../../core/event.ts'
import type { FlowId } from '../../core/ids.ts'
import type { Assignment, Plan } from '../../core/plan.ts'
import { REMINDERS } from './reviewed.ts'
import { ruleOf, type Rule } from './rule.ts'

export interface Occasion extends ReminderOccasion {
  /** Set by the clinician: nothing is sent, and the occasion stays on record. */
  readonly paused: boolean
}

const MINUTE = 60_000
/** An assignment whose rule matches no day for so long is over. */
const LONGEST_GAP_DAYS = 400

type Timed = Pick<Plan, 'zone' | 'assignments' | 'sessions' | 'sessionReminders'>

/** Every occasion after `from` and up to `to`, in order. Times are read on the client's clock now, so travel moves them. */
export function occasionsBetween(plan: Timed, from: number, to: number): Occasion[] {
  const assigned = (plan.assignments ?? []).flatMap((one) => [...occasionsOf(one, plan.zone, { from, to })])
  const ofSessions = sessionOccasions(plan).filter(({ at }) => at > from && at <= to)
  return [...ofSessions, ...assigned].sort((one, other) => one.at - other.at)
}

/** The first occasion after `from`; null when none is planned. */
export function nextOccasion(plan: Timed, from: number): number | null {
  const assigned = (plan.assignments ?? []).flatMap((one) => {
    const [first] = occasionsOf(one, plan.zone, { from, to: Number.POSITIVE_INFINITY })
    return first ? [first.at] : []
  })
  const ofSessions = sessionOccasions(plan).flatMap(({ at }) => (at > from ? [at] : []))
  const all = [...assigned, ...ofSessions]
  return all.length === 0 ? null : Math.min(...all)
}

/** Whether a session's own reminders fall on the local day of a moment: an assignment gives way to them. */
export function isSessionDay(plan: Timed, at: number): boolean {
  const day = dayOf(at, plan.zone)
  return sessionOccasions(plan).some((one) => dayOf(one.at, plan.zone).equals(day))
}

/** Whether a day programme has its check-in on the local day of a moment: everything else gives way to it (care C22). */
export function isProgrammeDay(plan: Timed, at: number): boolean {
  const assignments = (plan.assignments ?? []).filter(({ programme, paused }) => programme && !paused)
  if (assignments.length === 0) return false
  const day = dayOf(at, plan.zone)
  const [from, to] = [day, day.add({ days: 1 })].map((one) => one.toZonedDateTime(plan.zone).epochMilliseconds - 1)
  return occasionsBetween({ ...plan, assignments, sessions: [] }, from ?? at, to ?? at).length > 0
}

interface Span {
  readonly from: number
  readonly to: number
}

function* occasionsOf(assignment: Assignment, zone: string, { from, to }: Span): Generator<Occasion> {
  const { id, flow, windowMinutes, paused = false, programme = false } = assignment
  const rule = ruleOf(assignment.rule)
  const since = Date.parse(assignment.since)
  let counted = 0
  for (const at of instantsOf(rule, dayOf(since, zone), zone)) {
    if (at < since) continue
    if (at > to || isOver(rule, at, { counted, zone })) return
    counted++
    const until = at + windowMinutes * MINUTE
    if (at > from) yield { assignment: id, flow, at, until, about: 'assigned', programme, paused }
  }
}

/** A clock time that a change of the clocks skips moves on to the next that exists; one that comes twice counts once. */
function* instantsOf(rule: Rule, first: Temporal.PlainDate, zone: string): Generator<number> {
  let last = Number.NEGATIVE_INFINITY
  let without = 0
  for (let n = 0; without < LONGEST_GAP_DAYS; n++) {
    const day = first.add({ days: n })
    without++
    if (!isOn(rule, first, day)) continue
    without = 0
    for (const time of rule.times) {
      const at = day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds
      if (at > last) yield at
      last = Math.max(last, at)
    }
  }
}

function isOn({ freq, interval, days }: Rule, first: Temporal.PlainDate, day: Temporal.PlainDate): boolean {
  if (freq === 'DAILY') {
    const since = first.until(day, { largestUnit: 'days' }).days
    return since % interval === 0 && (days.length === 0 || days.includes(day.dayOfWeek))
  }
  const monday = (of: Temporal.PlainDate) => of.subtract({ days: of.dayOfWeek - 1 })
  const weeks = monday(first).until(monday(day), { largestUnit: 'days' }).days / 7
  return (
    weeks % interval === 0 && (days.length === 0 ? day.dayOfWeek === first.dayOfWeek : days.includes(day.dayOfWeek))
  )
}

function isOver({ count, until }: Rule, at: number, { counted, zone }: { counted: number; zone: string }): boolean {
  if (count !== null && counted >= count) return true
  if (until === null) return false
  return 'at' in until ? at > until.at : dayOf(at, zone).toString() > until.day
}

/** The day before a session, the evening after it and the next morning (care C28). */
function sessionOccasions({ zone, sessions, sessionReminders = true }: Timed): Occasion[] {
  if (!sessionReminders) return []
  const { beforeAt, eveningAt, morningAt, windowMinutes } = REMINDERS.sessions
  return (sessions ?? []).flatMap((session) => {
    const start = Date.parse(session)
    const day = dayOf(start, zone)
    const one = (about: 'before' | 'after', days: number, clock: string): Occasion => {
      const plainTime = Temporal.PlainTime.from(clock)
      const at = day.add({ days }).toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds
      const flow = `${about}-session` as FlowId
      const until = at + windowMinutes * MINUTE
      return { assignment: 'session', flow, at, until, about, programme: false, paused: false }
    }
    const evening = one('after', 0, eveningAt)
    // A late session is still going on, or only just over, by then: the morning is enough.
    const after = evening.at >= start + 60 * MINUTE ? [evening] : []
    return [one('before', -1, beforeAt), ...after, one('after', 1, morningAt)]
  })
}

const dayOf = (at: number, zone: string): Temporal.PlainDate => localDay(new Date(at), zone)
