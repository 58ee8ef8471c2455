import { HoldfastError } from '../../../src/core/errors.ts'
import type { Inbound, InboundBody, Receipt } from '../../../src/core/message.ts'
import { Private } from '../../../src/core/private.ts'
import type { Channel } from '../../../src/ports/channel.ts'

/*
 * A channel as somebody new would write one after reading adapters/README.md: pigeons. A pigeon carries one letter, comes
 * back to the loft if nobody takes it, and may be lost. What makes it a channel is here; the loft is its platform.
 */

/** The platform: what a loft hands over, and what it can do. */
export interface Loft {
  /** Somebody offers each arriving letter until it is taken; rejecting keeps it. */
  onArrival(take: ((letter: Letter) => Promise<void>) | undefined): void
  sendOut(to: string, leaf: Leaf): Promise<'home' | 'no-such-roof' | 'hunter' | 'storm' | 'never-came-back'>
  callBack(to: string, leafId: string, change: 'retract-buttons' | 'delete'): Promise<boolean>
}

export interface Letter {
  readonly ring: string
  readonly roof: string
  readonly seal: 'ours' | 'somebody-elses'
  readonly written: { readonly words: string } | { readonly knot: string } | { readonly code: string }
}

export interface Leaf {
  readonly id: string
  readonly words: string
  readonly knots: readonly { readonly token: string; readonly label: string }[]
}

const TOKEN_BYTES = 64
const STORM_MS = 10_000
const ACK = 'ack:'

export function createPigeonChannel(loft: Loft): Channel {
  return {
    // A real one gets a name of its own in `ChannelName`.
    name: 'terminal',
    can: {
      textLength: 4096,
      buttons: 20,
      labelLength: 40,
      tokenBytes: TOKEN_BYTES,
      retractButtons: true,
      delete: true,
      pin: false,
      voice: false,
      receipts: true,
    },
    start: async (receive) => loft.onArrival(async (letter) => receive(normalise(letter))),
    stop: async () => loft.onArrival(undefined),
    send: async (to, message, key): Promise<Receipt> => {
      if (message.buttons.some(({ token }) => Buffer.byteLength(token) > TOKEN_BYTES))
        return { kind: 'refused', why: 'invalid' }
      const words = message.kind === 'line' ? message.text() : message.text
      const outcome = await loft.sendOut(to.reveal(), { id: key, words, knots: message.buttons })
      switch (outcome) {
        case 'home':
          return { kind: 'sent', id: key }
        case 'no-such-roof':
          return { kind: 'refused', why: 'gone' }
        case 'hunter':
          return { kind: 'refused', why: 'blocked' }
        case 'storm':
          return { kind: 'later', ms: STORM_MS }
        case 'never-came-back':
          return { kind: 'unknown' }
      }
      return outcome satisfies never
    },
    amend: async (to, receiptId, change) => {
      if (change === 'pin' || change === 'unpin') return 'unsupported'
      await loft.callBack(to.reveal(), receiptId, change)
      return { kind: 'sent', id: receiptId }
    },
  }
}

/** @throws HoldfastError `channel.invalid` for a letter under somebody else's seal. */
function normalise({ ring, roof, seal, written }: Letter): Inbound {
  if (seal !== 'ours') throw new HoldfastError('channel.invalid', 'That seal is not ours.')
  return {
    channel: 'terminal',
    externalId: ring,
    address: new Private(roof),
    platformAt: undefined,
    display: undefined,
    where: 'private',
    body: bodyOf(written),
  }
}

function bodyOf(written: Letter['written']): InboundBody {
  if ('words' in written) return { kind: 'text', text: new Private(written.words) }
  if ('code' in written) return { kind: 'pair', code: written.code }
  const { knot } = written
  return knot.startsWith(ACK) ? { kind: 'ack', ref: knot.slice(ACK.length) } : { kind: 'choice', token: knot }
}
