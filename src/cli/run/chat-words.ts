import type { Button } from '../../core/message.ts'
import { keysFor } from './chat-screen.ts'

/** The closed words go as words, whatever the buttons say: they are heard before any flow, and a button is not. */
const ALWAYS_WORDS = new Set(['stop', 'sos', 'help'])

export type Meaning = { readonly kind: 'text' | 'choice'; readonly value: string }

/** Buttons that stand, by message, newest last. */
export type Standing = ReadonlyMap<string, readonly Button[]>

/**
 * What somebody meant by what they typed: the number of a button under the newest message, or the exact label of any
 * button that stands (in either case of letters), else their words as they are. A number under an older scale is none of
 * these: a bare 9 is what it says (care C5). Nothing for an empty line.
 */
export function meaningOf(typed: string, standing: Standing): Meaning | undefined {
  const words = typed.trim()
  if (words === '') return undefined
  const said = words.toLowerCase()
  if (ALWAYS_WORDS.has(said)) return { kind: 'text', value: typed }
  const [newest = [], ...older] = [...standing.values()].toReversed()
  const reads = (button: Button) => button.label.trim().toLowerCase() === said
  const named =
    newest.find(reads) ??
    keysFor(newest).find((key) => key.typed === words)?.button ??
    older.flat().find((button) => reads(button) && !/^\d+$/.test(said))
  return named ? { kind: 'choice', value: named.token } : { kind: 'text', value: typed }
}
