import { standsFor } from '../../care/absence.ts'
import { hoursStand, nextHours } from '../../care/cover.ts'
import { LEVELS } from '../../care/levels.ts'
import type { AuditFacts } from '../../ports/auditor.ts'
import type { Found } from './conversations.ts'
import { MINUTE, PATIENCE } from './patience.ts'

/** So long a round is still of use; later nobody tells it, and there is nothing to find any more. */
const STALE_AFTER = 4 * 60 * MINUTE

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
