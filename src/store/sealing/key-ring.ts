import { randomBytes } from 'node:crypto'
import { HoldfastError } from '../../core/errors.ts'
import { ClientId } from '../../core/ids.ts'
import type { KeyRing } from '../../ports/key-ring.ts'
import { KEY_BYTES, NO_CLINIC, wrappingOf, type MasterKeys } from './master-keys.ts'

/** A wrapped key as it lies there. */
export interface Kept {
  readonly holder: string
  readonly wrapped: Buffer
}

/** Where wrapped keys lie. `keep` answers with the key that is there afterwards: the first one kept wins. */
export interface KeyShelf {
  keep(clinic: string, holder: string, wrapped: Buffer): Promise<Buffer>
  read(clinic: string, holder: string): Promise<Buffer | null>
  forget(clinic: string, holder: string): Promise<void>
  /** All keys of a clinic. */
  all(clinic: string): Promise<readonly Kept[]>
  /** Puts the same key there in another wrapping; false where something else lies there by now. */
  replace(clinic: string, before: Kept, wrapped: Buffer): Promise<boolean>
  /** The erasure ledger: at once on disk, and a second entry keeps the first one's time. */
  condemn(clinic: string, client: string, at: Date): Promise<Date>
  condemned(clinic: string): Promise<readonly string[]>
  ledger(clinic: string): Promise<readonly { readonly client: string; readonly at: Date }[]>
}

const CLINIC = 'clinic'
/** An opened key stays in memory this long. Another node's erasure reaches this one after at most that. */
const REMEMBERED_MS = 30_000

/** A key ring over a shelf: wraps with a key derived from the master key, and binds each wrapped key to its holder. */
export function keyRingOver(shelf: KeyShelf, master: MasterKeys): KeyRing {
  const wrapping = wrappingOf(shelf, master)
  const opened = new Map<string, Buffer>()

  const remember = (clinic: string, holder: string, wrapped: Buffer): Buffer => {
    const name = `${clinic}/${holder}`
    const key = wrapping.open(clinic, holder, wrapped)
    opened.set(name, key)
    setTimeout(() => opened.delete(name), REMEMBERED_MS).unref()
    return key
  }
  const make = async (clinic: string, holder: string): Promise<Buffer> =>
    remember(clinic, holder, await wrapping.keep(clinic, holder, randomBytes(KEY_BYTES)))
  const find = async (clinic: string, holder: string): Promise<Buffer | null> => {
    const known = opened.get(`${clinic}/${holder}`)
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
    async shared(purpose) {
      return (await find(NO_CLINIC, purpose)) ?? remember(NO_CLINIC, purpose, await wrapping.keepShared(purpose))
    },
    condemn: (clinic, client, at) => shelf.condemn(clinic, client, at),
    async condemned(clinic) {
      return (await shelf.condemned(clinic)).map((id) => ClientId.parse(id))
    },
    async forget(clinic, client) {
      opened.delete(`${clinic}/${client}`)
      await shelf.forget(clinic, client)
    },
  }
}
