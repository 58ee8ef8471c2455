import { standsFor } from '../../care/absence.ts'
import { hoursStand, nextHours } from '../../care/cover.ts'
import { LEVELS } from '../../care/levels.ts'
import type { AuditFacts } from '../../ports/auditor.ts'
import type { Found } from './conversations.ts'
import { MINUTE, PATIENCE } from './patience.ts'

/** So long a round is still of use; later nobody tells it, and there is nothing to find any more. */
const STALE_AFTER = 4 * 60 * MINUTE

/** A round lies at most so far ahead. */
const DAYS_AHEAD = 15

/** The two clinic rounds of covered days and the weekly drill reached somebody on duty (care C22). */
export function roundFindings(facts: AuditFacts): Found[] {
  const { settings, now } = facts
  const local = now.toTemporalInstant().toZonedDateTimeISO(settings.zone)
  const day = local.toPlainDate().toString()
  const { morning, evening } = settings.rounds ?? LEVELS.round
  const at = (clock: string) => new Date(local.withPlainTime(clock).epochMilliseconds)
  const due: [what: string, at: Date | null][] = [
    ['morning', coveredFrom(facts, at(morning))],
    ['evening', coveredFrom(facts, at(evening))],
    ['drill', local.dayOfWeek === LEVELS.drill.weekday ? at(LEVELS.drill.at) : null],
  ]
  return due.flatMap(([what, since]) => {
    if (since === null || since.getTime() + PATIENCE.toldMinutes * MINUTE > now.getTime()) return []
    const isTold = facts.receipts.some(({ about }) => about === `${what} ${day}`)
    const isStale = now.getTime() - since.getTime() >= STALE_AFTER
    if (isTold || isStale || !hasHands(facts, since)) return []
    return [{ omission: 'round-not-told' as const, client: null, about: `${what} ${day}`, since }]
  })
}

/** From when a round of this time can be told: its time, or the opening after it while it is still of use. */
function coveredFrom({ settings, now }: AuditFacts, at: Date): Date | null {
  const from = nextHours(settings, at)
  if (from === null || from.getTime() - at.getTime() >= STALE_AFTER || !hoursStand(settings, now)) return null
  return from
}

/** Whether anybody on duty could be reached by then. */
function hasHands({ settings, reachable, now }: AuditFacts, by: Date): boolean {
  return settings.chain
    .map(({ clinician }) => standsFor(settings, clinician, now))
    .some((hand) => reachable.some(({ clinician, since }) => clinician === hand && since <= by))
}

/** An amber that nobody took, past its working day and the round after it: nobody is told of an amber at another time (care C24). */
export function amberFindings({ settings, now, flags }: AuditFacts): Found[] {
  return flags.flatMap(({ id, client, level, closedAt, amberAt, takenAt, reasons }) => {
    if (level !== 'amber' || closedAt !== null || takenAt !== null || amberAt === null) return []
    const { acknowledgeWorkingDays, sameDayCategories } = LEVELS.amber
    const isSameDay = reasons.some(
      ({ rule, detail = [] }) => rule === 'risk-item' || detail.some((one) => sameDayCategories.includes(one)),
    )
    const since = isSameDay
      ? pastWorkingDays(settings, nextDayInTheEvening(settings, amberAt), 0)
      : pastWorkingDays(settings, amberAt, acknowledgeWorkingDays)
    const told = since && roundAfter(settings, since)
    if (!since || !told || told.getTime() + PATIENCE.toldMinutes * MINUTE > now.getTime()) return []
    return [{ omission: 'amber-unseen' as const, client, about: id, since }]
  })
}

type Settings = AuditFacts['settings']

/** From the evening's last hour on, the same day is the next one: nobody is told of an amber at night. */
function nextDayInTheEvening({ zone }: Settings, at: Date): Date {
  const local = at.toTemporalInstant().toZonedDateTimeISO(zone)
  if (local.toPlainTime().toString() < LEVELS.amber.sameDayUntil) return at
  return new Date(local.startOfDay().add({ days: 1 }).epochMilliseconds)
}

/** The midnight after so many working days: 0 is the one in which `at` lies; outside all hours the next one counts as 1. */
function pastWorkingDays(settings: Settings, at: Date, workingDays: number): Date | null {
  const dayOf = (moment: Date) => moment.toTemporalInstant().toZonedDateTimeISO(settings.zone).startOfDay()
  let opens = nextHours(settings, at)
  const more = opens !== null && opens > at ? workingDays - 1 : workingDays
  for (let left = more; opens !== null && left > 0; left--)
    opens = nextHours(settings, new Date(dayOf(opens).add({ days: 1 }).epochMilliseconds))
  return opens && new Date(dayOf(opens).add({ days: 1 }).epochMilliseconds)
}

/** The first clinic round in covered hours at or after a moment; null: none in sight. */
function roundAfter(settings: Settings, at: Date): Date | null {
  const { morning, evening } = settings.rounds ?? LEVELS.round
  const today = at.toTemporalInstant().toZonedDateTimeISO(settings.zone)
  const rounds = Array.from({ length: DAYS_AHEAD }, (_none, ahead) => today.add({ days: ahead })).flatMap((day) =>
    [morning, evening].map((clock) => new Date(day.withPlainTime(clock).epochMilliseconds)),
  )
  return rounds.find((round) => round >= at && hoursStand(settings, round)) ?? null
}
