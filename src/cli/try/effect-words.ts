import type { Effect } from '../../core/effect.ts'
import { Private } from '../../core/private.ts'
import type { Answered } from '../../script/transcript/transcript.ts'

/** Any effect by its own name, words and numbers, new ones too; ids and hashes say nothing to a reader. */
export function inWords(effect: Effect): Answered {
  const { type, ...rest } = effect
  const details = Object.values(rest).flatMap((value: unknown) => {
    if (value instanceof Private) return [`"${String(value.reveal())}"`]
    if (typeof value === 'number') return [String(value)]
    return typeof value === 'string' && !/^[0-9a-f-]{36}$|^[0-9a-f]{64}$/.test(value) ? [value] : []
  })
  return { kind: 'does', what: type.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`), details }
}
