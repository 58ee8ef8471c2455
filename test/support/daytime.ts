import type { TestStore } from './database.ts'

/** Moves the store's clock forward to the next time that this clock shows in the zone: what rests on the hour then does not rest on when tests run. */
export async function nextClock(opened: TestStore, zone: string, clock: string): Promise<Date> {
  const now = await opened.store.time()
  const local = now.toTemporalInstant().toZonedDateTimeISO(zone)
  const today = local.withPlainTime(Temporal.PlainTime.from(clock))
  const next = Temporal.ZonedDateTime.compare(today, local) > 0 ? today : today.add({ days: 1 })
  await opened.advanceTestClock(next.epochMilliseconds - now.getTime())
  return new Date(next.epochMilliseconds)
}

/** Moves the store's clock forward to an instant that lies ahead. */
export async function clockTo(opened: TestStore, at: Temporal.ZonedDateTime): Promise<void> {
  const now = await opened.store.time()
  if (at.epochMilliseconds < now.getTime()) throw new Error(`${at.toString()} is over`)
  await opened.advanceTestClock(at.epochMilliseconds - now.getTime())
}

/** The next change of the clocks in a zone, as the local day on which it happens: the first if they go forward, else the other. */
export function nextChange(zone: string, from: Date, to: 'forward' | 'back'): Temporal.PlainDate {
  let at = from.toTemporalInstant().toZonedDateTimeISO(zone)
  for (;;) {
    const change = at.getTimeZoneTransition('next')
    if (!change) throw new Error(`${zone} never changes its clocks`)
    const goesForward = change.offsetNanoseconds > change.subtract({ hours: 1 }).offsetNanoseconds
    if (goesForward === (to === 'forward')) return change.toPlainDate()
    at = change
  }
}
