import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { ClinicianId } from '../../src/core/ids.ts'
import { asClinician } from '../../src/store/people/as-clinician.ts'
import { openPostgres } from '../../src/store/postgres/postgres.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { aClient, aClinic, aLine, say } from './a-clinic.ts'

/** Every table that has rows of clients or clinics. */
const TABLES = ['clinics', 'clinicians', 'clients', 'links', 'conversations', 'inbox', 'outbox', 'transcript'] as const

/** How many rows of each table the console's role sees under these settings. */
async function seen(opened: TestStore, clinic: string, clinician: string) {
  return opened.database.console.transaction().execute(async (tx) => {
    await sql`set local role holdfast_console`.execute(tx)
    await sql`select set_config('holdfast.clinic', ${clinic}, true), set_config('holdfast.clinician', ${clinician}, true)`.execute(
      tx,
    )
    const counts: Record<string, number> = {}
    for (const table of TABLES) {
      const { rows } = await sql<{
        n: number
      }>`select count(*)::int as n from ${sql.table(`holdfast.${table}`)}`.execute(tx)
      counts[table] = rows[0]?.n ?? -1
    }
    return counts
  })
}

const nothing = Object.fromEntries(TABLES.map((table) => [table, 0]))

eachDatabase('who sees what', (open, kind) => {
  test("without settings nobody sees a row; with a clinic and nobody's eyes, neither", async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await say(opened, at, [aLine()])
    expect(await seen(opened, '', '')).toEqual(nothing)
    expect(await seen(opened, at.clinic, '')).toEqual(nothing)
    expect(await seen(opened, randomUUID(), 'operator')).toEqual(nothing)
  })

  test('a therapist sees their own clients, a lead the whole clinic, and nobody another clinic', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const [colleague, lead] = [randomUUID() as ClinicianId, randomUUID() as ClinicianId]
    await opened.people.addClinician({
      clinic: at.clinic,
      id: colleague,
      name: 'Kim',
      role: 'therapist',
      by: 'operator',
    })
    await opened.people.addClinician({ clinic: at.clinic, id: lead, name: 'Lee', role: 'lead', by: 'operator' })
    const other = { ...at, ...(await aClient(opened, at.clinic, colleague)) }
    await say(opened, at, [aLine()])
    await say(opened, other, [aLine()])
    await say(opened, await aClinic(opened), [aLine()])
    const own = { clients: 1, links: 1, conversations: 1, inbox: 1, outbox: 1, transcript: 2 }
    expect(await seen(opened, at.clinic, at.therapist)).toEqual({ clinics: 1, clinicians: 3, ...own })
    expect(await seen(opened, at.clinic, lead)).toMatchObject({ clients: 2, inbox: 2, transcript: 4 })
    expect((await opened.peopleAs(colleague).clients(at.clinic)).map((row) => row.id)).toEqual([other.client])
    expect(await opened.peopleAs(at.therapist).clients(other.clinic)).toHaveLength(1)
    expect(await opened.peopleAs(randomUUID() as ClinicianId).clients(at.clinic)).toEqual([])
  })

  test("the engine's role can name no table, the console's role writes no transcript", async () => {
    const opened = await open()
    const at = await aClinic(opened)
    for (const table of [...TABLES, 'test_clock', 'audit']) {
      await expect(opened.database.engine.query(`select * from holdfast.${table}`)).rejects.toMatchObject({
        message: expect.stringContaining('42501'),
      })
    }
    const context = {
      console: opened.database.console,
      keys: opened.keyRing,
      index: () => '',
      kind,
      durable: true,
      eyes: 'operator',
    }
    for (const statement of [
      'delete from transcript',
      'update transcript set turn = 1',
      'delete from audit',
      "update test_clock set ahead = '1 day'",
      'select * from holdfast_keys.keys',
    ]) {
      await expect(asClinician(context, at.clinic, null, (tx) => sql.raw(statement).execute(tx))).rejects.toMatchObject(
        { message: expect.stringContaining('42501') },
      )
    }
  })

  test.runIf(kind === 'postgresql')(
    'the program refuses to run as the owner or as a superuser, unless told',
    async () => {
      const { urls } = await open()
      const owner = urls!.owner
      await expect(openPostgres({ url: owner, ownerUrl: owner })).rejects.toMatchObject({
        code: 'config.invalid',
        message: expect.stringContaining('--single-role'),
      })
      const superuser = new URL(urls!.app)
      superuser.username = 'postgres'
      await expect(openPostgres({ url: superuser.href, ownerUrl: null })).rejects.toMatchObject({
        code: 'config.invalid',
      })
      const single = await openPostgres({ url: owner, ownerUrl: null, singleRole: true })
      await single.close()
    },
  )

  test.runIf(kind === 'postgresql')('a login that is no member of the groups is told what to run', async () => {
    const { urls, asSuperuser } = await open()
    const name = `stranger_${randomUUID().slice(0, 8)}`
    await asSuperuser((session) => session.run(`create role ${name} login password 'test'`))
    const url = new URL(urls!.app)
    url.username = name
    await expect(openPostgres({ url: url.href, ownerUrl: null })).rejects.toMatchObject({
      message: expect.stringContaining('GRANT holdfast_engine, holdfast_console'),
    })
    await asSuperuser((session) => session.run(`drop role ${name}`))
  })

  test.runIf(kind === 'postgresql')(
    'a function that ran leaves no clinic behind for the next user of its connection',
    async () => {
      const opened = await open()
      const at = await aClinic(opened)
      await opened.store.loadTurn(at.clinic, at.client)
      const rows = await opened.database.engine.query<{ clinic: string | null }>(
        `select nullif(current_setting('holdfast.clinic', true), '') as clinic`,
      )
      expect(rows).toEqual([{ clinic: null }])
    },
  )
})
