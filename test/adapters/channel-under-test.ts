import type { Button, Inbound, InboundBody, Media } from '../../src/core/message.ts'
import type { Private } from '../../src/core/private.ts'
import type { Channel } from '../../src/ports/channel.ts'

/** In every text that the rules write, so that it can be looked for where it must not be. */
export const CANARY = 'marmalade'

export interface ReadMessage {
  readonly id: string
  readonly text: string
  readonly buttons: readonly Button[]
}

/** A channel with its platform around it, as a test needs it. Each adapter writes one of these (adapters/README.md). */
export interface ChannelUnderTest {
  readonly channel: Channel
  /** The person at the other end. What they do resolves once the platform has taken it, acknowledged or not. */
  readonly person: {
    readonly address: Private<string>
    says(text: string): Promise<void>
    taps(token: string): Promise<void>
    pairs(code: string): Promise<void>
    sends(media: Media, caption?: string): Promise<void>
    edits(text: string): Promise<void>
    blocks(): Promise<void>
    unblocks(): Promise<void>
    saysInGroup(text: string): Promise<void>
    /** What stands in the chat from us, once all that was sent has got there. */
    reads(): Promise<readonly ReadMessage[]>
  }
  readonly platform: {
    /** How many deliveries it was told to forget. */
    acknowledged(): number
    /** Called with every acknowledgement, so that a rule can look at the store at that very moment. */
    onAcknowledged(told: () => void): void
    /** Resolves once everything it took was acknowledged. */
    drained(): Promise<void>
    /** Lets time go by with every retry that falls into it, on both sides. */
    passes(ms: number): Promise<void>
    /** Hands over its last delivery once more, although it was acknowledged. */
    repeatsLast(): Promise<void>
    /** Two sayings that overtake one another. */
    deliversInWrongOrder(first: string, second: string): Promise<void>
    /** Somebody who is not the platform hands over a saying. Resolves with whether they were refused. */
    forges(text: string): Promise<boolean>
    /** How the next send ends. `lost`: it arrives and the answer does not. */
    answersNext(how: 'rate-limited' | 'blocked' | 'gone' | 'lost'): void
  }
  readonly start: (receive: (message: Inbound) => Promise<void>) => Promise<void>
  /** Everything that was logged, as one text. */
  logged(): string
  close(): Promise<void>
}

/** The store's half of the contract: rows by external id, and whether it can be reached. */
export interface Inbox {
  readonly rows: Map<string, Inbound>
  /** Every offer, repeated ones included. */
  readonly offers: Inbound[]
  isDown: boolean
  readonly receive: (message: Inbound) => Promise<void>
}

export function createInbox(): Inbox {
  const inbox: Inbox = {
    rows: new Map(),
    offers: [],
    isDown: false,
    receive: async (message) => {
      inbox.offers.push(message)
      if (inbox.isDown) throw new Error('the store is away')
      inbox.rows.set(message.externalId, message)
    },
  }
  return inbox
}

/** Bodies with their words in the open, for comparing. */
export function bodiesOf(messages: Iterable<Inbound>): unknown[] {
  return [...messages].map(({ body }) => bodyInTheOpen(body))
}

function bodyInTheOpen(body: InboundBody): unknown {
  if (body.kind === 'media') return { ...body, caption: body.caption?.reveal() }
  return 'text' in body ? { ...body, text: body.text.reveal() } : body
}
