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
