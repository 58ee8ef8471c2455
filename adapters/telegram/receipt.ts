import { GrammyError, HttpError } from 'grammy'
import type { Receipt } from '../../src/core/message.ts'

const GONE = /chat not found|peer_id_invalid|user not found/i
const NEVER_LEFT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH'])
const TRY_AGAIN_MS = 5_000
const TOKEN_REFUSED_MS = 60_000

/**
 * What a failed call means for the message. Only the code travels on: the thrown object holds the text that was sent
 * and, one level down, the address with the token in it, so nobody keeps or logs it.
 */
export function receiptOf(error: unknown): { readonly receipt: Receipt; readonly code: string } {
  if (error instanceof GrammyError) return { receipt: refusalOf(error), code: String(error.error_code) }
  const code = networkCode(error)
  // A connection that was never made carried nothing, so trying again cannot repeat a line.
  if (NEVER_LEFT.has(code)) return { receipt: { kind: 'later', ms: TRY_AGAIN_MS }, code }
  return { receipt: { kind: 'unknown' }, code }
}

function refusalOf(error: GrammyError): Receipt {
  switch (error.error_code) {
    case 403:
      return { kind: 'refused', why: 'blocked' }
    case 400:
      return { kind: 'refused', why: GONE.test(error.description) ? 'gone' : 'invalid' }
    case 429:
      return { kind: 'later', ms: (error.parameters.retry_after ?? 1) * 1000 }
    case 401:
    case 404:
      // The token is wrong or withdrawn: the operator's matter, not the client's, and the message is still owed.
      return { kind: 'later', ms: TOKEN_REFUSED_MS }
    default:
      return { kind: 'unknown' }
  }
}

/** How long Telegram asks to wait, in milliseconds; undefined where it does not say. */
export function retryAfterMs(error: unknown): number | undefined {
  const seconds = error instanceof GrammyError ? error.parameters.retry_after : undefined
  return seconds === undefined ? undefined : seconds * 1000
}

/** Telegram's own error number, or undefined when it did not answer. */
export function refusalCode(error: unknown): number | undefined {
  return error instanceof GrammyError ? error.error_code : undefined
}

/** The system's name of a network failure (`ECONNRESET`), or `no-answer`. Never its message, which quotes the address. */
export function networkCode(error: unknown): string {
  const inner: unknown = error instanceof HttpError ? error.error : error
  const code: unknown = typeof inner === 'object' && inner !== null && 'code' in inner ? inner.code : undefined
  return typeof code === 'string' ? code : 'no-answer'
}
