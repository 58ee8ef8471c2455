import type { ClinicSettings, CoverWindow } from '../core/plan.ts'
import { standsFor } from './absence.ts'

/*
 * Two questions that are not the same. Do the clinic's hours stand now? That decides when the chain is told. And is
 * anybody of the chain there? That decides what a client may read.
 */

export type Hours = Pick<ClinicSettings, 'cover' | 'zone' | 'holidays'>
export type Cover = Hours & Pick<ClinicSettings, 'chain' | 'absences' | 'unconfirmed' | 'onCall'>

/** Minutes are looked at one by one only at the windows' edges, so 15 days ahead is cheap; farther away means: never covered. */
const DAYS_AHEAD = 15

/** Whether the clinic declared this moment as one in which it is reachable (care C1), its calendar included. */
export function hoursStand(hours: Hours, at: Date): boolean {
  const local = at.toTemporalInstant().toZonedDateTimeISO(hours.zone)
  // A window that ends at or before its start runs over midnight and belongs to the day on which it began.
  return [local.toPlainDate(), local.toPlainDate().subtract({ days: 1 })].some((day) =>
    spansOn(hours, day).some(({ from, to }) => at.getTime() >= from && at.getTime() < to),
  )
}

/** The next moment at which the hours stand: now, if they do; null if there is none in sight. */
export function nextHours(hours: Hours, at: Date): Date | null {
  return hoursStand(hours, at) ? at : firstOf(startsAfter(hours, at), (start) => hoursStand(hours, start))
}

/** Whether a person of the clinic is reachable at this moment: its hours stand, and somebody of the chain is there. */
export function isCovered(settings: Cover, at: Date): boolean {
  if (!hoursStand(settings, at) || isUnconfirmed(settings, at)) return false
  const { chain } = settings
  return chain.length === 0 || chain.some(({ clinician }) => standsFor(settings, clinician, at) !== null)
}

/** The next moment at which a person is reachable: now, if it is covered; null if there is none in sight. */
export function nextCovered(settings: Cover, at: Date): Date | null {
  if (isCovered(settings, at)) return at
  const { absences = [], unconfirmed = [] } = settings
  const returns = [...absences, ...unconfirmed].map(({ to }) => Date.parse(to)).filter((end) => end > at.getTime())
  const candidates = [...startsAfter(settings, at), ...returns].sort((a, b) => a - b)
  return firstOf(candidates, (start) => isCovered(settings, start))
}

/** Who was agreed on for uncovered hours, if they are not away themselves. */
export function onCallAt(settings: Pick<Cover, 'onCall' | 'absences'>, at: Date) {
  const { onCall } = settings
  return onCall && standsFor(settings, onCall.clinician, at) !== null ? onCall : null
}

/** The spans of the hours that begin on one local day, as instants, in order. */
export function spansOn(hours: Hours, day: Temporal.PlainDate): { from: number; to: number }[] {
  const holiday = hours.holidays?.find(({ on }) => on === day.toString())
  const windows = holiday ? holiday.windows : hours.cover.filter(({ days }) => days.includes(day.dayOfWeek))
  return windows.map((window) => spanOn(window, day, hours.zone)).sort((a, b) => a.from - b.from)
}

function isUnconfirmed({ unconfirmed = [] }: Cover, at: Date): boolean {
  return unconfirmed.some(({ from, to }) => at.getTime() >= Date.parse(from) && at.getTime() < Date.parse(to))
}

function startsAfter(hours: Hours, at: Date): number[] {
  const today = at.toTemporalInstant().toZonedDateTimeISO(hours.zone).toPlainDate()
  const days = Array.from({ length: DAYS_AHEAD }, (_none, ahead) => today.add({ days: ahead }))
  return days.flatMap((day) => spansOn(hours, day).map(({ from }) => from)).filter((from) => from > at.getTime())
}

function firstOf(moments: readonly number[], fits: (at: Date) => boolean): Date | null {
  const found = moments.find((moment) => fits(new Date(moment)))
  return found === undefined ? null : new Date(found)
}

/** One window on one day, as instants; a clock time that a time change skips moves with the change. */
function spanOn(window: Omit<CoverWindow, 'days'>, day: Temporal.PlainDate, zone: string) {
  const at = (date: Temporal.PlainDate, clock: string) =>
    date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(clock) }).epochMilliseconds
  const overMidnight = window.to <= window.from
  return { from: at(day, window.from), to: at(overMidnight ? day.add({ days: 1 }) : day, window.to) }
}
