import { randomBytes } from 'node:crypto'
import { HoldfastError } from '../../core/errors.ts'
import { ClientId } from '../../core/ids.ts'
import type { KeyRing } from '../../ports/key-ring.ts'
import { deriveKey, openBytes, sealBytes } from './seal.ts'

/** Where wrapped keys lie. `keep` answers with the key that is there afterwards: the first one kept wins. */
export interface KeyShelf {
  keep(clinic: string, holder: string, wrapped: Buffer): Promise<Buffer>
  read(clinic: string, holder: string): Promise<Buffer | null>
  forget(clinic: string, holder: string): Promise<void>
  /** The erasure ledger: at once on disk, and a second entry keeps the first one's time. */
  condemn(clinic: string, client: string, at: Date): Promise<Date>
  condemned(clinic: string): Promise<readonly string[]>
}

const CLINIC = 'clinic'
const KEY_BYTES = 32
/** An opened key stays in memory this long. Another node's erasure reaches this one after at most that. */
const REMEMBERED_MS = 30_000

/** Under these names lies what proves the master key: any wrapped key, of no clinic. */
const NO_CLINIC = '00000000-0000-0000-0000-000000000000'
const PROOF = 'master'

/**
 * Throws `config.invalid` if the ring was begun under another master key. Without this the wrong key would find
 * nobody (every address has another index) and seal new clients beyond the reach of the right one.
 */
export async function proveMasterKey(shelf: KeyShelf, master: Buffer): Promise<void> {
  const wrapping = deriveKey(master, 'key wrapping')
  const fresh = sealBytes(wrapping, boundTo(NO_CLINIC, PROOF), randomBytes(KEY_BYTES))
  const kept = (await shelf.read(NO_CLINIC, PROOF)) ?? (await shelf.keep(NO_CLINIC, PROOF, fresh))
  try {
    openBytes(wrapping, boundTo(NO_CLINIC, PROOF), kept)
  } catch {
    throw new HoldfastError(
      'config.invalid',
      'HOLDFAST_KEY is not the key that this data was sealed under. Bring the right one (it stands on the recovery sheet); with another, nothing here can be read.',
    )
  }
}

/** A key ring over a shelf: wraps with a key derived from the master key, and binds each wrapped key to its holder. */
export function keyRingOver(shelf: KeyShelf, master: Buffer): KeyRing {
  const wrapping = deriveKey(master, 'key wrapping')
  const opened = new Map<string, Buffer>()

  const remember = (clinic: string, holder: string, wrapped: Buffer): Buffer => {
    const key = openBytes(wrapping, boundTo(clinic, holder), wrapped)
    opened.set(boundTo(clinic, holder), key)
    setTimeout(() => opened.delete(boundTo(clinic, holder)), REMEMBERED_MS).unref()
    return key
  }
  const make = async (clinic: string, holder: string): Promise<Buffer> => {
    const fresh = sealBytes(wrapping, boundTo(clinic, holder), randomBytes(KEY_BYTES))
    return remember(clinic, holder, await shelf.keep(clinic, holder, fresh))
  }
  const find = async (clinic: string, holder: string): Promise<Buffer | null> => {
    const known = opened.get(boundTo(clinic, holder))
    if (known) return known
    const wrapped = await shelf.read(clinic, holder)
    return wrapped && remember(clinic, holder, wrapped)
  }

  return {
    async open(clinic, client) {
      const key = await find(clinic, client)
      if (!key) {
        throw new HoldfastError(
          'key.missing',
          `The key of client ${client} is gone: they were erased, or the key ring was not restored.`,
        )
      }
      return key
    },
    async make(clinic, client) {
      await make(clinic, client)
    },
    async clinic(clinic) {
      return (await find(clinic, CLINIC)) ?? (await make(clinic, CLINIC))
    },
    condemn: (clinic, client, at) => shelf.condemn(clinic, client, at),
    async condemned(clinic) {
      return (await shelf.condemned(clinic)).map((id) => ClientId.parse(id))
    },
    async forget(clinic, client) {
      opened.delete(boundTo(clinic, client))
      await shelf.forget(clinic, client)
    },
  }
}

function boundTo(clinic: string, holder: string): string {
  return `key|${clinic}|${holder}`
}
