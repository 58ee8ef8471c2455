import type { FromClinician } from '../core/from-clinician.ts'
import type { ChannelName } from '../core/ids.ts'
import type { Inbound, Notice, Receipt, SoundFormat } from '../core/message.ts'
import type { Private } from '../core/private.ts'
import type { FactName, OutboundMessage } from '../core/render.ts'

/** A channel: one platform behind five verbs. Order, dedupe, pacing and retries are the engine's. */
export interface Channel {
  readonly name: ChannelName
  readonly can: Abilities
  /** Begins to listen. `receive` resolves once the message is stored; only then is the platform acknowledged. It rejects when it could not be stored: do not acknowledge. */
  start(receive: (message: Inbound) => Promise<void>): Promise<void>
  stop(): Promise<void>
  /** Sends one message. Never throws: every failure is a receipt. `key` names this delivery, for platforms that dedupe. */
  send(
    to: Private<string>,
    message: OutboundMessage | FromClinician | Notice,
    key: string,
    voice?: Voice,
  ): Promise<Receipt>
  /** Takes back the buttons of a sent message, or the message itself; or pins it in place of what was pinned before, without a sound. */
  amend(to: Private<string>, receiptId: string, change: Amendment): Promise<Receipt | 'unsupported'>
}

/** The therapist's recording that goes with a line. Given only where `can.voice`; elsewhere the line stands alone. */
export interface Voice {
  readonly format: SoundFormat
  /** What this platform called its copy the last time, at this address; null: it has none. */
  readonly copy: Private<string> | null
  /** Null: it was removed meanwhile. */
  bytes(): Promise<Buffer | null>
}

export type Amendment = 'retract-buttons' | 'delete' | 'pin' | 'unpin'

/** What a platform can do, as data, so that it can be read before a send fails. */
export interface Abilities {
  /** Longest text of one message, in UTF-16 units. */
  readonly textLength: number
  /** Most buttons under one message, and longest label in characters. */
  readonly buttons: number
  readonly labelLength: number
  /** Longest button token, in bytes. */
  readonly tokenBytes: number
  readonly retractButtons: boolean
  readonly delete: boolean
  readonly pin: boolean
  /** Whether it plays the therapist's recordings beside their lines. */
  readonly voice: boolean
  /** Whether the platform confirms what it took (a receipt with an id). */
  readonly receipts: boolean
}

/**
 * The words of a card of the signed flow `beside`, in the clinic's language: what clients read beside a chat, in a channel,
 * in a bot's description, on a page (P1). Null: no clinician has signed it, and nothing stands there. `facts` in place of
 * what is stated to somebody of whom nothing is known.
 */
export type Beside = (card: string, facts?: Readonly<Partial<Record<FactName, string>>>) => string | null
