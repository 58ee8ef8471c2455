import { existsSync, readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { z } from 'zod'
import { HoldfastError } from '../../core/errors.ts'

/** Whom we erased and when: ids and times. */
const Entry = z.strictObject({ clinic: z.uuid(), client: z.uuid(), at: z.iso.datetime() })
type Entry = z.infer<typeof Entry>

export interface ErasureLedger {
  condemn(clinic: string, client: string, at: Date): Promise<Date>
  condemned(clinic: string): Promise<readonly string[]>
  ledger(clinic: string): Promise<readonly { readonly client: string; readonly at: Date }[]>
}

/**
 * The erasure ledger of the embedded database: a line an entry, beside the key ring and in no backup, on disk before
 * anything is erased. `null`: in memory, for tests.
 */
export function fileLedger(path: string | null): ErasureLedger {
  const entries = path && existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean).map(entryIn) : []
  const of = (clinic: string) => entries.filter((entry) => entry.clinic === clinic)
  return {
    async condemn(clinic, client, at) {
      const there = entries.find((entry) => entry.clinic === clinic && entry.client === client)
      if (there) return new Date(there.at)
      const entry = { clinic, client, at: at.toISOString() }
      if (path) await append(path, `${JSON.stringify(entry)}\n`)
      entries.push(entry)
      return at
    },
    condemned: (clinic) => Promise.resolve(of(clinic).map(({ client }) => client)),
    ledger: (clinic) => Promise.resolve(of(clinic).map(({ client, at }) => ({ client, at: new Date(at) }))),
  }
}

function entryIn(line: string, index: number): Entry {
  const read = Entry.safeParse(parsed(line))
  if (read.success) return read.data
  throw new HoldfastError(
    'key.missing',
    `Line ${index + 1} of the erasure ledger (erasures.jsonl in the data folder) cannot be read. Mend or remove that line: until then nobody knows whether a restored backup brings an erased client back.`,
  )
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

async function append(path: string, line: string): Promise<void> {
  const file = await open(path, 'a', 0o600)
  try {
    await file.writeFile(line)
    await file.sync()
  } finally {
    await file.close()
  }
}
