import { expect, test } from 'vitest'
import { takeTurn } from '../../../src/turn/take-turn.ts'
import { aNode } from '../../support/clinic-at-work.ts'
import { eachDatabase } from '../../support/database.ts'
import { clockTo, nextChange } from '../../support/daytime.ts'
import { ASKED, daily, MINUTE, reminded, ZONE } from './reminded.ts'

/* Reminders on the store's own clock, as a client reads them. */

eachDatabase('reminders', (open) => {
  test.each(['forward', 'back'] as const)(
    'come at the same clock time in a fortnight in which the clocks go %s, each once',
    async (direction) => {
      const opened = await open()
      const change = nextChange(ZONE, await opened.store.time(), direction)
      const day = (offset: number, clock: string) =>
        change.add({ days: offset }).toZonedDateTime({ timeZone: ZONE, plainTime: clock })
      const start = day(-7, '10:00')
      const at = await reminded(opened, start, { assignments: [daily('check-in', 18, start)] })
      const came = await at.passes(day(7, '12:00'), 'Not today')
      const expected = Array.from(
        { length: 14 },
        (_none, n) =>
          `${change
            .add({ days: n - 7 })
            .toString()
            .slice(5)}T18:00 ${ASKED}`,
      )
      expect(came).toEqual(expected)
      const prompts = await at.prompts()
      expect(prompts).toHaveLength(14)
      for (const { intended, sent, answered, answer, late, whyNot } of prompts) {
        expect({ answer, late, whyNot }).toEqual({ answer: 'not-today', late: false, whyNot: null })
        expect(+sent! - +intended).toBeLessThan(MINUTE)
        expect(+answered! - +sent!).toBeLessThan(MINUTE)
      }
    },
  )

  test('nobody answers: they grow fewer, and stop asking twice', async () => {
    const opened = await open()
    const start = (await opened.store.time()).toTemporalInstant().toZonedDateTimeISO('UTC').withTimeZone(ZONE)
    const morning = start.add({ days: 1 }).withPlainTime('10:00')
    const at = await reminded(opened, morning, { assignments: [daily('check-in', 18, morning)] })
    const came = await at.passes(morning.add({ days: 15 }))
    const days = came.map((line) => morning.toPlainDate().until(`${morning.year}-${line.slice(0, 5)}`).days)
    expect(days.map((one) => (one + 366) % 366)).toEqual([0, 0, 1, 1, 2, 3, 5, 7, 9])
    expect((await at.prompts()).filter(({ whyNot }) => whyNot === 'fewer')).not.toEqual([])
  })

  test('two nodes at once send one', async () => {
    const opened = await open()
    const start = (await opened.store.time()).toTemporalInstant().toZonedDateTimeISO('UTC').withTimeZone(ZONE)
    const morning = start.add({ days: 1 }).withPlainTime('10:00')
    const at = await reminded(opened, morning, { assignments: [daily('check-in', 18, morning)] })
    const other = await aNode(opened, at, at.channel)
    await clockTo(opened, morning.withPlainTime('18:00'))
    const before = at.reads().length
    await Promise.all([at.work(), other.work(), at.work(), other.work()])
    expect(at.reads().slice(before)).toEqual([ASKED])
    expect(await at.prompts()).toHaveLength(1)
  })

  test('none breaks into a practice, a latch or a hand-over, and the record says why', async () => {
    const opened = await open()
    const start = (await opened.store.time()).toTemporalInstant().toZonedDateTimeISO('UTC').withTimeZone(ZONE)
    const morning = start.add({ days: 1 }).withPlainTime('10:00')
    const at = await reminded(opened, morning, { assignments: [daily('check-in', 18, morning)] })
    const whose = { clinic: at.clinic, client: at.client }
    const evening = (n: number) => morning.add({ days: n }).withPlainTime('18:00')

    await opened.people.takeConversation({ ...whose, by: at.therapist })
    await at.passes(evening(0).add({ minutes: 1 }))
    await at.work()
    await opened.people.giveBackConversation({ ...whose, by: at.therapist })
    await at.work()
    await opened.people.raiseLatch({ ...whose, by: 'operator', reason: 'a rest' })
    await at.passes(evening(1).add({ minutes: 1 }))
    await at.work()
    await opened.people.lowerLatch({ ...whose, by: 'operator', reason: 'rested' })
    await clockTo(opened, evening(2).subtract({ minutes: 1 }))
    for (const line of ['menu', 'My place', 'the old oak', 'acorn']) {
      await at.says(line)
      await at.work()
    }
    const before = at.reads().length
    await opened.advanceTestClock(MINUTE)
    await at.work()
    expect(at.reads().slice(before)).toEqual([])
    expect((await at.prompts()).map(({ whyNot, sent }) => [whyNot, sent])).toEqual([
      ['with-person', null],
      ['latch', null],
      ['practice', null],
    ])
  })

  test('a client who travels is reminded by the clock there, once the plan says so', async () => {
    const opened = await open()
    const start = (await opened.store.time()).toTemporalInstant().toZonedDateTimeISO('UTC').withTimeZone(ZONE)
    const morning = start.add({ days: 1 }).withPlainTime('10:00')
    const at = await reminded(opened, morning, { assignments: [daily('check-in', 18, morning)] })
    await opened.people.savePlan(at.clinic, at.client, (plan) => ({ ...plan, zone: 'Asia/Kolkata' }), 'operator')
    await clockTo(opened, morning.withTimeZone('Asia/Kolkata').withPlainTime('18:00'))
    await at.work()
    expect(at.reads().at(-1)).toBe(ASKED)
  })

  test('one that could not go out in its window is dropped, and nothing follows from it', async () => {
    const opened = await open()
    const start = (await opened.store.time()).toTemporalInstant().toZonedDateTimeISO('UTC').withTimeZone(ZONE)
    const morning = start.add({ days: 1 }).withPlainTime('10:00')
    const at = await reminded(opened, morning, { assignments: [daily('check-in', 18, morning)] })
    await clockTo(opened, morning.withPlainTime('18:00'))
    await takeTurn(at.turns, at.clinic, at.client)
    const before = at.reads().length
    await opened.advanceTestClock(121 * MINUTE)
    await at.deliver()
    await at.work()
    expect(at.reads().slice(before)).toEqual([])
    expect(await at.prompts()).toMatchObject([{ whyNot: 'expired', sent: null }])
  })

  test('an answer after the window is kept, and marked late', async () => {
    const opened = await open()
    const start = (await opened.store.time()).toTemporalInstant().toZonedDateTimeISO('UTC').withTimeZone(ZONE)
    const morning = start.add({ days: 1 }).withPlainTime('10:00')
    const at = await reminded(opened, morning, { assignments: [daily('check-in', 18, morning)] })
    await at.passes(morning.withPlainTime('20:30'))
    await at.says('Begin')
    await at.work()
    expect(at.reads().at(-2)).toContain('three short questions')
    expect((await at.prompts()).at(-1)).toMatchObject({ nudge: true, answer: 'begin', late: true })
  })

  test('nothing comes after discharge; readmitted, the next time does', async () => {
    const opened = await open()
    const start = (await opened.store.time()).toTemporalInstant().toZonedDateTimeISO('UTC').withTimeZone(ZONE)
    const morning = start.add({ days: 1 }).withPlainTime('10:00')
    const at = await reminded(opened, morning, { assignments: [daily('check-in', 18, morning)] })
    const whose = { clinic: at.clinic, client: at.client, by: 'operator' }
    await opened.people.discharge({ ...whose, afterDischarge: 'nobody' })
    expect(await at.passes(morning.withPlainTime('22:00'))).toEqual([])
    await opened.people.readmit(at.clinic, at.client, 'operator')
    expect(await at.passes(morning.add({ days: 1 }).withPlainTime('18:10'))).toHaveLength(1)
  })
})
