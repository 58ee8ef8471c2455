import { expect, test } from 'vitest'
import { clinicAtWork } from '../support/clinic-at-work.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { clockTo, nextChange } from '../support/daytime.ts'

/*
 * Two weeks of a client in Berlin around each change of the clocks, on the store's own clock. What came by itself is
 * compared with what must come, by the client's clock, and nothing else may.
 */

const ZONE = 'Europe/Berlin'
const MINUTE = 60_000
const HALF_HOUR = 30 * MINUTE
const WELCOME = ['hello', 'Yes, I want this', 'Go on without trying', 'Go on without trying', 'No, not now']
const TO_THE_PLACE = ['menu', 'My place', 'Yes, ready']
const THROUGH = ['Ready', 'Skip', 'Skip', 'Enough for now', 'I have looked around']

type AtWork = Awaited<ReturnType<typeof clinicAtWork>>

/** Says one thing after the other, a minute apart. */
async function say(opened: TestStore, at: AtWork, ...lines: string[]): Promise<void> {
  for (const line of lines) {
    await at.says(line)
    await at.work()
    await opened.advanceTestClock(MINUTE)
    await at.work()
  }
}

/** Time passes to a minute past each half hour, by when what comes by itself has come; says what came by itself, and when. */
async function passes(opened: TestStore, at: AtWork, until: Temporal.ZonedDateTime) {
  const came: string[] = []
  const sends = () => at.channel.reads(at.address.reveal())
  for (let now = await opened.store.time(); now.getTime() < until.epochMilliseconds; now = await opened.store.time()) {
    const before = sends().length
    await at.work()
    const clock = now.toTemporalInstant().toZonedDateTimeISO(ZONE).toPlainDateTime().toString().slice(5, 15)
    came.push(
      ...sends()
        .slice(before)
        .map(({ text }) => `${clock}x ${text.split(/[.?]/)[0]}`),
    )
    const toNext = HALF_HOUR - ((now.getTime() - MINUTE) % HALF_HOUR)
    await opened.advanceTestClock(Math.min(toNext, until.epochMilliseconds - now.getTime()))
  }
  await at.work()
  return came
}

eachDatabase('a fortnight', (open) => {
  test.each(['forward', 'back'] as const)(
    'in which the clocks go %s: pauses end at midnight, check-ins come at ten, nights stay quiet',
    { timeout: 240_000 },
    async (direction) => {
      const opened = await open()
      const at = await clinicAtWork(opened)
      await opened.people.savePlan(at.clinic, at.client, (plan) => ({ ...plan, zone: ZONE }), 'operator')
      const change = nextChange(ZONE, await opened.store.time(), direction)
      const day = (offset: number, clock: string) =>
        change.add({ days: offset }).toZonedDateTime({ timeZone: ZONE, plainTime: clock })
      const stamp = (offset: number, clock: string) => `${change.add({ days: offset }).toString().slice(5)}T${clock}`

      await clockTo(opened, day(-7, '10:00'))
      await say(opened, at, ...WELCOME, 'menu', 'My place', 'the old oak', 'acorn', 'Yes, ready', '3', '8')
      await say(opened, at, ...THROUGH, '2', '8')
      // An ordinary week brings nothing by itself.
      expect(await passes(opened, at, day(-2, '20:00'))).toEqual([])

      // The evening before the change: an 8. Imagery rests until the client's own midnight, whatever the offset.
      await clockTo(opened, day(-1, '20:00'))
      await say(opened, at, ...TO_THE_PLACE, '8', 'stop', 'All right, finished')
      const evening = await passes(opened, at, day(-1, '23:30'))
      expect(evening.map((line) => line.slice(12))).toEqual([expect.stringContaining('You stopped a little while ago')])
      await say(opened, at, 'menu', 'My place')
      expect(at.channel.reads(at.address.reveal()).at(-1)?.text).toContain('Until Dr Reed has looked')
      expect(await passes(opened, at, day(0, '00:01'))).toEqual([])

      // The day of the change: open again. A 5 at the end; tomorrow at ten was asked for, and comes at ten.
      await clockTo(opened, day(0, '12:00'))
      await say(opened, at, ...TO_THE_PLACE, '3', '8', ...THROUGH, '5', 'Tomorrow at 10', '8')
      const asked = await passes(opened, at, day(1, '12:00'))
      expect(asked).toEqual([`${stamp(1, '10:0')}x You asked me to check in`])
      await say(opened, at, 'All right')

      // The night after: asleep in the middle of a practice. Nothing at night, one line in the morning.
      await clockTo(opened, day(2, '23:00'))
      await say(opened, at, ...TO_THE_PLACE, '2', '8')
      const night = await passes(opened, at, day(3, '12:00'))
      expect(night).toEqual([`${stamp(3, '08:0')}x Yesterday ended in the middle, which is fine`])
      await say(opened, at, 'Leave it')
      expect(await passes(opened, at, day(6, '20:00'))).toEqual([])
    },
  )
})
