import type { ClinicSettings, CoverWindow } from '../core/plan.ts'

/** Minutes are looked at one by one only at the windows' edges, so 15 days ahead is cheap; farther away means: never covered. */
const DAYS_AHEAD = 15

/** Whether a person of the clinic is reachable at this moment, by the clinic's own declaration (care C1). */
export function isCovered(settings: Pick<ClinicSettings, 'cover' | 'zone'>, at: Date): boolean {
  const local = at.toTemporalInstant().toZonedDateTimeISO(settings.zone)
  return settings.cover.some((window) => {
    // A window that ends at or before its start runs over midnight and belongs to the day on which it began.
    const days = [local.toPlainDate(), local.toPlainDate().subtract({ days: 1 })]
    return days.some((day) => {
      const span = spanOn(window, day, settings.zone)
      return span !== null && at.getTime() >= span.from && at.getTime() < span.to
    })
  })
}

/** The next moment at which a person is reachable: now, if it is covered; null if the clinic declared no hours. */
export function nextCovered(settings: Pick<ClinicSettings, 'cover' | 'zone'>, at: Date): Date | null {
  if (isCovered(settings, at)) return at
  const today = at.toTemporalInstant().toZonedDateTimeISO(settings.zone).toPlainDate()
  const starts = settings.cover.flatMap((window) =>
    Array.from({ length: DAYS_AHEAD }, (_none, days) => spanOn(window, today.add({ days }), settings.zone)?.from ?? 0),
  )
  const next = starts.filter((start) => start > at.getTime()).sort((a, b) => a - b)[0]
  return next === undefined ? null : new Date(next)
}

/** One window on one day, as instants; a clock time that a time change skips moves with the change. */
function spanOn(window: CoverWindow, day: Temporal.PlainDate, zone: string): { from: number; to: number } | null {
  if (!window.days.includes(day.dayOfWeek)) return null
  const at = (date: Temporal.PlainDate, clock: string) =>
    date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(clock) }).epochMilliseconds
  const overMidnight = window.to <= window.from
  return { from: at(day, window.from), to: at(overMidnight ? day.add({ days: 1 }) : day, window.to) }
}
