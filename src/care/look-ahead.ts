import { localDay } from '../rails/local-hours.ts'
import type { ClinicianId } from '../core/ids.ts'
import { standsFor } from './absence.ts'
import type { Chain } from './chain.ts'
import { hoursStand, spansOn } from './cover.ts'
import { LEVELS } from './levels.ts'

/** What is known of how somebody is reached. */
export interface Reach {
  readonly clinician: ClinicianId
  readonly linked: boolean
  /** When they last answered a notice; null: never. */
  readonly answeredAt: Date | null
}

export interface Span {
  readonly from: Date
  readonly to: Date
}

export interface Ahead {
  /** All uncovered stretches. */
  readonly closed: readonly Span[]
  /** Covered hours in which the chain reaches nobody. */
  readonly nobody: readonly Span[]
  /** Covered hours in which it reaches only people who have not lately answered a notice. */
  readonly unproven: readonly Span[]
  /** Longer stretches without a covered minute than the clinic may have unsigned. */
  readonly tooLong: readonly Span[]
  /** Rungs that can never run, by their place, and why. */
  readonly never: readonly { readonly rung: number; readonly why: 'no-link' | 'away' | 'told-before' }[]
  /** Uncovered hours in which whoever agreed to be on call is away or cannot be reached. */
  readonly onCallGone: readonly Span[]
}

const HOUR = 60 * 60_000

/** Looks at every stretch of the days ahead in which cover does not change (design 7). Empty lists are good news. */
export function lookAhead(settings: Chain, people: readonly Reach[], now: Date): Ahead {
  const stretches = stretchesOf(settings, now)
  const of = (clinician: ClinicianId) => people.find((one) => one.clinician === clinician)
  const linked = (clinician: ClinicianId | null) => clinician !== null && (of(clinician)?.linked ?? false)
  const proven = (clinician: ClinicianId) => isProven(of(clinician)?.answeredAt ?? null, now)
  const covered = stretches.filter(({ from }) => hoursStand(settings, from))
  const closed = joined(stretches.filter(({ from }) => !hoursStand(settings, from)))
  const reached = (at: Date) =>
    settings.chain
      .map(({ clinician }) => standsFor(settings, clinician, at))
      .filter((one): one is ClinicianId => linked(one))
  const { onCall } = settings
  return {
    closed,
    nobody: joined(covered.filter(({ from }) => reached(from).length === 0)),
    unproven: joined(
      covered.filter(({ from }) => {
        const who = reached(from)
        return who.length > 0 && !who.some(proven)
      }),
    ),
    tooLong: settings.longGap
      ? []
      : closed.filter(({ from, to }) => to.getTime() - from.getTime() > LEVELS.uncoveredHoursAtMost * HOUR),
    never: neverRun(
      settings,
      covered.map(({ from }) => from),
      linked,
    ),
    onCallGone: onCall
      ? joined(
          stretches.filter(
            ({ from }) => !hoursStand(settings, from) && !linked(standsFor(settings, onCall.clinician, from)),
          ),
        )
      : [],
  }
}

/** Whether an answer is young enough to show that notices are read there. */
export function isProven(answeredAt: Date | null, now: Date): boolean {
  return answeredAt !== null && now.getTime() - answeredAt.getTime() <= LEVELS.provenDays * 24 * HOUR
}

type Never = Ahead['never'][number]

function neverRun(settings: Chain, moments: readonly Date[], linked: (who: ClinicianId | null) => boolean): Never[] {
  if (moments.length === 0) return []
  return settings.chain.flatMap(({ clinician }, rung): Never[] => {
    const stands = moments.map((at) => ({
      who: standsFor(settings, clinician, at),
      before: settings.chain.slice(0, rung).map((one) => standsFor(settings, one.clinician, at)),
    }))
    if (stands.some(({ who, before }) => linked(who) && !before.includes(who))) return []
    if (stands.every(({ who }) => who === null)) return [{ rung, why: 'away' }]
    const unlinked = stands.some(({ who, before }) => who !== null && !before.includes(who))
    return [{ rung, why: unlinked ? 'no-link' : 'told-before' }]
  })
}

/** The days ahead, cut wherever hours, leave or a confirmation begins or ends. */
function stretchesOf(settings: Chain, now: Date): Span[] {
  const { zone, absences = [], unconfirmed = [] } = settings
  const today = localDay(now, zone)
  const end = now.getTime() + LEVELS.lookAheadDays * 24 * HOUR
  const days = Array.from({ length: LEVELS.lookAheadDays + 2 }, (_none, day) => today.add({ days: day - 1 }))
  const edges = [
    ...days.flatMap((day) => spansOn(settings, day).flatMap(({ from, to }) => [from, to])),
    ...[...absences, ...unconfirmed].flatMap(({ from, to }) => [Date.parse(from), Date.parse(to)]),
  ].filter((edge) => edge > now.getTime() && edge < end)
  const cuts = [...new Set([now.getTime(), ...edges, end])].sort((a, b) => a - b)
  return cuts.slice(0, -1).map((from, place) => ({ from: new Date(from), to: new Date(cuts[place + 1] ?? end) }))
}

/** Neighbours that touch are one. */
function joined(spans: readonly Span[]): Span[] {
  return spans.reduce<Span[]>((all, span) => {
    const last = all.at(-1)
    if (last?.to.getTime() !== span.from.getTime()) return [...all, span]
    return [...all.slice(0, -1), { from: last.from, to: span.to }]
  }, [])
}
