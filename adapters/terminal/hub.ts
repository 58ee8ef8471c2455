import { HoldfastError } from '../../src/core/errors.ts'
import type { Button, Inbound, InboundBody } from '../../src/core/message.ts'
import { Private } from '../../src/core/private.ts'

/** What a terminal is told, as JSON over the control socket. `id` is the receipt's id; the same id twice is the same message. */
export type TerminalEvent =
  | {
      readonly event: 'message'
      readonly id: string
      readonly kind: 'line' | 'from-clinician' | 'notice'
      readonly text: string
      readonly buttons: readonly Button[]
    }
  | { readonly event: 'retract'; readonly id: string }

/** What a terminal says. `key` is its own name for this saying: offered again after a break, it is the same message. */
export interface TerminalSaying {
  readonly kind: 'text' | 'choice' | 'pair'
  readonly value: string
  readonly key: string
}

/** Shows an event on one terminal; resolves with whether it was handed over whole. */
export type Show = (event: TerminalEvent) => Promise<boolean>

const ACK = 'ack:'

/**
 * Where terminals meet the channel: the control socket brings sessions and what they say, the channel brings messages.
 * Several terminals may be open at one address; all of them show what is sent there.
 */
export class TerminalHub {
  readonly #sessions = new Map<string, Set<Show>>()
  #receive: ((message: Inbound) => Promise<void>) | undefined

  /** A terminal opens at an address; the answer closes it. */
  attach(address: string, show: Show): () => void {
    const here = this.#sessions.get(address) ?? new Set()
    this.#sessions.set(address, here.add(show))
    return () => {
      here.delete(show)
      if (here.size === 0 && this.#sessions.get(address) === here) this.#sessions.delete(address)
    }
  }

  /** Takes what somebody typed. Resolves once it is stored; rejects when it is not, and the terminal keeps it and says it again. */
  async take(address: string, saying: TerminalSaying): Promise<void> {
    if (!this.#receive) {
      throw new HoldfastError('channel.unreachable', 'The conversation is not open yet. Trying again.', {
        retry: 'later',
      })
    }
    await this.#receive({
      channel: 'terminal',
      externalId: `${address}:${saying.key}`,
      address: new Private(address),
      platformAt: undefined,
      display: undefined,
      where: 'private',
      body: bodyOf(saying),
    })
  }

  /** The channel begins to listen, or stops. */
  listen(receive: ((message: Inbound) => Promise<void>) | undefined): void {
    this.#receive = receive
  }

  /** Shows an event on every terminal at an address: `nobody` is there, it was `shown`, or the line broke meanwhile. */
  async show(address: string, event: TerminalEvent): Promise<'shown' | 'nobody' | 'broken'> {
    const sessions = [...(this.#sessions.get(address) ?? [])]
    if (sessions.length === 0) return 'nobody'
    const shown = await Promise.all(sessions.map((show) => show(event).catch(() => false)))
    return shown.includes(true) ? 'shown' : 'broken'
  }
}

function bodyOf({ kind, value }: TerminalSaying): InboundBody {
  if (kind === 'text') return { kind: 'text', text: new Private(value) }
  if (kind === 'pair') return { kind: 'pair', code: value }
  return value.startsWith(ACK) ? { kind: 'ack', ref: value.slice(ACK.length) } : { kind: 'choice', token: value }
}
