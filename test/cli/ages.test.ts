import { expect, test } from 'vitest'
import { aClinic } from '../store/a-clinic.ts'
import { eachDatabase } from '../support/database.ts'
import { plansOf, SAM, tableOver } from './table.ts'

eachDatabase('clients', (open) => {
  test('under age need a day of birth for Telegram, and are of age by it', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const run = tableOver(opened, at)
    const { clientId: client } = (await run('people.addClient', { ...SAM, minor: true })) as { clientId: string }
    expect(await plansOf(opened, at, client)).toMatchObject({ minor: true })
    expect(await run('people.born', { client, born: '1990-05-01' })).toMatchObject({ minor: false })
    expect(await plansOf(opened, at, client)).toMatchObject({ minor: false, born: '1990-05-01' })
    await expect(run('people.addClient', { ...SAM, minor: true, born: '1990-05-01' })).rejects.toThrow('is of age')
    await expect(run('people.born', { client, born: 'May 2010' })).rejects.toThrow('2010-05-01')
  })

  test("the youngest ages stand as unconfirmed until a person says that they read the platforms' terms", async () => {
    const opened = await open()
    const run = tableOver(opened, await aClinic(opened))
    expect(await run('people.channelAges', {})).toMatchObject({ confirmed: null })
    await run('people.channelAges', { confirm: true, by: 'Robin Reed' })
    expect(await run('people.channelAges', {})).toMatchObject({ confirmed: { by: 'Robin Reed' } })
  })
})
