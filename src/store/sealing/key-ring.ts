import { randomBytes } from 'node:crypto'
import { HoldfastError } from '../../core/errors.ts'
import type { KeyRing } from '../../ports/key-ring.ts'
import { deriveKey, openBytes, sealBytes } from './seal.ts'

/** Where wrapped keys lie. `keep` answers with the key that is there afterwards: the first one kept wins. */
export interface KeyShelf {
  keep(clinic: string, holder: string, wrapped: Buffer): Promise<Buffer>
  read(clinic: string, holder: string): Promise<Buffer | null>
  forget(clinic: string, holder: string): Promise<void>
}

const CLINIC = 'clinic'
const KEY_BYTES = 32
/** An opened key stays in memory this long. Another node's erasure reaches this one after at most that. */
const REMEMBERED_MS = 30_000

/** A key ring over a shelf: wraps with a key derived from the master key, and binds each wrapped key to its holder. */
export function keyRingOver(shelf: KeyShelf, master: Buffer): KeyRing {
  const wrapping = deriveKey(master, 'key wrapping')
  const opened = new Map<string, Buffer>()
  const bound = (clinic: string, holder: string) => `key|${clinic}|${holder}`

  const remember = (clinic: string, holder: string, wrapped: Buffer): Buffer => {
    const key = openBytes(wrapping, bound(clinic, holder), wrapped)
    opened.set(bound(clinic, holder), key)
    setTimeout(() => opened.delete(bound(clinic, holder)), REMEMBERED_MS).unref()
    return key
  }
  const make = async (clinic: string, holder: string): Promise<Buffer> => {
    const fresh = sealBytes(wrapping, bound(clinic, holder), randomBytes(KEY_BYTES))
    return remember(clinic, holder, await shelf.keep(clinic, holder, fresh))
  }
  const find = async (clinic: string, holder: string): Promise<Buffer | null> => {
    const known = opened.get(bound(clinic, holder))
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
    async forget(clinic, client) {
      opened.delete(bound(clinic, client))
      await shelf.forget(clinic, client)
    },
  }
}
