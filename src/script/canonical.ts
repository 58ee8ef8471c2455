import { createHash } from 'node:crypto'
import { HoldfastError } from '../core/errors.ts'
import { ScriptHash } from '../core/ids.ts'
import { Flow } from './schema.ts'

/** Counts changes of the canonical form. An old body is read by its own number, never guessed. */
const FORM = 1

/**
 * A flow in one language as one stable text: keys in order, no whitespace, nothing that is only for authors (comments,
 * short forms, the order of steps). The order of buttons and of lines stays, because a client sees it.
 */
export function canonicalForm(flow: Flow): string {
  return JSON.stringify(inOrder({ form: FORM, ...flow }))
}

/** The name of a script: SHA-256 of its canonical form. */
export function hashOf(canonical: string): ScriptHash {
  return ScriptHash.parse(createHash('sha256').update(canonical).digest('hex'))
}

/**
 * The flow that a canonical form was made from.
 * @throws HoldfastError flow.invalid if the text is not a canonical form of this version.
 */
export function readCanonical(body: string): Flow {
  const read = Flow.safeParse(withoutForm(parsed(body)))
  if (read.success) return read.data
  const where = read.error.issues[0]?.path.join('.') ?? ''
  throw invalid(`A stored script is no canonical form of version ${FORM} (at "${where}").`)
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw invalid('A stored script is not JSON.')
  }
}

function withoutForm(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('form' in value)) throw invalid('A stored script names no form.')
  const { form, ...flow } = value
  if (form !== FORM) throw invalid(`A stored script has form ${String(form)}, and this program reads form ${FORM}.`)
  return flow
}

function invalid(sentence: string): HoldfastError {
  return new HoldfastError(
    'flow.invalid',
    `${sentence} Restore it from its flow file or from a backup; do not edit it.`,
  )
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  // By code unit, not by locale: the hash must be the same on every machine.
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([key, part]) => [key, inOrder(part)]))
}
