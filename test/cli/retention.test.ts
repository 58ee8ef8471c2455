import { expect, test } from 'vitest'
import type { Examination } from '../../src/cli/doctor/finding.ts'
import type { ClientId } from '../../src/core/ids.ts'
import { aClinician, aConsole, Browser } from '../console/a-console.ts'
import { aClient, aClinic } from '../store/a-clinic.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { tableOver } from './table.ts'

async function atClinic(opened: TestStore) {
  const at = await aClinic(opened)
  const discharges = (client: ClientId) =>
    opened.people.discharge({ clinic: at.clinic, client, afterDischarge: 'nobody', ended: 'paused', by: 'operator' })
  /** The command line, so many years after now. */
  const later = async (years: number) => {
    const now = (await opened.store.time()).toTemporalInstant().toZonedDateTimeISO('UTC').add({ years, days: 1 })
    return tableOver(opened, at, { world: { now: () => new Date(now.epochMilliseconds), newId: () => 'x' } })
  }
  const found = async (years: number) => {
    const { findings } = (await (await later(years))('people.doctor')) as Examination
    return findings.filter(({ check }) => check === 'retention')
  }
  const names = Object.fromEntries((await opened.people.clients(at.clinic)).map(({ id, pseudonym }) => [id, pseudonym]))
  const nameOf = async (client: ClientId) =>
    names[client] ?? (await opened.people.clients(at.clinic)).find(({ id }) => id === client)?.pseudonym ?? ''
  return { at, discharges, later, found, nameOf }
}

eachDatabase('how long records are kept', (open) => {
  test('unset, nobody is named; set, doctor names who is past it, and nobody goes until a person erases them', async () => {
    const opened = await open()
    const { at, discharges, later, found, nameOf } = await atClinic(opened)
    const stays = await aClient(opened, at.clinic, at.therapist)
    await discharges(at.client)
    expect(await found(50)).toMatchObject([{ light: 'ok', says: expect.stringContaining('no time is set') as string }])
    const run = await later(0)
    expect(await run('people.retention', { years: '7', minorsUntil: '25', by: 'Robin Reed' })).toEqual({
      retention: { years: 7, minorsUntilAge: 25 },
    })
    expect(await found(6)).toMatchObject([{ light: 'ok' }])
    const [past, ...others] = await found(7)
    expect(others).toEqual([])
    expect(past).toMatchObject({ light: 'warn', cure: expect.stringContaining('holdfast erase') as string })
    expect(past?.says).toContain(await nameOf(at.client))
    expect(past?.says).not.toContain(await nameOf(stays.client))
    await opened.people.readmit(at.clinic, at.client, 'operator')
    expect(await found(7)).toMatchObject([{ light: 'ok' }])
    await discharges(at.client)
    await opened.records.erase(at.clinic, at.client, 'operator')
    expect(await found(7)).toMatchObject([{ light: 'ok' }])
    expect(await run('people.retention', { years: 'off' })).toEqual({ retention: null })
    for (const wrong of [{ years: '0' }, { years: 'seven' }, { years: '7', minorsUntil: '17' }])
      await expect(run('people.retention', wrong)).rejects.toMatchObject({ code: 'command.refused' })
  })

  test('who was under age stays until the birthday; where no day of birth is kept, doctor asks for it', async () => {
    const opened = await open()
    const { at, discharges, later, found, nameOf } = await atClinic(opened)
    const savesPlan = (change: { minor: boolean; born?: string }) =>
      opened.people.savePlan(at.clinic, at.client, (plan) => ({ ...plan, ...change }), 'operator')
    await (
      await later(0)
    )('people.retention', { years: '7', minorsUntil: '25' })
    await savesPlan({ minor: true })
    await discharges(at.client)
    const [asked] = await found(8)
    expect(asked).toMatchObject({ light: 'warn', cure: 'Write it down: holdfast client born PSEUDONYM DAY.' })
    expect(asked?.says).toContain(await nameOf(at.client))
    const today = (await opened.store.time()).toTemporalInstant().toZonedDateTimeISO('UTC').toPlainDate()
    await savesPlan({ minor: true, born: today.subtract({ years: 10 }).toString() })
    expect(await found(14)).toMatchObject([{ light: 'ok' }])
    expect((await found(16))[0]?.says).toContain(await nameOf(at.client))
  })

  test('an admin sets it in the console and sees there who is past it, and no client', async () => {
    const opened = await open()
    const { at, discharges, nameOf } = await atClinic(opened)
    await discharges(at.client)
    const admin = await aClinician(opened, at.clinic, 'admin')
    const browser = await Browser.as(opened, aConsole(opened, at.clinic).app, { clinic: at.clinic, clinician: admin })
    const settings = { name: 'A clinic', zone: 'Australia/Sydney' }
    expect((await browser.post('/clinic', { ...settings, 'keep-age': '25' })).text).toContain('for how many years')
    expect((await browser.post('/clinic', { ...settings, 'keep-years': '0' })).status).toBe(409)
    expect((await browser.post('/clinic', { ...settings, 'keep-years': '1', 'keep-age': '25' })).status).toBe(303)
    const shown = (await browser.get('/clinic')).text
    expect(shown).toMatch(/name="keep-years"[^>]*value="1"/)
    expect(shown).toMatch(/name="keep-age"[^>]*value="25"/)
    // The console's clock in tests stands in March 2026.
    await opened.asSuperuser((session) =>
      session.query(`update holdfast.clients set discharged_at = '2025-01-15' where client_id = $1`, [at.client]),
    )
    const well = (await browser.get('/well')).text
    expect(well).toContain(`${await nameOf(at.client)} (since 2026-01-15)`)
    await browser.post('/clinic', settings)
    expect((await browser.get('/well')).text).not.toContain('(since 2026-01-15)')
  })
})
