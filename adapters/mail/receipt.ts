import type { Receipt } from '../../src/core/message.ts'

/** Before a server has spoken nothing can have arrived. */
const NEVER_STARTED = new Set(['EDNS', 'ETLS', 'EAUTH'])
const NO_CONNECTION = new Set(['connect', 'getaddrinfo'])
const LATER_MS = 15_000

/** What a failed send means. The error itself may quote an address, so only its code goes on. */
export function receiptOf(error: unknown): { receipt: Receipt; code: string } {
  const { code = '', responseCode = 0, syscall = '' } = fieldsOf(error)
  const named = responseCode > 0 ? String(responseCode) : code || 'unknown'
  if (responseCode >= 400 && responseCode < 500) return { receipt: { kind: 'later', ms: LATER_MS }, code: named }
  // The mailbox does not exist any more, or is not here.
  if (responseCode === 550 || responseCode === 551 || responseCode === 553)
    return { receipt: { kind: 'refused', why: 'gone' }, code: named }
  if (NEVER_STARTED.has(code) || NO_CONNECTION.has(syscall))
    return { receipt: { kind: 'later', ms: LATER_MS }, code: named }
  if (responseCode >= 500) return { receipt: { kind: 'refused', why: 'invalid' }, code: named }
  return { receipt: { kind: 'unknown' }, code: named }
}

interface Fields {
  readonly code?: string
  readonly responseCode?: number
  readonly syscall?: string
}

function fieldsOf(error: unknown): Fields {
  return typeof error === 'object' && error !== null ? error : {}
}
