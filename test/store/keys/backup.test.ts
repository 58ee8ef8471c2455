import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { Private } from '../../../src/core/private.ts'
import { wholeTables } from '../../../src/store/backup/whole-tables.ts'
import { eachDatabase, openMemoryStore, type TestStore } from '../../support/database.ts'
import { aClinic, aLine, aMessage, aTurn, load, type AClinic } from '../a-clinic.ts'

const NOW = new Date('2026-11-28T20:00:00Z')
const UNDER = createHash('sha256').update('a backup key').digest()
const CANARY = 'kanarienvogel-51c2'

/** Every row of a backup's tables, as text, whoever asks. */
async function rowsOf(opened: TestStore): Promise<Record<string, string[]>> {
  return opened.asSuperuser(async (session) => {
    const found: Record<string, string[]> = {}
    for (const { name } of await wholeTables(session)) {
      const rows = await session.query<{ row: string }>(`select t::text as row from holdfast.${name} t order by 1`)
      found[name] = rows.map(({ row }) => row)
    }
    return found
  })
}

async function aWorkedClinic(opened: TestStore): Promise<AClinic> {
  const at = await aClinic(opened)
  const words = new Private(`it is ${CANARY}`)
  await opened.store.receive(aMessage(at, { body: { kind: 'text', text: words } }))
  await opened.store.commitTurn(
    aTurn(await load(opened, at), {
      rows: [aLine({ text: `You wrote “${CANARY}”.` })],
      effects: [
        { type: 'keep', kind: 'place', text: words },
        { type: 'keepNote', about: 'for-my-session', text: words },
      ],
    }),
  )
  return at
}

function aPath(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-backup-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, name)
}

async function anEmptyStore(): Promise<TestStore> {
  const store = await openMemoryStore()
  onTestFinished(() => store.close())
  return store
}

/** The second half of a restore: its ring is this one's. */
async function withTheKeysOf(from: TestStore, to: TestStore) {
  return to.keys.putBack(await from.keys.copy(UNDER), UNDER)
}

