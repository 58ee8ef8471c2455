import { expect, test } from 'vitest'
import { aClinic, aFlag, aMessage } from '../store/a-clinic.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { NO_FLOWS, tableOver } from './table.ts'

async function commands(opened: TestStore) {
  const at = await aClinic(opened)
  return { at, run: tableOver(opened, at, { library: NO_FLOWS }) }
}

eachDatabase('client discharge', (open) => {
  test('ends and readmits, says what the clinic still lacks, and whose numbers need no more care', async () => {
    const opened = await open()
    const { at, run } = await commands(opened)
    const by = 'Robin Reed'
    expect(await run('people.discharge', { client: at.client, by })).toEqual({
      client: at.client,
      state: 'discharged',
      kind: 'planned',
      afterDischarge: 'nobody',
      phone: null,
    })
    expect(await run('people.clients')).toMatchObject([{ status: 'discharged' }])
    expect(await opened.duty.clientCountries(at.clinic)).toEqual([])
    await expect(run('people.discharge', { client: at.client, by })).rejects.toThrow('discharged already')
    expect(await run('people.readmit', { client: at.client, by })).toMatchObject({ state: 'active' })
    expect(await opened.duty.clientCountries(at.clinic)).toEqual(['AU'])
    await expect(run('people.readmit', { client: at.client, by })).rejects.toThrow('not discharged')
    await run('people.clinicPhone', { phone: '02 5550 0100', by })
    expect(await run('people.discharge', { client: at.client, by, showDuty: true })).toMatchObject({
      afterDischarge: 'duty',
      phone: '02 5550 0100',
    })
    expect((await opened.people.plan(at.clinic, at.client))?.afterDischarge).toBe('duty')
  })

  test('of a planned ending may have its day: nothing ends yet, and its reminders fade', async () => {
    const opened = await open()
    const { at, run } = await commands(opened)
    const end = (change: object) => run('people.discharge', { client: at.client, by: 'Robin Reed', ...change })
    await expect(end({ on: '2020-01-01' })).rejects.toThrow('That day is over')
    await expect(end({ on: '2099-01-01', kind: 'transfer' })).rejects.toThrow('Only a planned ending')
    expect(await end({ on: '2099-01-01' })).toMatchObject({ state: 'ending', on: '2099-01-01' })
    expect(await run('people.clients')).toMatchObject([{ status: 'active' }])
    expect((await opened.people.plan(at.clinic, at.client))?.endsOn).toBe('2099-01-01')
    await end({})
    expect((await opened.people.plan(at.clinic, at.client))?.endsOn).toBeUndefined()
  })

  test('is refused while a red flag is open, with the way to close it', async () => {
    const opened = await open()
    const { at, run } = await commands(opened)
    await opened.store.receive(aMessage(at, { flag: aFlag(at) }))
    await expect(run('people.discharge', { client: at.client, by: 'Lee' })).rejects.toThrow('holdfast flags')
    await expect(run('people.discharge', { client: 'nobody', by: 'Lee' })).rejects.toThrow('no such client')
    expect(await run('people.clients')).toMatchObject([{ status: 'active' }])
  })
})
