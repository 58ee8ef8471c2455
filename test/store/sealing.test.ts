import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { ClientId, ClinicId } from '../../src/core/ids.ts'
import { Private } from '../../src/core/private.ts'
import { openStore } from '../../src/store/open-store.ts'
import { blindIndex } from '../../src/store/sealing/blind-index.ts'
import { fileShelf } from '../../src/store/sealing/key-ring-file.ts'
import { keyRingOver } from '../../src/store/sealing/key-ring.ts'
import { clientSeal, clinicSeal } from '../../src/store/sealing/seal.ts'
import { eachDatabase, TEST_MASTER_KEY, type TestStore } from '../support/database.ts'
import { aClinic, aLine, type AClinic, aFlag, aMessage, aTurn, load } from './a-clinic.ts'

const CLINIC = '11111111-1111-4111-8111-111111111111' as ClinicId
const CLIENT = '22222222-2222-4222-8222-222222222222' as ClientId
const OTHER = '33333333-3333-4333-8333-333333333333' as ClientId
/** Nothing else in the world reads so. */
const CANARY = 'kanarienvogel-7f3a'

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-sealing-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A client says, keeps, notes and is told things, each with the canary in it. */
async function singEverywhere(opened: TestStore | Awaited<ReturnType<typeof openStore>>, at: AClinic) {
  const words = new Private(`it is ${CANARY}`)
  await opened.store.receive(aMessage(at, { body: { kind: 'text', text: words }, flag: aFlag(at) }))
  await opened.store.commitTurn(
    aTurn(await load(opened as TestStore, at), {
      rows: [aLine({ text: `You wrote “${CANARY}”.` })],
      effects: [
        { type: 'keep', kind: 'place', text: words },
        { type: 'keepNote', about: 'for-my-session', text: words },
      ],
    }),
  )
  const [flag] = await opened.people.flags(at.clinic)
  await opened.people.takeFlag(at.clinic, flag!.id, at.therapist)
  await opened.people.closeFlag(at.clinic, flag!.id, { kind: 'called', words: `about ${CANARY}` }, 'Dr Reed')
  await opened.people.lowerLatch({ clinic: at.clinic, client: at.client, by: 'Dr Reed', reason: `because ${CANARY}` })
}

test('a value opens where it was sealed and nowhere else', async () => {
  const keys = keyRingOver(fileShelf(null), { masterKey: TEST_MASTER_KEY })
  await keys.make(CLINIC, CLIENT)
  await keys.make(CLINIC, OTHER)
  const seal = await clientSeal(keys, CLINIC, CLIENT)
  const place = { table: 'inbox', row: 'a', column: 'body' }
  const sealed = seal.seal(place, 'words')
  expect(seal.open(place, sealed)).toBe('words')
  expect(seal.seal(place, 'words')).not.toBe(sealed)
  for (const moved of [
    { ...place, row: 'b' },
    { ...place, column: 'other' },
    { ...place, table: 'outbox' },
  ]) {
    expect(() => seal.open(moved, sealed)).toThrow(expect.objectContaining({ code: 'seal.broken' }))
  }
  const others = [await clientSeal(keys, CLINIC, OTHER), await clinicSeal(keys, CLINIC)]
  for (const other of others)
    expect(() => other.open(place, sealed)).toThrow(expect.objectContaining({ code: 'seal.broken' }))
  const changed = Buffer.from(sealed, 'base64')
  changed[changed.length - 1]! ^= 1
  expect(() => seal.open(place, changed.toString('base64'))).toThrow(expect.objectContaining({ code: 'seal.broken' }))
})

