import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { LIMITS } from '../../../src/core/limits.ts'
import { EXPORTED, WORKINGS } from '../../../src/store/records/about-a-client.ts'
import { aNode, clinicAtWork } from '../../support/clinic-at-work.ts'
import { eachDatabase, type TestStore } from '../../support/database.ts'
import { aClient } from '../a-clinic.ts'

const ERASES = readFileSync(join(import.meta.dirname, '../../../src/store/functions/erase_client.sql'), 'utf8')

/** A blind index, and a voice. */
const NOT_WORDS = ['links.address_index', 'recordings.sound']

/** Words that occur nowhere else. */
const CANARY = 'marzipan-lighthouse'
const OTHERS = 'walrus-on-a-ledge'

/** Two clients of one clinic, each of whom wrote something, and a 9 that one of them tapped. */
async function twoClients(opened: TestStore) {
  const at = await clinicAtWork(opened)
  const node = await aNode(opened, at, at.channel)
  for (const text of [CANARY, 'stop', '9']) {
    await at.says(text)
    await node.work()
  }
  const other = await aClient(opened, at.clinic, at.therapist)
  await at.channel.says(other.address.reveal(), OTHERS)
  await node.work()
  return { ...at, other: other.client }
}

async function closeFlags(opened: TestStore, at: Awaited<ReturnType<typeof twoClients>>) {
  for (const { id } of await opened.people.flags(at.clinic)) {
    await opened.people.takeFlag(at.clinic, id, at.therapist)
    await opened.people.closeFlag(at.clinic, id, { kind: 'called', words: null }, at.therapist)
  }
}

async function discharged(opened: TestStore, at: Awaited<ReturnType<typeof twoClients>>) {
  await closeFlags(opened, at)
  const gone = await opened.people.discharge({
    clinic: at.clinic,
    client: at.client,
    afterDischarge: 'nobody',
    by: at.therapist,
  })
  expect(gone).toBe('discharged')
}

/** How many rows of each table name the client, by whatever column. */
async function rowsAbout(opened: TestStore, client: string): Promise<Record<string, number>> {
  return opened.asSuperuser(async (session) => {
    const tables = await session.query<{ name: string }>(
      `select table_name as name from information_schema.columns
       where table_schema = 'holdfast' and column_name = 'client_id' order by 1`,
    )
    const counts: Record<string, number> = {}
    for (const { name } of tables) {
      const [row] = await session.query<{ n: number }>(
        `select count(*)::int as n from holdfast.${name} where client_id = $1::uuid`,
        [client],
      )
      counts[name] = row?.n ?? 0
    }
    return counts
  })
}

const all = (counts: Record<string, number>) => Object.values(counts).reduce((sum, n) => sum + n, 0)

