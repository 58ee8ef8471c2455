import { expect, test } from 'vitest'
import type { FlowId } from '../../../src/core/ids.ts'
import { aClinic } from '../../store/a-clinic.ts'
import { eachDatabase, type TestStore } from '../../support/database.ts'
import { nextClock } from '../../support/daytime.ts'
import { tableOver } from '../table.ts'

async function assigning(opened: TestStore) {
  const at = await aClinic(opened)
  await nextClock(opened, 'Australia/Sydney', '12:00')
  const run = tableOver(opened, at)
  await opened.people.savePlan(at.clinic, at.client, (plan) => ({ ...plan, flows: ['a-place' as FlowId] }), 'operator')
  return { ...at, run, client: at.client }
}

eachDatabase('assign', (open) => {
  test('puts a flow on the plan, and says when it comes first', async () => {
    const opened = await open()
    const { run, client } = await assigning(opened)
    const made = await run('care.assign', { client, flow: 'a-place', at: '18:30' })
    expect(made).toMatchObject({ id: 'a1', rule: 'FREQ=DAILY;BYHOUR=18;BYMINUTE=30', windowMinutes: 90 })
    const { next } = made as { next: string }
    expect(Date.parse(next) - (await opened.store.time()).getTime()).toBeLessThanOrEqual(6.5 * 3_600_000)
    await run('care.assign', { client, flow: 'a-place', rrule: 'rrule:freq=weekly;byday=su;byhour=11', window: 30 })
    await run('care.pauseAssignment', { client, id: 'a1' })
    expect(await run('care.assignments', { client })).toMatchObject({
      assignments: [
        { id: 'a1', paused: true, next: null },
        { id: 'a2', rule: 'FREQ=WEEKLY;BYDAY=SU;BYHOUR=11', windowMinutes: 30 },
      ],
      reminders: [],
    })
    await run('care.resumeAssignment', { client, id: 'a1' })
    await run('care.endAssignment', { client, id: 'a2' })
    expect(await run('care.assignments', { client })).toMatchObject({ assignments: [{ id: 'a1', next }] })
  })

  test.each([
    [{ flow: 'a-place' }, 'either --at'],
    [{ flow: 'a-place', at: '18:30', rrule: 'FREQ=DAILY;BYHOUR=9' }, 'either --at'],
    [{ flow: 'a-place', at: '25:00' }, 'no time of day'],
    [{ flow: 'a-place', at: '18:30', days: 'Mon,Someday' }, 'Someday is no day'],
    [{ flow: 'a-place', rrule: 'FREQ=YEARLY;BYHOUR=9' }, 'FREQ=DAILY or FREQ=WEEKLY'],
    [{ flow: 'a-place', rrule: 'FREQ=DAILY;BYHOUR=9;UNTIL=20200101' }, 'no time to come'],
    [{ flow: 'a-place', at: '23:30' }, 'left in peace'],
    [{ flow: 'closing', at: '18:30' }, 'Choose among: a-place'],
    [{ flow: 'a-scene', at: '18:30' }, 'client permit'],
  ])('refuses %j with a cure', async (asked, cure) => {
    const opened = await open()
    const { run, client } = await assigning(opened)
    await expect(run('care.assign', { client, ...asked })).rejects.toThrow(cure)
    expect((await run('care.assignments', { client })) as object).toMatchObject({ assignments: [] })
  })

  test('puts a day programme on the plan, once, from its opening to its close', async () => {
    const opened = await open()
    const { run, client } = await assigning(opened)
    const programme = { client, flow: 'check-in', programme: true, at: '09:00' }
    await expect(run('care.assign', programme)).rejects.toThrow('--until 15:00')
    await expect(run('care.assign', { ...programme, until: '08:00' })).rejects.toThrow('closes between')
    await expect(run('care.assign', { ...programme, flow: 'a-place', until: '15:00' })).rejects.toThrow('the check-in')
    await expect(run('care.assign', { client, flow: 'a-place', at: '09:00', until: '15:00' })).rejects.toThrow(
      '--programme',
    )
    const made = await run('care.assign', { ...programme, until: '15:00', days: 'Mon,Tue' })
    expect(made).toMatchObject({
      programme: true,
      windowMinutes: 360,
      rule: 'FREQ=WEEKLY;BYDAY=MO,TU;BYHOUR=9;BYMINUTE=0',
    })
    await expect(run('care.assign', { ...programme, until: '15:00' })).rejects.toThrow('already')
  })

  test('keeps words for the lock screen, and refuses those that could hurt there', async () => {
    const opened = await open()
    const { run, client } = await assigning(opened)
    await expect(run('care.reminderWords', { client, words: 'I want to die' })).rejects.toThrow('lock screen')
    await expect(run('care.reminderWords', { client, words: 'x'.repeat(61) })).rejects.toThrow('60 characters')
    expect(await run('care.reminderWords', { client, words: 'Tea time' })).toEqual({ client })
    await expect(run('care.endAssignment', { client, id: 'a9' })).rejects.toThrow('no assignment a9')
  })
})
