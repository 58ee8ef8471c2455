import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../../src/store/migrate.ts'
import { openStore } from '../../src/store/open-store.ts'
import { migratePostgres, openPostgres } from '../../src/store/postgres/postgres.ts'
import type { OwnerSession } from '../../src/store/sql.ts'
import { eachDatabase, TEST_MASTER_KEY, type TestStore } from '../support/database.ts'
import { aClinic, aMessage, aTurn, load } from './a-clinic.ts'

/** The owner's own session, which may not run statements in a transaction that is not its own. */
const withoutTransactions = (session: OwnerSession): OwnerSession => ({
  query: (text, values) => session.query(text, values),
  run: async (script) => {
    if (!['begin', 'commit', 'rollback'].includes(script)) await session.run(script)
  },
})

const again = (opened: TestStore) => {
  const { asOwner } = opened.database
  if (!asOwner) throw new Error('a test store has its owner')
  return asOwner((owner) => migrate(withoutTransactions(owner), null))
}

eachDatabase('migrate', (open, kind) => {
  test('a second time nothing happens', async () => {
    const opened = await open()
    const times = () =>
      opened.asSuperuser((session) =>
        session.query(
          'select name, at from holdfast.migrations union all select name, at from holdfast.function_files order by 1',
        ),
      )
    const before = await times()
    await again(opened)
    expect(await times()).toEqual(before)
  })

  test('a migration whose text changed after it ran is refused by name', async () => {
    const opened = await open()
    const rename = (hash: string, where: string) =>
      opened.asSuperuser((session) =>
        session.query(`update holdfast.migrations set hash = $1 || hash where name like $2`, [hash, where]),
      )
    await rename('x', '0002%')
    await expect(again(opened)).rejects.toMatchObject({
      code: 'store.refused',
      message: expect.stringContaining('0002-clients.sql'),
    })
    await opened.asSuperuser((session) =>
      session.query(`update holdfast.migrations set hash = substr(hash, 2) where name like '0002%'`),
    )
  })

  test('a function whose text changed is replaced, and the grants with it', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await opened.asSuperuser(async (session) => {
      await session.run(
        `create or replace function holdfast.waiting(p jsonb) returns jsonb language sql as $$ select '["broken"]'::jsonb $$`,
      )
      await session.run(`update holdfast.function_files set hash = 'old' where name = 'waiting.sql'`)
    })
    await again(opened)
    expect(await opened.store.waiting(at.clinic, 5)).toEqual([])
  })

  test('who was discharged before the day was kept: it comes from the audit', async () => {
    const opened = await open()
    const { clinic, client } = await aClinic(opened)
    const other = await aClinic(opened)
    await opened.advanceTestClock(30 * 24 * 60 * 60_000)
    await opened.people.discharge({ clinic, client, afterDischarge: 'nobody', ended: 'paused', by: 'operator' })
    const at = () =>
      opened.asSuperuser((session) =>
        session.query<{ at: Date | null }>(
          'select discharged_at as at from holdfast.clients where client_id in ($1, $2) order by status desc',
          [client, other.client],
        ),
      )
    const [discharged] = await at()
    await opened.asSuperuser(async (session) => {
      await session.run('alter table holdfast.clients drop column discharged_at')
      await session.run(`delete from holdfast.migrations where name like '0181%'`)
    })
    await again(opened)
    const [found, never] = await at()
    expect(never).toEqual({ at: null })
    expect(Math.abs((found?.at?.getTime() ?? 0) - (discharged?.at?.getTime() ?? 0))).toBeLessThan(60_000)
  })

  test('a conversation of a shape that this program does not know begins again, grounded', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await opened.store.receive(aMessage(at))
    await opened.store.commitTurn(aTurn(await load(opened, at), { after: { engine: 0, of: 'another age' } as never }))
    await opened.store.receive(aMessage(at))
    expect(await load(opened, at)).toMatchObject({ conversation: null, restart: true })
  })

  test.runIf(kind === 'postgresql')('a program newer than its database says what to run', async () => {
    const { urls, asSuperuser } = await open()
    const said = await asSuperuser((session) =>
      session.query<{ at: string }>(`select obj_description('holdfast'::regnamespace) as at`),
    )
    await asSuperuser((session) => session.run(`comment on schema holdfast is 'older'`))
    await expect(openPostgres({ url: urls!.app, ownerUrl: null })).rejects.toMatchObject({
      code: 'store.refused',
      message: expect.stringContaining('holdfast migrate'),
    })
    await asSuperuser((session) => session.run(`comment on schema holdfast is '${said[0]?.at}'`))
    await (await openPostgres({ url: urls!.app, ownerUrl: null })).close()
  })

  test.runIf(kind === 'postgresql')(
    'an owner who may not grant roles is told what somebody else must run',
    async () => {
      const { urls, asSuperuser } = await open()
      const [owner, app] = ['owner', 'app'].map((name) => `${name}_${randomBytes(4).toString('hex')}`)
      const database = `holdfast_${randomBytes(6).toString('hex')}`
      await asSuperuser(async (session) => {
        for (const role of [owner, app]) await session.run(`create role ${role} login password 'test'`)
        await session.run(`create database ${database} owner ${owner}`)
      })
      onTestFinished(() =>
        asSuperuser(async (session) => {
          await session.run(`drop database ${database} with (force)`)
          for (const role of [owner, app]) await session.run(`drop role ${role}`)
        }),
      )
      const url = new URL(urls!.owner)
      url.username = owner!
      url.pathname = `/${database}`
      await expect(migratePostgres(url.href, app!)).rejects.toMatchObject({
        message: expect.stringContaining(`GRANT holdfast_engine TO "${app}";`),
      })
      await asSuperuser((session) => session.run(`grant holdfast_engine, holdfast_console, holdfast_auditor to ${app}`))
      await migratePostgres(url.href, app!)
    },
  )
})

test('data sealed under one master key is not opened under another', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-key-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  await (await openStore({ masterKey: TEST_MASTER_KEY, database: { kind: 'embedded', folder } })).close()
  const wrong = openStore({ masterKey: randomBytes(32), database: { kind: 'embedded', folder } })
  await expect(wrong).rejects.toMatchObject({
    code: 'config.invalid',
    message: expect.stringContaining('HOLDFAST_KEY'),
  })
  await (await openStore({ masterKey: TEST_MASTER_KEY, database: { kind: 'embedded', folder } })).close()
}, 60_000)