eachDatabase('records', (open) => {
  test('every table that names a client is exported or known to be workings, and erased', async () => {
    const opened = await open()
    const named = Object.keys(await rowsAbout(opened, randomUUID()))
    const known = [...EXPORTED.map(({ table }) => table), ...WORKINGS]
    expect(known).toEqual(expect.arrayContaining(named))
    for (const table of known) expect(ERASES, table).toContain(`delete from ${table} where clinic_id = p_clinic and `)
    const columns = await opened.asSuperuser((session) =>
      session.query<{ place: string }>(
        `select table_name || '.' || column_name as place from information_schema.columns
         where table_schema = 'holdfast' and data_type = 'bytea' and table_name = any($1)`,
        [EXPORTED.map(({ table }) => table)],
      ),
    )
    const opens = EXPORTED.flatMap(({ table, sealed }) => sealed.map((column) => `${table}.${column}`))
    expect(
      columns
        .map(({ place }) => place)
        .filter((place) => !NOT_WORDS.includes(place))
        .toSorted(),
    ).toEqual(opens.toSorted())
  })

  test("an export holds the client's own words and nobody else's, and leaves a line in the audit", async () => {
    const opened = await open()
    const at = await twoClients(opened)
    const record = (await opened.records.everything(at.clinic, at.client, 'operator'))?.reveal()
    const text = JSON.stringify(record)
    expect(text).toContain(CANARY)
    expect(text).not.toContain(OTHERS)
    expect(text).not.toContain(at.other)
    expect(record?.['links']?.[0]?.['address']).toBe(at.address.reveal())
    expect(record?.['flags']).toHaveLength(1)
    expect(record?.['clients']?.[0]?.['profile']).toEqual({ name: 'Sam Vimes' })
    const lines = await opened.asSuperuser((session) =>
      session.query<{ verb: string }>('select verb from holdfast.audit where clinic_id = $1::uuid', [at.clinic]),
    )
    expect(lines.map(({ verb }) => verb)).toContain('exported a client')
  })

  test('nobody is erased who is not discharged', async () => {
    const opened = await open()
    const at = await twoClients(opened)
    expect(await opened.records.erase(at.clinic, at.client, 'operator')).toBe('not-discharged')
    expect(await opened.keyRing.condemned(at.clinic)).toEqual([])
  })

  test('erasing takes every row and the key, and nothing of anybody else', async () => {
    const opened = await open()
    const at = await twoClients(opened)
    await discharged(opened, at)
    const others = await rowsAbout(opened, at.other)
    expect(all(others)).toBeGreaterThan(4)
    const receipt = await opened.records.erase(at.clinic, at.client, 'operator')
    if (typeof receipt === 'string') throw new Error(receipt)
    expect(receipt.backupsUnreadableBy.getTime() - receipt.erasedAt.getTime()).toBe(LIMITS.keyBackupsKeptMs)
    expect(all(await rowsAbout(opened, at.client))).toBe(0)
    expect(await rowsAbout(opened, at.other)).toEqual(others)
    await expect(opened.keyRing.open(at.clinic, at.client)).rejects.toMatchObject({ code: 'key.missing' })
    expect(await opened.records.everything(at.clinic, at.client, 'operator')).toBeNull()
    expect((await opened.people.clients(at.clinic)).map(({ id }) => id)).toEqual([at.other])
    expect((await opened.people.health(at.clinic)).auditIntact).toBe(true)
  })

  test('an erasure that died in the middle is finished at the next start', async () => {
    const opened = await open()
    const at = await twoClients(opened)
    await discharged(opened, at)
    await opened.keyRing.condemn(at.clinic, at.client, new Date('2026-05-01T10:00:00Z'))
    await opened.records.finishErasures(at.clinic)
    expect(all(await rowsAbout(opened, at.client))).toBe(0)
    await expect(opened.keyRing.open(at.clinic, at.client)).rejects.toMatchObject({ code: 'key.missing' })
    await opened.records.finishErasures(at.clinic)
    expect((await opened.people.clients(at.clinic)).map(({ id }) => id)).toEqual([at.other])
  })

  test('an erased client who writes again is a stranger', async () => {
    const opened = await open()
    const at = await twoClients(opened)
    await discharged(opened, at)
    await opened.records.erase(at.clinic, at.client, 'operator')
    await at.says('hello again')
    expect(all(await rowsAbout(opened, at.client))).toBe(0)
  })

  test('a therapist exports and erases their own clients only', async () => {
    const opened = await open()
    const at = await twoClients(opened)
    const stranger = randomUUID() as typeof at.therapist
    await opened.people.addClinician({
      clinic: at.clinic,
      id: stranger,
      name: 'Kim Nott',
      role: 'therapist',
      by: 'operator',
    })
    expect(await opened.recordsAs(stranger).everything(at.clinic, at.client, stranger)).toBeNull()
    expect(await opened.recordsAs(stranger).erase(at.clinic, at.client, stranger)).toBe('unknown')
    expect(await opened.recordsAs(at.therapist).everything(at.clinic, at.client, at.therapist)).not.toBeNull()
  })
})
