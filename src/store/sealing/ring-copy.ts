import { z } from 'zod'
import { HoldfastError } from '../../core/errors.ts'
import type { KeyShelf } from './key-ring.ts'
import { NO_CLINIC, PROOF, type Wrapping } from './master-keys.ts'
import { openBytes, sealBytes } from './seal.ts'

const Copied = z.strictObject({
  format: z.literal(1),
  keys: z.array(z.strictObject({ clinic: z.uuid(), holder: z.string(), wrapped: z.base64() })),
  erased: z.array(z.strictObject({ clinic: z.uuid(), client: z.uuid(), at: z.iso.datetime() })),
})

/** What the seal of a copy is bound to. */
const BOUND = 'a copy of the key ring'

/** The wrapped keys and the ledger of these clinics, sealed once more. Without `under` nobody reads it, with HOLDFAST_KEY or not. */
export async function copyRing(shelf: KeyShelf, clinics: readonly string[], under: Buffer): Promise<string> {
  const keys: z.infer<typeof Copied>['keys'] = []
  const erased: z.infer<typeof Copied>['erased'] = []
  for (const clinic of clinics) {
    for (const { holder, wrapped } of await shelf.all(clinic))
      keys.push({ clinic, holder, wrapped: wrapped.toString('base64') })
    for (const { client, at } of await shelf.ledger(clinic)) erased.push({ clinic, client, at: at.toISOString() })
  }
  return sealBytes(under, BOUND, Buffer.from(JSON.stringify({ format: 1, keys, erased }))).toString('base64')
}

/** The ledger first: whoever stands in either ledger gets no key back. */
export async function putBack(shelf: KeyShelf, wrapping: Wrapping, { copy, under }: { copy: string; under: Buffer }) {
  const { keys, erased } = opened(copy, under)
  proveSameMaster(keys, wrapping)
  for (const { clinic, client, at } of erased) await shelf.condemn(clinic, client, new Date(at))
  let back = 0
  for (const { clinic, holder, wrapped } of keys) {
    if ((await shelf.condemned(clinic)).includes(holder)) continue
    // What an empty installation made for itself gives way; a clinic's or client's key is never replaced.
    if (clinic === NO_CLINIC) await shelf.forget(clinic, holder)
    await shelf.keep(clinic, holder, Buffer.from(wrapped, 'base64'))
    back += 1
  }
  return { keys: back, erased: keys.length - back }
}

function opened(copy: string, under: Buffer): z.infer<typeof Copied> {
  try {
    return Copied.parse(JSON.parse(openBytes(under, BOUND, Buffer.from(copy, 'base64')).toString('utf8')))
  } catch {
    throw new HoldfastError(
      'command.refused',
      'This copy of the keys does not open. Its backup key is another one or was destroyed after 30 days, or the file was changed.',
    )
  }
}

function proveSameMaster(keys: z.infer<typeof Copied>['keys'], wrapping: Wrapping): void {
  const proof = keys.find(({ clinic, holder }) => clinic === NO_CLINIC && holder === PROOF)
  try {
    if (proof) return void wrapping.open(NO_CLINIC, PROOF, Buffer.from(proof.wrapped, 'base64'))
  } catch {
    // falls through to the refusal
  }
  throw new HoldfastError(
    'command.refused',
    'These keys were copied under another HOLDFAST_KEY. Set the one of that time (it stands on the recovery sheet).',
  )
}
