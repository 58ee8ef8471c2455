import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { DurableFileSystem } from '../../src/store/embedded/durable-file-system.ts'
import { openEmbedded } from '../../src/store/embedded/embedded.ts'
import { takeLock } from '../../src/store/embedded/lock-file.ts'
import { openStore, storeOver, type StoreOptions } from '../../src/store/open-store.ts'
import { openMemoryStore, TEST_MASTER_KEY, type TestStore } from '../support/database.ts'
import { aClinic, aLine, type AClinic, aMessage, aTurn, load } from './a-clinic.ts'

const SLOW = 60_000

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-embedded-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const options = (folder: string): StoreOptions => ({
  masterKey: TEST_MASTER_KEY,
  database: { kind: 'embedded', folder },
})

test(
  'what was stored is there after a restart, and every commit reached the disk',
  async () => {
    const folder = aFolder()
    const stages: string[] = []
    const first = await openStore({
      ...options(folder),
      database: { kind: 'embedded', folder, progress: (stage) => stages.push(stage) },
    })
    expect(stages).toEqual(['creating', 'opening', 'migrating', 'ready'])
    const at = await aClinic(first as TestStore)
    await first.store.receive(aMessage(at))
    await first.close()
    const again = await openStore(options(folder))
    const input = await load(again as TestStore, at)
    expect(await again.store.commitTurn(aTurn(input, { rows: [aLine()] }))).toBe('committed')
    expect((await again.people.health(at.clinic)).durable).toBe(true)
    expect((await again.people.clients(at.clinic))[0]?.name.reveal()).toBe('Sam Vimes')
    await again.close()
  },
  SLOW,
)

test('who asks after it was closed is told that it is down, and the process lives on', async () => {
  const store = await openMemoryStore()
  const { clinic } = await aClinic(store)
  await store.close()
  await expect(store.people.clients(clinic)).rejects.toMatchObject({ code: 'store.down' })
  await expect(store.people.clients(clinic)).rejects.toMatchObject({ code: 'store.down' })
})

test(
  'each commit syncs at least once, and reading syncs nothing',
  async () => {
    const folder = aFolder()
    const watched: DurableFileSystem[] = []
    const filesAt = (path: string) => {
      const files = new DurableFileSystem(path)
      watched.push(files)
      return files
    }
    const opened = await storeOver(await openEmbedded({ folder, filesAt }), options(folder))
    const at = await aClinic(opened as TestStore)
    const files = watched.at(-1)!
    for (let n = 0; n < 5; n += 1) {
      const before = files.syncs
      await opened.store.receive(aMessage(at))
      expect(files.syncs).toBeGreaterThan(before)
    }
    const before = files.syncs
    await opened.store.loadTurn(at.clinic, at.client)
    expect(files.syncs).toBe(before)
    await opened.close()
  },
  SLOW,
)

test(
  'a database whose syncs reach nothing is refused',
  async () => {
    const folder = aFolder()
    class Toothless extends DurableFileSystem {
      protected override sync(): number {
        return 0
      }
    }
    const opening = openEmbedded({ folder, filesAt: (path) => new Toothless(path) })
    await expect(opening).rejects.toMatchObject({ code: 'store.not-durable' })
    expect(existsSync(join(folder, 'holdfast.lock'))).toBe(false)
  },
  SLOW,
)

test(
  'a second opener is refused with the cure, and the lock is free after closing',
  async () => {
    const folder = aFolder()
    const opened = await openStore(options(folder))
    await expect(openStore(options(folder))).rejects.toMatchObject({
      code: 'store.locked',
      message: expect.stringContaining(String(process.pid)),
    })
    await opened.close()
    await (await openStore(options(folder))).close()
    expect(readdirSync(folder).filter((name) => name.includes('lock'))).toEqual([])
  },
  SLOW,
)

test(
  'a first start that was cut off leaves nothing half made',
  async () => {
    const folder = aFolder()
    mkdirSync(join(folder, 'database.new'))
    writeFileSync(join(folder, 'database.new', 'PG_VERSION'), 'half')
    await (await openStore(options(folder))).close()
    expect(readFileSync(join(folder, 'database', 'PG_VERSION'), 'utf8').trim()).toBe('18')
  },
  SLOW,
)

test(
  'killed in the middle: the lock is taken over, and every message that was called stored is there',
  async () => {
    const folder = aFolder()
    const child = spawn(process.execPath, [join(import.meta.dirname, 'store-until-killed.ts'), folder])
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.split('\n').length > 30) child.kill('SIGKILL')
    })
    await once(child, 'close')
    const stored = said
      .split('\n')
      .slice(0, -1)
      .map((line) => line.split(' '))
    const [clinic, client] = stored[0] as [AClinic['clinic'], AClinic['client']]
    const opened = await openStore(options(folder))
    const found: string[] = []
    for (
      let input = await opened.store.loadTurn(clinic, client);
      input;
      input = await opened.store.loadTurn(clinic, client)
    ) {
      if (input.cause.kind === 'message') found.push(input.cause.id)
      await opened.store.commitTurn(aTurn(input))
    }
    expect(stored.length).toBeGreaterThanOrEqual(30)
    expect(found.slice(0, stored.length)).toEqual(stored.map(([, , id]) => id))
    await opened.close()
  },
  SLOW,
)

test('a lock whose process is gone is taken over; so is one whose number now belongs to another process', () => {
  const path = join(aFolder(), 'holdfast.lock')
  const { pid } = spawnSync(process.execPath, ['--version'])
  writeFileSync(path, JSON.stringify({ pid, started: '1' }))
  takeLock(path)()
  writeFileSync(path, JSON.stringify({ pid: process.pid, started: 'long ago' }))
  const release = takeLock(path)
  expect(() => takeLock(path)).toThrow(expect.objectContaining({ code: 'store.locked' }))
  release()
  writeFileSync(path, 'not a lock')
  takeLock(path)()
})
