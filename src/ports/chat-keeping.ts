import type { ChannelName, ClientId, ClinicianId, RowId } from '../core/ids.ts'
import type { LineRef } from '../core/line.ts'
import type { SoundFormat, SoundName } from '../core/message.ts'
import type { Plan } from '../core/plan.ts'
import type { Private } from '../core/private.ts'

/* What the store knows of chats beside the lines: recordings that lines carry, and what is to go from a chat. */

export interface ClearingsAsked {
  readonly afterMs: number
  readonly since: Date
  readonly limit: number
}

export interface Clearing {
  readonly message: RowId
  readonly channel: ChannelName
  readonly address: Private<string>
  /** The platform's own id of the message. */
  readonly receipt: string
}

export interface ClearingMark {
  readonly message: RowId
  readonly state: 'cleared' | 'kept'
}

/** The last card that was to be pinned for a client, and what it must state now. */
export interface PinnedCard {
  readonly client: ClientId
  /** Its message. */
  readonly card: RowId
  readonly from: LineRef
  readonly text: Private<string>
  readonly plan: Plan
  readonly owner: ClinicianId
}

export interface SoundAsked {
  /** The outbox row. */
  readonly row: RowId
  readonly name: SoundName
  /** Whether the sound itself is wanted, or only what it is. */
  readonly whole: boolean
  /** Of the web page that asks for it; left out: we send it ourselves. */
  readonly page?: Private<string>
}

export interface Sound {
  readonly recording: string
  readonly format: SoundFormat
  readonly copy: Private<string> | null
  /** Null: it was not asked for. */
  readonly bytes: Buffer | null
}

export interface SoundCopy {
  readonly row: RowId
  readonly recording: string
  readonly copy: Private<string>
}
