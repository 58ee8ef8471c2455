import { HoldfastError } from '../../core/errors.ts'
import type { KeyUpkeep } from '../../ports/key-ring.ts'
import type { KeyShelf } from './key-ring.ts'
import { boundTo, NO_CLINIC, openedBy, PROOF, wrappingOf, type MasterKeys } from './master-keys.ts'
import { copyRing, putBack } from './ring-copy.ts'
import { deriveKey, sealBytes } from './seal.ts'

/** Whose being here under today's master key says that the recovery sheet was typed back. */
const SHEET = 'recovery sheet'

/** The life of the master key: changed while everything runs, and proven to be on paper. */
export function keyUpkeepOver(shelf: KeyShelf, keys: MasterKeys, clinics: () => Promise<readonly string[]>): KeyUpkeep {
  const wrapping = wrappingOf(shelf, keys)
  /** What new keys are wrapped under, and therefore what must be on paper. */
  const current = async () => (keys.nextKey && (await wrapping.isAtNext()) ? keys.nextKey : keys.masterKey)

  /** One look over everything; answers how many keys were wrapped anew. */
  const pass = async (): Promise<number> => {
    let changed = 0
    for (const clinic of [NO_CLINIC, ...(await clinics())]) {
      for (const kept of await shelf.all(clinic)) {
        if (clinic === NO_CLINIC && kept.holder === SHEET) continue
        const anew = wrapping.anew(clinic, kept.holder, kept.wrapped)
        if (anew && (await shelf.replace(clinic, kept, anew))) changed += 1
      }
    }
    return changed
  }

  return {
    async rotate() {
      if (!keys.nextKey)
        throw new HoldfastError(
          'config.invalid',
          'HOLDFAST_KEY_NEXT is missing. Make a new key with `openssl rand -base64 32`, give it to every server beside HOLDFAST_KEY, start them anew, and run this again.',
        )
      const proof = await shelf.read(NO_CLINIC, PROOF)
      const first = proof && wrapping.anew(NO_CLINIC, PROOF, proof)
      // First of all: from here on every server wraps new keys under the next one.
      if (proof && first) await shelf.replace(NO_CLINIC, { holder: PROOF, wrapped: proof }, first)
      let changed = first ? 1 : 0
      for (let more = await pass(); more > 0; more = await pass()) changed += more
      return { changed }
    },

    copy: async (under) => copyRing(shelf, [NO_CLINIC, ...(await clinics())], under),
    putBack: (copy, under) => putBack(shelf, wrapping, { copy, under }),

    async typedBack() {
      const key = deriveKey(await current(), 'key wrapping')
      await shelf.forget(NO_CLINIC, SHEET)
      await shelf.keep(NO_CLINIC, SHEET, sealBytes(key, boundTo(NO_CLINIC, SHEET), Buffer.alloc(1)))
    },

    async standing() {
      const key = deriveKey(await current(), 'key wrapping')
      const mark = await shelf.read(NO_CLINIC, SHEET)
      return {
        sheet: mark && openedBy(key, NO_CLINIC, SHEET, mark) ? 'typed back' : 'never typed back',
        rotation: !keys.nextKey ? 'none' : (await wrapping.isAtNext()) ? 'done or under way' : 'not begun',
      }
    },

    async isSheetOf(key) {
      return (await current()).equals(key)
    },
  }
}
