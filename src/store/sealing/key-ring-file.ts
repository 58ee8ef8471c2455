import { existsSync, readFileSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { HoldfastError } from '../../core/errors.ts'
import { fileLedger } from './erasure-ledger-file.ts'
import type { KeyShelf } from './key-ring.ts'

interface RingFile {
  readonly format: 1
  /** `clinic/holder` → the wrapped key, base64. */
  readonly keys: Readonly<Record<string, string>>
}

/**
 * The key ring of the embedded database: one file beside the data, readable by its owner only, replaced as a whole
 * and synced before anything is sealed under a new key. `null`: in memory, for tests.
 */
export function fileShelf(path: string | null): KeyShelf {
  const ledger = fileLedger(path && join(dirname(path), 'erasures.jsonl'))
  const keys = new Map<string, string>(path && existsSync(path) ? Object.entries(readRing(path)) : [])
  let last: Promise<void> = Promise.resolve()
  /** One writing at a time, in order. */
  const write = (): Promise<void> => {
    if (!path) return Promise.resolve()
    last = last.catch(() => undefined).then(() => replace(path, { format: 1, keys: Object.fromEntries(keys) }))
    return last
  }
  return {
    ...ledger,
    async keep(clinic, holder, wrapped) {
      const name = `${clinic}/${holder}`
      const there = keys.get(name)
      if (there !== undefined) return Buffer.from(there, 'base64')
      keys.set(name, wrapped.toString('base64'))
      try {
        await write()
      } catch (error) {
        keys.delete(name) // a key that is not on disk must seal nothing
        throw error
      }
      return wrapped
    },
    read: (clinic, holder) => {
      const found = keys.get(`${clinic}/${holder}`)
      return Promise.resolve(found === undefined ? null : Buffer.from(found, 'base64'))
    },
    all: (clinic) =>
      Promise.resolve(
        [...keys].flatMap(([name, wrapped]) =>
          name.startsWith(`${clinic}/`)
            ? [{ holder: name.slice(clinic.length + 1), wrapped: Buffer.from(wrapped, 'base64') }]
            : [],
        ),
      ),
    async replace(clinic, { holder, wrapped: before }, wrapped) {
      const name = `${clinic}/${holder}`
      if (keys.get(name) !== before.toString('base64')) return false
      keys.set(name, wrapped.toString('base64'))
      await write()
      return true
    },
    async forget(clinic, holder) {
      if (keys.delete(`${clinic}/${holder}`)) await write()
    },
  }
}

function readRing(path: string): RingFile['keys'] {
  const ring = parsed(readFileSync(path, 'utf8'))
  if (isRing(ring)) return ring.keys
  throw new HoldfastError(
    'key.missing',
    `The key ring ${path} cannot be read. Restore it from its own backup; without it no client's data opens.`,
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isRing(ring: unknown): ring is RingFile {
  if (typeof ring !== 'object' || ring === null || !('format' in ring) || !('keys' in ring)) return false
  return ring.format === 1 && typeof ring.keys === 'object' && ring.keys !== null
}

/** Written beside, synced, renamed over, and the folder synced: after a crash the old file is there or the new one. */
async function replace(path: string, ring: RingFile): Promise<void> {
  const beside = `${path}.new`
  await syncing(beside, 'w', (file) => file.writeFile(JSON.stringify(ring)))
  await rename(beside, path)
  // Windows cannot sync a folder; there the rename alone must do.
  if (process.platform !== 'win32') await syncing(dirname(path), 'r', () => Promise.resolve())
}

async function syncing(
  path: string,
  flags: string,
  work: (file: Awaited<ReturnType<typeof open>>) => Promise<void>,
): Promise<void> {
  const file = await open(path, flags, 0o600)
  try {
    await work(file)
    await file.sync()
  } finally {
    await file.close()
  }
}
