import { afterEach } from 'vitest'
import type { ChannelName } from '../../src/core/ids.ts'
import type { FromClinician } from '../../src/core/from-clinician.ts'
import type { Button, Inbound, InboundBody, Media, Notice, Receipt } from '../../src/core/message.ts'
import { Private } from '../../src/core/private.ts'
import type { OutboundMessage } from '../../src/core/render.ts'
import type { Abilities, Amendment, Channel } from '../../src/ports/channel.ts'
import { gate } from './gate.ts'

/** What the never-lead gate refused of everything that any channel here was given. A channel that threw would be tried again. */
const refused: string[] = []

afterEach(() => {
  const found = refused.splice(0)
  if (found.length > 0) throw new Error(`A client would have read what the gate refuses:\n${found.join('\n')}`)
})

/** One send as the platform saw it. `buttons` are those that still stand. */
export interface FakeSend {
  readonly id: string
  readonly to: string
  readonly key: string
  readonly text: string
  readonly message: OutboundMessage | FromClinician | Notice
  readonly receipt: Receipt
  buttons: readonly Button[]
  deleted: boolean
}

/** What a programmed answer may be: a receipt, or work to do first (a promise lets a test hold a send on the wire). */
export type FakeAnswer = Receipt | (() => Receipt | Promise<Receipt>)

const WIDE: Abilities = {
  textLength: 4096,
  buttons: 24,
  labelLength: 64,
  tokenBytes: 64,
  retractButtons: true,
  delete: true,
  pin: true,
  voice: true,
  receipts: true,
}

/**
 * A channel in memory, for tests of what stands behind channels. People write with `says`, `taps` and the rest, which
 * resolve once `receive` did and reject when it did; a rejected delivery is kept and `redelivers` offers it again, as
 * platforms do. Sends are answered by programmed receipts, else by `sent`.
 */
export class FakeChannel implements Channel {
  readonly name: ChannelName
  readonly can: Abilities
  /** Every send that reached the platform, refused ones included, in order. */
  readonly sends: FakeSend[] = []
  /** Deliveries that `receive` has not resolved for, oldest first. */
  readonly unacknowledged: Inbound[] = []
  readonly acknowledged: string[] = []
  /** What people wrote and the bot took from their chat, by the platform's id. */
  readonly takenBack: string[] = []
  /** What was pinned, by the platform's id, oldest first. */
  readonly pinned: string[] = []
  /** Runs before each send is answered; throw or wait here to stop the world at that point. */
  beforeSend: (send: FakeSend) => void | Promise<void> = () => {}
  /** Runs after each acknowledgement. */
  afterAcknowledged: () => void = () => {}
  readonly #answers: FakeAnswer[] = []
  #receive: ((message: Inbound) => Promise<void>) | undefined
  #count = 0

  constructor(name: ChannelName = 'telegram', can: Partial<Abilities> = {}) {
    this.name = name
    this.can = { ...WIDE, ...can }
  }

  async start(receive: (message: Inbound) => Promise<void>): Promise<void> {
    this.#receive = receive
  }

  async stop(): Promise<void> {
    this.#receive = undefined
  }

  async send(to: Private<string>, message: OutboundMessage | FromClinician | Notice, key: string): Promise<Receipt> {
    const id = `fake-${++this.#count}`
    const text = message.kind === 'line' ? message.text() : message.text
    if (message.kind === 'line') refused.push(...gate(message))
    const tooLong = message.buttons.some((b) => Buffer.byteLength(b.token) > this.can.tokenBytes)
    const answer: FakeAnswer = tooLong
      ? { kind: 'refused', why: 'invalid' }
      : (this.#answers.shift() ?? { kind: 'sent', id })
    const draft = { id, to: to.reveal(), key, text, message, buttons: message.buttons, deleted: false }
    await this.beforeSend({ ...draft, receipt: { kind: 'unknown' } })
    const receipt = typeof answer === 'function' ? await answer() : answer
    this.sends.push({ ...draft, id: receipt.kind === 'sent' ? receipt.id : id, receipt })
    return receipt
  }

  async amend(to: Private<string>, receiptId: string, change: Amendment): Promise<Receipt | 'unsupported'> {
    if (change === 'pin') {
      this.pinned.push(receiptId)
      return { kind: 'sent', id: receiptId }
    }
    if (change === 'unpin') {
      this.pinned.splice(0, this.pinned.length, ...this.pinned.filter((id) => id !== receiptId))
      return { kind: 'sent', id: receiptId }
    }
    if (change === 'delete' ? !this.can.delete : !this.can.retractButtons) return 'unsupported'
    if (receiptId.startsWith('theirs-') && change === 'delete') {
      this.takenBack.push(receiptId)
      return { kind: 'sent', id: receiptId }
    }
    const sent = this.sends.find((s) => s.id === receiptId && s.to === to.reveal())
    if (!sent) return { kind: 'refused', why: 'gone' }
    sent.buttons = []
    if (change === 'delete') sent.deleted = true
    return { kind: 'sent', id: receiptId }
  }

  /** The next sends get these answers, in order; afterwards `sent` again. */
  answersNext(...answers: readonly FakeAnswer[]): void {
    this.#answers.push(...answers)
  }

  /** What one person can read now: refused sends never arrived, an unknown one did (the harder case). */
  reads(address: string): FakeSend[] {
    return this.sends.filter(
      (s) => s.to === address && !s.deleted && (s.receipt.kind === 'sent' || s.receipt.kind === 'unknown'),
    )
  }

  says(address: string, text: string): Promise<Inbound> {
    return this.delivers(address, { kind: 'text', text: new Private(text) })
  }

  taps(address: string, token: string): Promise<Inbound> {
    const isAck = token.startsWith('ack:')
    return this.delivers(address, isAck ? { kind: 'ack', ref: token.slice(4) } : { kind: 'choice', token })
  }

  sendsMedia(address: string, media: Media, caption?: string): Promise<Inbound> {
    return this.delivers(address, {
      kind: 'media',
      media,
      caption: caption === undefined ? undefined : new Private(caption),
    })
  }

  /** Anything else, with whatever the platform says beside it. Resolves once stored; rejects when `receive` does. */
  async delivers(address: string, body: InboundBody, beside: Partial<Inbound> = {}): Promise<Inbound> {
    const message: Inbound = {
      channel: this.name,
      externalId: `fake:${++this.#count}`,
      messageId: `theirs-${this.#count}`,
      address: new Private(address),
      platformAt: undefined,
      display: new Private('Robin Example'),
      where: 'private',
      body,
      ...beside,
    }
    this.unacknowledged.push(message)
    await this.#offer(message)
    return message
  }

  /** Offers again, oldest first, what was not acknowledged; stops at the first that still is not. */
  async redelivers(): Promise<void> {
    for (const message of this.unacknowledged.slice()) await this.#offer(message)
  }

  /** Hands over a delivery that was acknowledged before, as platforms sometimes do. */
  async repeats(message: Inbound): Promise<void> {
    await this.#offer(message)
  }

  async #offer(message: Inbound): Promise<void> {
    if (!this.#receive) return
    await this.#receive(message)
    const at = this.unacknowledged.indexOf(message)
    if (at >= 0) this.unacknowledged.splice(at, 1)
    this.acknowledged.push(message.externalId)
    this.afterAcknowledged()
  }
}
