import { localDay } from '../rails/local-hours.ts'
import type { FlagLevel } from '../core/ids.ts'
import type { ClinicSettings } from '../core/plan.ts'
import { hoursStand, nextHours, spansOn, type Hours } from './cover.ts'
import { LEVELS } from './levels.ts'
import { nextRound } from './round.ts'

/** A flag, as far as a deadline follows from it. */
export interface Amber {
  readonly level: FlagLevel
  readonly state: 'open' | 'taken' | 'closed'
  /** Since when it is amber; null: it never was. */
  readonly amberAt: Date | null
  readonly reasons: readonly {
    readonly rule: string
    readonly at: string | Date
    readonly detail?: readonly string[]
  }[]
}

const HOUR = 60 * 60_000
const DAYS_AHEAD = 15
/** A risk item of a questionnaire that is new or higher (care C24). */
const SAME_DAY_RULE = 'risk-item'

/**
 * By when somebody must have looked at an amber and, once it is taken, been in contact. Words or answers about suicide and
 * self-harm: by the end of the hours in which they came, or of the next ones. Source: `reviewed/levels.json`. Null: it is no open amber.
 */
export function amberDeadline({ level, state, amberAt, reasons }: Amber, hours: Hours): Date | null {
  if (level !== 'amber' || state === 'closed' || amberAt === null) return null
  const { acknowledgeWorkingDays, contactHours } = LEVELS.amber
  const usual =
    state === 'taken' ? amberAt.getTime() + contactHours * HOUR : endOfDay(hours, amberAt, acknowledgeWorkingDays)
  const sameDay = reasons.filter(isSameDay).map(({ at }) => endOfDay(hours, dayOfContact(hours, new Date(at)), 0))
  return new Date(Math.min(usual, ...sameDay))
}

/**
 * Ambers with words or answers of which somebody must hear on the same day, and that no round of that day will name any
 * more: their time has come. In covered hours before the evening's last hour, never at night (care C24, clinical 5.3).
 */
export function sameDayUntold<Row extends Amber>(rows: readonly Row[], settings: ClinicSettings, now: Date): Row[] {
  if (!hoursStand(settings, now) || dayOfContact(settings, now) > now) return []
  const today = localDay(now, settings.zone)
  const isToday = (at: Date | null) => at !== null && localDay(at, settings.zone).equals(today)
  const isUntold = (at: Date) => isToday(at) && hoursStand(settings, at) && !isToday(nextRound(settings, at))
  return rows.filter(
    ({ level, state, reasons }) =>
      level === 'amber' &&
      state !== 'closed' &&
      reasons.some((reason) => isSameDay(reason) && isUntold(new Date(reason.at))),
  )
}

/** In the evening the day of contact is the next one. */
function dayOfContact({ zone }: Pick<Hours, 'zone'>, at: Date): Date {
  const local = at.toTemporalInstant().toZonedDateTimeISO(zone)
  const isEvening = Temporal.PlainTime.compare(local.toPlainTime(), LEVELS.amber.sameDayUntil) >= 0
  return isEvening ? new Date(local.startOfDay().add({ days: 1 }).epochMilliseconds) : at
}

function isSameDay({ rule, detail = [] }: Amber['reasons'][number]): boolean {
  return rule === SAME_DAY_RULE || detail.some((one) => LEVELS.amber.sameDayCategories.includes(one))
}

/** The end of the hours of a working day: 0 is the one in which `at` lies. What comes outside all hours belongs to the day before the next ones. */
function endOfDay(hours: Hours, at: Date, workingDays: number): number {
  const opens = nextHours(hours, at)
  // Without declared hours every day counts whole.
  if (opens === null) return at.getTime() + Math.max(1, workingDays) * 24 * HOUR
  const isOutside = opens > at
  const first = localDay(opens, hours.zone)
  const days = Array.from({ length: DAYS_AHEAD }, (_none, ahead) => first.add({ days: ahead }))
  const ends = days.flatMap((day) => {
    const tos = spansOn(hours, day).map(({ to }) => to)
    return tos.length === 0 ? [] : [Math.max(...tos)]
  })
  const after = isOutside ? Math.max(0, workingDays - 1) : workingDays
  return ends[after] ?? ends.at(-1) ?? opens.getTime()
}

/** Open ambers whose deadline has passed, the longest first. */
export function overdueAmbers<Row extends Amber>(
  rows: readonly Row[],
  hours: Hours,
  now: Date,
): (Row & { deadline: Date })[] {
  return rows
    .flatMap((row) => {
      const deadline = amberDeadline(row, hours)
      return deadline !== null && deadline <= now ? [{ ...row, deadline }] : []
    })
    .sort((one, other) => one.deadline.getTime() - other.deadline.getTime())
}
