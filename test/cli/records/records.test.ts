import { expect, test } from 'vitest'
import { aClinic } from '../../store/a-clinic.ts'
import { eachDatabase } from '../../support/database.ts'
import { tableOver } from '../table.ts'

eachDatabase('export and erase', (open) => {
  test('an export is the whole record of one client', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const run = tableOver(opened, at)
    const record = JSON.parse(JSON.stringify(await run('records.export', { client: at.client }))) as {
      about: Record<string, unknown[]>
    }
    expect(record.about['clients']).toMatchObject([{ status: 'active', profile: { name: 'Sam Vimes' } }])
    expect(record.about['links']).toMatchObject([{ display: 'sam on a phone', channel: 'telegram' }])
    await expect(run('records.export', { client: 'NOPE' })).rejects.toThrow('client list')
  })

  test('erasing asks for the pseudonym once more and for a discharge, and answers with two dates', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const run = tableOver(opened, at)
    const [row] = await opened.people.clients(at.clinic)
    const sure = { client: at.client, again: row?.pseudonym }
    await expect(run('records.erase', { ...sure, again: 'XXXX' })).rejects.toThrow(`--yes ${row?.pseudonym}`)
    await expect(run('records.erase', sure)).rejects.toThrow('client discharge')
    await run('people.discharge', { client: at.client, by: 'Robin Reed' })
    expect(await run('records.erase', sure)).toMatchObject({
      client: at.client,
      erasedAt: expect.any(Date),
      backupsUnreadableBy: expect.any(Date),
    })
    expect(await opened.people.clients(at.clinic)).toEqual([])
  })
})
