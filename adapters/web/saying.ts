import { LIMITS } from '../../src/core/limits.ts'
import type { Inbound, InboundBody } from '../../src/core/message.ts'
import { Private } from '../../src/core/private.ts'

/** What a page may say. `id` is its own name for this saying: offered again, it is the same message. */
export interface Saying {
  readonly id: string
  readonly body: InboundBody
  /** What the clinician sees of who opened a link. */
  readonly display?: string
}

const ID = /^[\w-]{8,64}$/
const TOKEN_BYTES = 64
const ACK = 'ack:'
const PAIRING = /^[\w-]{1,64}$/

/** Reads `{id, text}` or `{id, token}`; `too-long` for words past the limit, null for what no page of ours sends. */
export function sayingIn(value: unknown): Saying | 'too-long' | null {
  if (typeof value !== 'object' || value === null) return null
  const { id, text, token } = value as Record<string, unknown>
  if (typeof id !== 'string' || !ID.test(id)) return null
  if (typeof token === 'string' && token !== '' && Buffer.byteLength(token) <= TOKEN_BYTES) {
    const body: InboundBody = token.startsWith(ACK)
      ? { kind: 'ack', ref: token.slice(ACK.length) }
      : { kind: 'choice', token }
    return { id, body }
  }
  if (typeof text !== 'string' || text.trim() === '') return null
  return text.length > LIMITS.inboundLength ? 'too-long' : { id, body: { kind: 'text', text: new Private(text) } }
}

/** The code of an opened link, or null. */
export function codeIn(value: unknown): string | null {
  return typeof value === 'string' && PAIRING.test(value) ? value : null
}

/** A saying of this address as every channel hands it on. */
export function inboundOf(address: string, { id, body, display }: Saying): Inbound {
  const externalId = `${address.slice(address.indexOf(':') + 1)}:${id}`
  return {
    channel: 'web',
    externalId,
    // The page takes back what was said on it, too (care C7).
    messageId: externalId,
    address: new Private(address),
    platformAt: undefined,
    display: display === undefined ? undefined : new Private(display),
    where: 'private',
    body,
  }
}