test('the key ring keeps its keys across a restart, under the same master key only, and forgets for good', async () => {
  const path = join(aFolder(), 'key-ring.json')
  const first = keyRingOver(fileShelf(path), { masterKey: TEST_MASTER_KEY })
  await Promise.all([first.make(CLINIC, CLIENT), first.make(CLINIC, OTHER)])
  const key = await first.open(CLINIC, CLIENT)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readFileSync(path).includes(key.toString('base64'))).toBe(false)
  const second = keyRingOver(fileShelf(path), { masterKey: TEST_MASTER_KEY })
  expect(await second.open(CLINIC, CLIENT)).toEqual(key)
  await second.make(CLINIC, CLIENT) // again: keeps the first
  expect(await second.open(CLINIC, CLIENT)).toEqual(key)
  await expect(keyRingOver(fileShelf(path), { masterKey: randomBytes(32) }).open(CLINIC, CLIENT)).rejects.toMatchObject(
    {
      code: 'seal.broken',
    },
  )
  await second.forget(CLINIC, CLIENT)
  await expect(second.open(CLINIC, CLIENT)).rejects.toMatchObject({ code: 'key.missing' })
  await expect(keyRingOver(fileShelf(path), { masterKey: TEST_MASTER_KEY }).open(CLINIC, CLIENT)).rejects.toMatchObject(
    {
      code: 'key.missing',
    },
  )
  expect(await keyRingOver(fileShelf(path), { masterKey: TEST_MASTER_KEY }).open(CLINIC, OTHER)).toHaveLength(32)
  writeFileSync(path, 'no ring')
  expect(() => fileShelf(path)).toThrow(expect.objectContaining({ code: 'key.missing' }))
})

test('an address is found by clinic and channel, and cannot be found without the key', () => {
  const index = blindIndex(TEST_MASTER_KEY)
  const address = new Private('4711')
  expect(index(CLINIC, 'telegram', address)).toBe(index(CLINIC, 'telegram', new Private('4711')))
  expect(index(CLINIC, 'slack', address)).not.toBe(index(CLINIC, 'telegram', address))
  expect(index(CLINIC, 'telegram', address)).not.toBe(
    createHash('sha256').update(`${CLINIC}|telegram|4711`).digest('base64'),
  )
  expect(blindIndex(randomBytes(32))(CLINIC, 'telegram', address)).not.toBe(index(CLINIC, 'telegram', address))
})

eachDatabase('sealing', (open) => {
  test("a client's words, name and address stand in no table", async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await singEverywhere(opened, at)
    const everything = await opened.asSuperuser(async (session) => {
      const tables = await session.query<{ name: string }>(
        `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname like 'holdfast%'`,
      )
      const dumps: string[] = []
      for (const { name } of tables) {
        const rows = await session.query<{ row: string }>(`select t::text as row from ${name} t`)
        dumps.push(...rows.map(({ row }) => row))
      }
      return dumps.join('\n')
    })
    const hex = (text: string) => Buffer.from(text).toString('hex')
    expect(everything).toContain(at.client)
    for (const secret of [
      CANARY,
      'Sam Vimes',
      'sam on a phone',
      'Robin Reed',
      at.address.reveal(),
      'Dr Reed","flows',
      'kanarien',
    ]) {
      expect(everything).not.toContain(secret)
      expect(everything).not.toContain(hex(secret))
      expect(everything).not.toContain(Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -1))
    }
  })

  test('a sealed column moved to another row of the same client does not open', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const [one, two] = [aMessage(at), aMessage(at)]
    await opened.store.receive(one)
    await opened.store.receive(two)
    await opened.asSuperuser((session) =>
      session.query(
        'update holdfast.inbox a set body = b.body from holdfast.inbox b where a.inbox_id = $1 and b.inbox_id = $2',
        [one.id, two.id],
      ),
    )
    await expect(opened.store.loadTurn(at.clinic, at.client)).rejects.toMatchObject({ code: 'seal.broken' })
  })

  test('without their key a client cannot be read, and nobody else is touched', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await opened.store.receive(aMessage(at))
    await opened.keyRing.forget(at.clinic, at.client)
    await expect(opened.store.loadTurn(at.clinic, at.client)).rejects.toMatchObject({ code: 'key.missing' })
  })
})

test("a client's words are nowhere in the files of the embedded database", async () => {
  const folder = aFolder()
  const opened = await openStore({ masterKey: TEST_MASTER_KEY, database: { kind: 'embedded', folder } })
  const at = await aClinic(opened as TestStore)
  await singEverywhere(opened, at)
  await opened.close()
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  expect(files.length).toBeGreaterThan(100)
  const withCanary = files.filter((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(CANARY))
  expect(withCanary.map((entry) => entry.name)).toEqual([])
  const withClient = files.filter((entry) =>
    readFileSync(join(entry.parentPath, entry.name)).includes(Buffer.from(at.client.replaceAll('-', ''), 'hex')),
  )
  expect(withClient.length).toBeGreaterThan(0) // the files were looked into: ids do stand there
}, 60_000)
