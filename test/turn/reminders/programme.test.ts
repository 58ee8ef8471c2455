import { expect, test } from 'vitest'
import { REMINDERS } from '../../../src/care/schedule/reviewed.ts'
import { eachDatabase, type TestStore } from '../../support/database.ts'
import type { Plan } from '../../../src/core/plan.ts'
import { clockTo } from '../../support/daytime.ts'
import { ASKED, daily, reminded, ZONE } from './reminded.ts'

/* The check-in of a day programme, from 18:00 to 20:00 (care C22). */

async function inAProgramme(opened: TestStore, beside?: { id: string; flow: string; hour: number }) {
  const start = (await opened.store.time()).toTemporalInstant().toZonedDateTimeISO('UTC').withTimeZone(ZONE)
  const morning = start.add({ days: 1 }).withPlainTime('10:00')
  const programme = { ...daily('check-in', 18, morning), programme: true }
  const other = beside ? [{ ...daily(beside.flow, beside.hour, morning), id: beside.id }] : []
  const at = await reminded(opened, morning, { assignments: [programme, ...other] })
  /** The clock jumps to this time of this day, and all that is due happens; what the client reads of it. */
  const comes = async (day: number, clock: string) => {
    const before = at.reads().length
    await clockTo(opened, morning.add({ days: day }).withPlainTime(clock))
    await at.work()
    return at.reads().slice(before)
  }
  const flag = async () => {
    const [one] = await opened.people.flags(at.clinic)
    return one && { level: one.level, rules: one.reasons.map(({ rule }) => rule) }
  }
  return { ...at, comes, flag }
}

eachDatabase('the check-in of a day programme', (open) => {
  test('missed at its close it is information; three in a row are amber, and the client reads one message a day', async () => {
    const opened = await open()
    const at = await inAProgramme(opened)
    for (const day of [0, 1, 2, 3, 4]) {
      expect(await at.comes(day, '18:01')).toEqual([ASKED])
      expect(await at.comes(day, '19:59')).toEqual([])
      const before = (await at.flag())?.rules.length ?? 0
      expect(before).toBe(day)
      expect(await at.comes(day, '20:01')).toEqual([])
      expect((await at.flag())?.level).toBe(day < REMINDERS.programme.missedInRow - 1 ? 'info' : 'amber')
    }
    expect((await at.flag())?.rules.filter((rule) => rule === 'check-ins-missed')).toHaveLength(1)
    expect(await opened.duty.dueEscalations(at.clinic)).toEqual([])
  })

  test('begun, it asks three questions, nothing is missed and the count begins anew', async () => {
    const opened = await open()
    const at = await inAProgramme(opened)
    const goesBy = async (day: number) => {
      await at.comes(day, '18:01')
      await at.comes(day, '20:01')
    }
    for (const day of [0, 1]) await goesBy(day)
    await at.comes(2, '18:01')
    const before = at.reads().length
    for (const line of ['Begin', '2', '8', 'steady']) {
      await at.says(line)
      await at.work()
    }
    const news = at.reads().slice(before)
    expect(news.filter((text) => text.includes('?'))).toHaveLength(3)
    await at.comes(2, '20:01')
    for (const day of [3, 4]) await goesBy(day)
    expect(await at.flag()).toEqual({ level: 'info', rules: Array(4).fill('check-in-missed') })
  })

  test('is the one reminder of its days: what stands before it gives way', async () => {
    const opened = await open()
    const at = await inAProgramme(opened, { id: 'a2', flow: 'for-my-session', hour: 11 })
    expect(await at.comes(0, '11:01')).toEqual([])
    expect(await at.comes(0, '18:01')).toEqual([ASKED])
    expect((await at.prompts()).map(({ flow, whyNot }) => [flow, whyNot])).toEqual([
      ['for-my-session', 'one-a-day'],
      ['check-in', null],
    ])
  })

  test('is missed at its close on the day itself, also when the plan changed while it was open', async () => {
    const opened = await open()
    const at = await inAProgramme(opened)
    expect(await at.comes(0, '18:01')).toEqual([ASKED])
    await opened.people.savePlan(at.clinic, at.client, (plan) => ({ ...plan, therapist: 'Dr Wren' }), 'operator')
    await at.comes(0, '20:01')
    expect(await at.flag()).toEqual({ level: 'info', rules: ['check-in-missed'] })
    // And the next day is asked as ever.
    expect(await at.comes(1, '18:01')).toEqual([ASKED])
  })

  test('that was ended or paused while it was open was waited for by nobody', async () => {
    const opened = await open()
    const at = await inAProgramme(opened)
    await at.comes(0, '18:01')
    const paused = (plan: Plan) => ({
      ...plan,
      assignments: plan.assignments!.map((one) => ({ ...one, paused: true })),
    })
    await opened.people.savePlan(at.clinic, at.client, paused, 'operator')
    await at.comes(0, '20:01')
    await opened.people.savePlan(at.clinic, at.client, (plan) => ({ ...plan, assignments: [] }), 'operator')
    expect(await at.comes(1, '18:01')).toEqual([])
    await at.comes(1, '20:01')
    expect(await at.flag()).toBeUndefined()
  })
})
