import type { ChannelName, ClientId, ClinicianId, ClinicId, RowId } from '../../core/ids.ts'
import type { LineRef } from '../../core/line.ts'
import type { SoundFormat, SoundName } from '../../core/message.ts'
import type { Plan } from '../../core/plan.ts'
import type { Private } from '../../core/private.ts'

/* What the store knows of chats beside the lines: recordings that lines carry, and what is to go from a chat. */

/** Part of the store. */
export interface ChatKeeping {
  /** The recording that a message names, as it is now; null: there is none, or the message is not of this address. */
  sound(clinic: ClinicId, asked: SoundAsked): Promise<Sound | null>
  /** Keeps what a platform calls its copy of a recording, for the link that the row went over. */
  keepCopy(clinic: ClinicId, copy: SoundCopy): Promise<void>
  /** Clients' own messages that are to go from their chat now; each is handed out at most once in five minutes. */
  dueClearings(clinic: ClinicId, asked: ClearingsAsked): Promise<Clearing[]>
  /** `kept`: the platform would not. What is not recorded is handed out again. */
  recordClearings(clinic: ClinicId, marks: readonly ClearingMark[]): Promise<void>
  /** The last card of each client who has a link that can pin; none of whoever a new one is on its way to. */
  pinnedCards(clinic: ClinicId): Promise<PinnedCard[]>
  /** A new card is sent and pinned, unless somebody saw to it meanwhile. */
  renewCard(clinic: ClinicId, seen: Pick<PinnedCard, 'client' | 'card'>): Promise<void>
  /** The platform's ids of the cards that went over the same link before this row: they give way. Oldest first, at most two. */
  pinnedBefore(clinic: ClinicId, row: RowId): Promise<string[]>
}

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
