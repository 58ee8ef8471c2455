import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { commandTable } from '../../src/cli/operate/commands.ts'
import { daysIn } from '../../src/cli/duty/cover-verbs.ts'
import { aClinic } from '../store/a-clinic.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { aClinician, aClinicianLink, settingsOf } from '../turn/a-node.ts'
import { depsOver, NO_FLOWS } from './table.ts'

/** Wednesday, 10:00 in Sydney. */
const NOW = new Date('2026-11-24T23:00:00Z')

async function aDesk(opened: TestStore) {
  const at = await aClinic(opened)
  const kim = await aClinician(opened, at.clinic, 'Kim Lee')
  await opened.people.addClinician({
    clinic: at.clinic,
    id: randomUUID() as typeof kim,
    name: 'Lou Hall',
    role: 'lead',
    by: 'operator',
  })
  await aClinicianLink(opened, at, at.therapist)
  await aClinicianLink(opened, at, kim)
  const deps = depsOver(opened, at, { library: NO_FLOWS, world: { now: () => NOW, newId: () => randomUUID() } })
  const table = commandTable(deps)
  return {
    at,
    kim,
    run: (command: string, args: unknown = {}) => table[command]?.(args),
    settings: () => settingsOf(opened, at.clinic),
  }
}

eachDatabase('holdfast cover', (open) => {
  test('hours, a holiday, the chain and who is on call are set and shown, names instead of ids', async () => {
    const { at, kim, run, settings } = await aDesk(await open())
    await run('duty.hours', { days: 'mon-fri', from: '08:30', to: '17:30' })
    await run('duty.hours', { days: 'sat', from: '10:00', to: '12:00', also: true })
    await run('duty.holiday', { on: '2026-12-25', name: 'Christmas' })
    await run('duty.onCall', { clinician: 'Kim Lee', minutes: '20' })
    await run('duty.acknowledgers', { level: 'black', count: '2' })
    const shown = await run('duty.chain', { clinicians: ['Robin Reed', 'Kim Lee'], minutes: ['10'] })
    expect(shown).toMatchObject({
      now: { covered: true, onCall: 'Kim Lee' },
      chain: [
        { name: 'Robin Reed', minutes: 10, channels: ['telegram'] },
        { name: 'Kim Lee', minutes: 10 },
      ],
      acknowledgers: { red: 1, black: 2 },
    })
    expect(await settings()).toMatchObject({
      cover: [{ days: [1, 2, 3, 4, 5] }, { days: [6], from: '10:00', to: '12:00' }],
      holidays: [{ on: '2026-12-25', windows: [] }],
      onCall: { clinician: kim, minutes: 20, agreedOn: '2026-11-24' },
      chain: [{ clinician: at.therapist }, { clinician: kim }],
    })
    await run('duty.onCall', { none: true })
    await run('duty.holiday', { on: '2026-12-25', remove: true })
    expect(await settings()).toMatchObject({ holidays: [] })
    expect(await settings()).not.toHaveProperty('onCall')
  })

  test('leave lasts from the first to the end of the last day on the clinic’s clock; back ends it', async () => {
    const { run, settings } = await aDesk(await open())
    await run('duty.leave', { clinician: 'Robin Reed', from: '2026-12-24', to: '2026-12-25', deputy: 'Kim Lee' })
    expect((await settings())?.absences).toMatchObject([
      { from: '2026-12-23T13:00:00.000Z', to: '2026-12-25T13:00:00.000Z', why: 'leave' },
    ])
    await run('duty.back', { clinician: 'Robin Reed' })
    expect((await settings())?.absences).toEqual([])
  })

  test('whoever cannot cover tonight is told nothing until the clinic next opens', async () => {
    const { run, settings } = await aDesk(await open())
    await run('duty.hours', { days: 'mon-fri', from: '08:30', to: '17:30' })
    const shown = await run('duty.cannotCover', { clinician: 'Robin Reed' })
    expect((await settings())?.absences).toMatchObject([
      { from: NOW.toISOString(), to: '2026-11-25T21:30:00.000Z', why: 'cannot-cover' },
    ])
    expect(shown).toMatchObject({ now: { covered: false }, chain: [{ name: 'Robin Reed', now: null }] })
  })

  test.each([
    ['duty.hours', { days: 'mon-fry', from: '08:30', to: '17:30' }, 'no day "fry"'],
    ['duty.hours', { days: 'mon', from: '8:30', to: '17:30' }, 'write it as 08:30'],
    ['duty.holiday', { on: '25.12.2026' }, 'write it as 2026-12-25'],
    ['duty.holiday', { on: '2026-12-25', from: '10:00' }, 'both --from and --to'],
    ['duty.onCall', { clinician: 'Lou Hall' }, 'Lou Hall has confirmed no channel'],
    ['duty.leave', { clinician: 'Robin Reed', from: '2026-12-25', to: '2026-12-24' }, 'before it begins'],
    [
      'duty.leave',
      { clinician: 'Robin Reed', from: '2026-12-24', to: '2026-12-25', deputy: 'Robin Reed' },
      'cannot stand for themselves',
    ],
    [
      'duty.leave',
      { clinician: 'Robin Reed', from: '2026-12-24', to: '2026-12-25', deputy: 'Lou Hall' },
      'No channel reaches Lou Hall',
    ],
    ['duty.cannotCover', { clinician: 'Robin Reed', until: '2026-11-20T00:00:00Z' }, 'over already'],
    ['duty.longGap', { by: 'Robin Reed', reason: 'closed' }, 'is no lead'],
    ['duty.chain', { clinicians: ['Nobody'] }, 'no such clinician'],
  ])('%s refuses %j with the cure', async (command, args, says) => {
    const { run } = await aDesk(await open())
    await expect(run(command, args)).rejects.toThrow(says)
  })

  test('a lead signs for a longer gap, and it is kept who and why', async () => {
    const { run, settings } = await aDesk(await open())
    await run('duty.longGap', { by: 'Lou Hall', reason: 'closed over New Year' })
    expect((await settings())?.longGap).toEqual({ by: 'Lou Hall', on: '2026-11-24', reason: 'closed over New Year' })
  })
})

test.each([
  ['mon-fri', [1, 2, 3, 4, 5]],
  ['sat,sun', [6, 7]],
  ['fri-mon', [1, 5, 6, 7]],
  ['Wednesday', [3]],
])('%s are the days %j', (text, days) => {
  expect(daysIn(text)).toEqual(days)
})
