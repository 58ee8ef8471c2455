import { randomBytes } from 'node:crypto'
import { HoldfastError } from '../../core/errors.ts'
import type { KeyShelf } from './key-ring.ts'
import { deriveKey, openBytes, sealBytes } from './seal.ts'

export const KEY_BYTES = 32
/** Under this name lies what belongs to no clinic: the proof, the sheet's mark, what addresses and cookies are keyed by. */
export const NO_CLINIC = '00000000-0000-0000-0000-000000000000'
/** What proves the master key: any wrapped key. It is also the first to be wrapped anew, and so says which key wraps new ones. */
export const PROOF = 'master'

/** HOLDFAST_KEY, and during a rotation HOLDFAST_KEY_NEXT beside it. */
export interface MasterKeys {
  readonly masterKey: Buffer
  readonly nextKey?: Buffer | null
}

/** Wraps and unwraps under the master key or, in a rotation, under either of two. */
export interface Wrapping {
  open(clinic: string, holder: string, wrapped: Buffer): Buffer
  keep(clinic: string, holder: string, key: Buffer): Promise<Buffer>
  /** The first time a key that follows from the master key, as it always did; from then on this very key, whatever opens it. */
  keepShared(purpose: string): Promise<Buffer>
  /** The same key, wrapped under the next master key; null if it is already. */
  anew(clinic: string, holder: string, wrapped: Buffer): Buffer | null
  /** Which of the two wraps new keys. */
  isAtNext(): Promise<boolean>
}

export function wrappingOf(shelf: KeyShelf, { masterKey, nextKey = null }: MasterKeys): Wrapping {
  const now = deriveKey(masterKey, 'key wrapping')
  const next = nextKey && deriveKey(nextKey, 'key wrapping')

  const open = (clinic: string, holder: string, wrapped: Buffer): Buffer => {
    const underNext = next && openedBy(next, clinic, holder, wrapped)
    return underNext ?? openBytes(now, boundTo(clinic, holder), wrapped)
  }
  const isAtNext = async (): Promise<boolean> => {
    if (!next) return false
    const proof = await shelf.read(NO_CLINIC, PROOF)
    return proof !== null && openedBy(next, NO_CLINIC, PROOF, proof) !== null
  }
  const anew = (clinic: string, holder: string, wrapped: Buffer): Buffer | null => {
    if (!next) throw new RangeError('a rotation needs the next key')
    if (openedBy(next, clinic, holder, wrapped)) return null
    return sealBytes(next, boundTo(clinic, holder), openBytes(now, boundTo(clinic, holder), wrapped))
  }
  const keep = async (clinic: string, holder: string, key: Buffer): Promise<Buffer> => {
    const by = next && (await isAtNext()) ? next : now
    const kept = await shelf.keep(clinic, holder, sealBytes(by, boundTo(clinic, holder), key))
    // A rotation that began between the look and the keeping may have passed this key by: it goes on by itself.
    const late = next && by === now && (await isAtNext()) ? anew(clinic, holder, kept) : null
    if (late) await shelf.replace(clinic, { holder, wrapped: kept }, late)
    return late ?? kept
  }
  return {
    open,
    keep,
    anew,
    isAtNext,
    keepShared: (purpose) => keep(NO_CLINIC, purpose, deriveKey(masterKey, purpose)),
  }
}

/**
 * Throws `config.invalid` if the ring was begun under another master key. Without this the wrong key would find
 * nobody (every address has another index) and seal new clients beyond the reach of the right one.
 */
export async function proveMasterKey(shelf: KeyShelf, keys: MasterKeys): Promise<void> {
  const wrapping = wrappingOf(shelf, keys)
  const kept = (await shelf.read(NO_CLINIC, PROOF)) ?? (await wrapping.keep(NO_CLINIC, PROOF, randomBytes(KEY_BYTES)))
  try {
    wrapping.open(NO_CLINIC, PROOF, kept)
  } catch {
    throw new HoldfastError(
      'config.invalid',
      'HOLDFAST_KEY is not the key that this data was sealed under. Bring the right one (it stands on the recovery sheet); with another, nothing here can be read. In the middle of a change of keys, set HOLDFAST_KEY to the old one, HOLDFAST_KEY_NEXT to the new one, and run `holdfast rotate-keys`.',
    )
  }
}

export function openedBy(wrapping: Buffer, clinic: string, holder: string, wrapped: Buffer): Buffer | null {
  try {
    return openBytes(wrapping, boundTo(clinic, holder), wrapped)
  } catch {
    return null
  }
}

export function boundTo(clinic: string, holder: string): string {
  return `key|${clinic}|${holder}`
}
