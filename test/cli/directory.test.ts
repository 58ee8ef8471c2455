import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Examination } from '../../src/cli/doctor/finding.ts'
import { Private } from '../../src/core/private.ts'
import type { ClientId } from '../../src/core/ids.ts'
import { DIRECTORY } from '../../src/rails/directory-rows.ts'
import { aClinic, PLAN } from '../store/a-clinic.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { NO_FLOWS, tableOver } from './table.ts'

const OLA = { name: 'Ola', country: 'NO', zone: 'Europe/Oslo' }

/** The commands of a clinic on a day of the test's own. */
async function commands(opened: TestStore) {
  const at = await aClinic(opened)
  let today = '2026-12-01'
  const run = tableOver(opened, at, {
    library: NO_FLOWS,
    world: { now: () => new Date(`${today}T10:00:00Z`), newId: () => randomUUID() },
  })
  return {
    at,
    on: (day: string) => void (today = day),
    run,
    confirm: (number: string, change: object = {}) =>
      run('people.confirmNumber', { country: 'NO', number, by: 'Robin Reed', ...change }),
  }
}

eachDatabase('the crisis directory', (open) => {
  test('opens a country for enrolment once its numbers were confirmed, for 180 days', async () => {
    const { run, confirm, on } = await commands(await open())
    await expect(run('people.addClient', OLA)).rejects.toThrow(/NO were never verified.*directory confirm NO NUMBER/)
    await confirm('112')
    await confirm('113')
    await expect(run('people.addClient', OLA)).rejects.toThrow('never verified')
    await confirm('116123', { on: '2026-11-30' })
    expect(await run('people.addClient', OLA)).toMatchObject({ clientId: expect.any(String) })
    on('2027-05-29')
    expect(await run('people.addClient', OLA)).toMatchObject({ clientId: expect.any(String) })
    on('2027-05-30')
    await expect(run('people.addClient', OLA)).rejects.toThrow('checked too long ago')
    await confirm('116 123')
    await confirm('112')
    await confirm('113')
    expect(await run('people.addClient', OLA)).toMatchObject({ clientId: expect.any(String) })
  })

  test('lists a country with what each number is worth, and says where a number is not its own', async () => {
    const { run, confirm } = await commands(await open())
    await confirm('113')
    expect(await run('people.directory', { country: 'no' })).toMatchObject([
      { name: 'police', number: '112', mark: 'K', state: 'unverified', verifiedOn: null, expiresOn: null },
      { name: 'ambulance', number: '113', mark: 'K', state: 'verified', expiresOn: '2027-05-30' },
      { kind: 'line', number: '116 123', state: 'unverified' },
      { kind: 'text', number: 'sidetmedord.no' },
      { kind: 'youth', number: '116 111' },
    ])
    expect(await run('people.directory')).toHaveLength(DIRECTORY.rows.length)
    await expect(run('people.directory', { country: 'KE' })).rejects.toThrow(/no rows for KE.*AU/)
    await expect(confirm('0800-0113')).rejects.toThrow(/no such number for NO\. It has: 112; 113; 116 123/)
    await expect(confirm('112', { on: '2026-12-02' })).rejects.toThrow('still to come')
    await expect(confirm('112', { on: 'tomorrow' })).rejects.toThrow('write it as 2026-11-24')
  })

  test('keeps one confirmation of a number, who gave it and when', async () => {
    const opened = await open()
    const { at, on, confirm } = await commands(opened)
    await confirm('112')
    on('2026-12-05')
    await confirm('112', { by: 'Kim Lee' })
    const settings = (await opened.people.clinics()).find(({ id }) => id === at.clinic)?.settings
    expect(settings?.confirmedNumbers).toEqual([{ country: 'NO', number: '112', on: '2026-12-05', by: 'Kim Lee' }])
  })

  test('is looked over by doctor, for the countries in which the clinic has clients', async () => {
    const opened = await open()
    const { at, on, run } = await commands(opened)
    const found = async (check: string) =>
      ((await run('people.doctor')) as Examination).findings.find((one) => one.check === check)
    expect(await found('directory')).toMatchObject({ light: 'ok' })
    expect(await found('numbers')).toMatchObject({ light: 'warn', says: expect.stringContaining('AU 1300 659 467') })
    await opened.people.addClient({
      clinic: at.clinic,
      id: randomUUID() as ClientId,
      name: new Private('Ola'),
      owner: at.therapist,
      plan: { ...PLAN, country: 'NO' },
      by: 'operator',
    })
    expect((await found('numbers'))?.says).toContain('NO 112, 113, 116 123')
    on('2027-05-23')
    const expired = await found('directory')
    expect(expired).toMatchObject({ light: 'bad', cure: expect.stringContaining('directory confirm') })
    expect(expired?.says).toContain('AU 000, 13 11 14')
    expect(expired?.says).not.toContain('NL')
  })
})
