import { localDay } from '../rails/local-hours.ts'
import type { FlagLevel } from '../core/ids.ts'
import { nextHours, spansOn, type Hours } from './cover.ts'
import { LEVELS } from './levels.ts'

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
  const sameDay = reasons.filter(isSameDay).map(({ at }) => endOfDay(hours, new Date(at), 0))
  return new Date(Math.min(usual, ...sameDay))
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