eachDatabase('backup', (open) => {
  test('a restored backup holds every row, goes on with its numbers, and its audit is unbroken', async () => {
    const first = await open()
    const at = await aWorkedClinic(first)
    const path = aPath('data.gz')
    const { rows } = await first.backups.take(path, NOW)
    expect(statSync(path).mode & 0o777).toBe(0o600)

    const second = await anEmptyStore()
    await withTheKeysOf(first, second)
    expect(await second.backups.restore(path)).toEqual({ rows, takenAt: NOW })
    const before = await rowsOf(first)
    expect(await rowsOf(second)).toEqual(before)
    expect(Object.values(before).flat()).toHaveLength(rows)
    expect(before['inbox']!.length).toBeGreaterThan(0)
    expect(before['audit']!.length).toBeGreaterThan(0)
    expect((await second.people.health(at.clinic)).auditIntact).toBe(true)
    const told = (await second.records.everything(at.clinic, at.client, 'operator'))!.reveal()
    expect(JSON.stringify(told['inbox'])).toContain(CANARY)
    await second.store.receive(aMessage(at, { externalId: 'the next one' }))
    const [counted] = await second.asSuperuser((session) =>
      session.query<{ seqs: number; highest: number }>(
        'select count(distinct seq)::int as seqs, max(seq)::int as highest from holdfast.inbox',
      ),
    )
    expect(counted!.seqs).toBe(before['inbox']!.length + 1)
    expect(counted!.highest).toBeGreaterThan(before['inbox']!.length)
    expect((await second.store.sender(at.clinic, 'telegram', at.address)).kind).toBe('client')
  })

  test("neither a client's words nor any key is in a backup of the data", async () => {
    const opened = await open()
    const at = await aWorkedClinic(opened)
    const path = aPath('data.gz')
    await opened.backups.take(path, NOW)
    const text = gunzipSync(readFileSync(path)).toString('utf8')
    const key = (await opened.keyRing.open(at.clinic, at.client)).toString('hex')
    expect(text).toContain(at.client)
    for (const secret of [CANARY, Buffer.from(CANARY).toString('hex'), 'Sam Vimes', key, at.address.reveal()])
      expect(text).not.toContain(secret)
    expect(text).not.toContain('"table":"keys"')
  })

  test('whoever was erased after the backup was taken is not brought back by it', async () => {
    const first = await open()
    const at = await aWorkedClinic(first)
    const path = aPath('data.gz')
    await first.backups.take(path, NOW)
    await first.people.discharge({ clinic: at.clinic, client: at.client, afterDischarge: 'nobody', by: 'operator' })
    expect(await first.records.erase(at.clinic, at.client, 'operator')).toMatchObject({ client: at.client })
    const second = await anEmptyStore()
    const { erased } = await withTheKeysOf(first, second)
    expect(erased).toBe(0) // the key is gone from the ring, not only left out
    await second.backups.restore(path)
    await second.records.finishErasures(at.clinic) // as every start does
    expect((await rowsOf(second))['inbox']!.filter((row) => row.includes(at.client))).toEqual([])
    expect((await second.people.clients(at.clinic)).map(({ id }) => id)).not.toContain(at.client)
  })

  test('an old copy of the keys gives no key back to whoever was erased since', async () => {
    const first = await open()
    const at = await aWorkedClinic(first)
    const old = await first.keys.copy(UNDER)
    await first.people.discharge({ clinic: at.clinic, client: at.client, afterDischarge: 'nobody', by: 'operator' })
    expect(await first.records.erase(at.clinic, at.client, 'operator')).toMatchObject({ client: at.client })
    expect((await first.keys.putBack(old, UNDER)).erased).toBe(1)
    await expect(first.keyRing.open(at.clinic, at.client)).rejects.toMatchObject({ code: 'key.missing' })
  })

  test('a copy of the keys opens under its own backup key and no other', async () => {
    const opened = await open()
    await aClinic(opened)
    const copy = await opened.keys.copy(UNDER)
    await expect(opened.keys.putBack(copy, Buffer.alloc(32))).rejects.toMatchObject({ code: 'command.refused' })
    const other = await opened.keys.copy(UNDER)
    expect(other).not.toBe(copy)
  })

  test('a backup is refused where a clinic is, and nothing is lost', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const path = aPath('data.gz')
    await opened.backups.take(path, NOW)
    await expect(opened.backups.restore(path)).rejects.toThrow(/There is a clinic in this database/)
    await expect(opened.backups.take(path, NOW)).rejects.toThrow(/is there already/)
    expect((await opened.people.clinics()).map(({ id }) => id)).toContain(at.clinic)
  })
})

test('a backup that was cut off, changed or taken by another version changes nothing', async () => {
  const first = await anEmptyStore()
  await aWorkedClinic(first)
  const path = aPath('data.gz')
  await first.backups.take(path, NOW)
  const text = gunzipSync(readFileSync(path)).toString('utf8')
  const second = await anEmptyStore()
  const lines = text.trimEnd().split('\n')
  const withFoot = (changed: string[]) => {
    const body = changed.map((line) => `${line}\n`).join('')
    const rows = changed.slice(1).reduce((sum, line) => sum + (JSON.parse(line) as { rows: string[] }).rows.length, 0)
    return `${body}${JSON.stringify({ rows, sha256: createHash('sha256').update(body).digest('hex') })}\n`
  }
  const head = JSON.parse(lines[0]!) as { migrations: string[] }
  const older = JSON.stringify({ ...head, migrations: head.migrations.slice(0, -1) })
  const stranger = JSON.stringify({ clinic: null, table: 'pg_authid', rows: ['{}'] })
  const cases: [string | Buffer, RegExp][] = [
    [readFileSync(path).subarray(0, 900), /no whole backup/],
    [gzipSync(lines.slice(0, -1).join('\n')), /no whole backup/],
    [gzipSync(text.replace('Robin', 'Roban').replace('"A clinic"', '"B clinic"').replace(/0/, '1')), /no whole backup/],
    [gzipSync(withFoot([older, ...lines.slice(1, -1)])), /Restore it with the version that took it/],
    [gzipSync(withFoot([...lines.slice(0, -1), stranger])), /There is no table pg_authid/],
    ['words', /no whole backup/],
  ]
  for (const [bytes, says] of cases) {
    writeFileSync(path, bytes)
    await expect(second.backups.restore(path)).rejects.toThrow(says)
    expect(await second.people.clinics()).toEqual([])
  }
  await expect(second.backups.restore(`${path}.gone`)).rejects.toThrow(/There is no file/)
})
