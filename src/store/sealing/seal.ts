import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { HoldfastError } from '../../core/errors.ts'
import type { ClientId, ClinicId } from '../../core/ids.ts'
import type { KeyRing } from '../../ports/key-ring.ts'

/** Of the sealed form: version 1, then 12 bytes of IV, 16 of tag, and the ciphertext. */
const VERSION = 1
const IV_BYTES = 12
const TAG_BYTES = 16

/** Where a sealed value stands. The seal binds it: moved to another row, column, client or clinic, it does not open. */
export interface Place {
  readonly table: string
  readonly row: string
  readonly column: string
}

/** Seals and opens under one key, for one holder. Sealed values are base64, as they travel to the store. */
export interface Seal {
  seal(place: Place, plain: string): string
  /** Throws `seal.broken` if the value was changed or moved. */
  open(place: Place, sealed: string): string
  /** The same for what is no text: a recording. */
  sealSound(place: Place, sound: Buffer): Buffer
  openSound(place: Place, sealed: Buffer): Buffer
}

/** The seal of what is about a client; throws `key.missing` once they were erased. */
export async function clientSeal(keys: KeyRing, clinic: ClinicId, client: ClientId): Promise<Seal> {
  return sealWith(await keys.open(clinic, client), clinic, client)
}

/** The seal of what is about a clinic's own people and notices. */
export async function clinicSeal(keys: KeyRing, clinic: ClinicId): Promise<Seal> {
  return sealWith(await keys.clinic(clinic), clinic, 'clinic')
}

function sealWith(key: Buffer, clinic: string, holder: string): Seal {
  const bound = (place: Place) => [place.table, clinic, holder, place.row, place.column].join('|')
  return {
    seal: (place, plain) => sealBytes(key, bound(place), Buffer.from(plain, 'utf8')).toString('base64'),
    open: (place, sealed) => openBytes(key, bound(place), Buffer.from(sealed, 'base64')).toString('utf8'),
    sealSound: (place, sound) => sealBytes(key, bound(place), sound),
    openSound: (place, sealed) => openBytes(key, bound(place), sealed),
  }
}

/** AES-256-GCM; `bound` is authenticated, not hidden. */
export function sealBytes(key: Buffer, bound: string, plain: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.from(bound, 'utf8'))
  const hidden = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([Buffer.from([VERSION]), iv, cipher.getAuthTag(), hidden])
}

/** The reverse of `sealBytes`; throws `seal.broken`. */
export function openBytes(key: Buffer, bound: string, sealed: Buffer): Buffer {
  const start = 1 + IV_BYTES + TAG_BYTES
  if (sealed.length < start || sealed[0] !== VERSION) throw broken(bound)
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + IV_BYTES), {
      authTagLength: TAG_BYTES,
    })
    decipher.setAAD(Buffer.from(bound, 'utf8'))
    decipher.setAuthTag(sealed.subarray(1 + IV_BYTES, start))
    return Buffer.concat([decipher.update(sealed.subarray(start)), decipher.final()])
  } catch {
    throw broken(bound)
  }
}

/** A key for one purpose, so that the master key itself seals nothing. */
export function deriveKey(master: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `holdfast ${purpose} v1`, 32))
}

function broken(bound: string): HoldfastError {
  return new HoldfastError(
    'seal.broken',
    `A sealed value does not open where it stands (${bound}). Either HOLDFAST_KEY is not the key that sealed it, or the row was changed; restore it from a backup.`,
  )
}
