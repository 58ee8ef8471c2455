import type { ClientId, ClinicId, RowId } from '../../core/ids.ts'
import type { InboundBody } from '../../core/message.ts'
import type { ClinicSettings, Plan } from '../../core/plan.ts'
import type { Private } from '../../core/private.ts'
import type { ScreenResult } from '../../core/screen-result.ts'
import type { FlagToRaise } from '../store.ts'

/* Messages that were stored before what they mean was read, though a reading was due. */

/** Stands with such a message from its commit on. */
export interface MeaningMark {
  /** Whether the screen was wary when the message came: the later reading is as wary as one at once. */
  readonly wary: boolean
}

/** Part of the store. */
export interface LateMeanings {
  /**
   * Messages whose reading nobody settled in time, the oldest first, each handed out to one node for ten seconds.
   * `reads` false: this node has no model, and takes none. What nobody could read for ten minutes is marked as unread.
   */
  dueMeanings(clinic: ClinicId, asked: MeaningsAsked): Promise<DueMeaning[]>
  /**
   * One commit: the screen result, which only rises, its flag, and the question behind it. A message that waits for its
   * turn is asked about in that turn. `gone`: settled by somebody else, or erased; nothing was written.
   */
  settleMeaning(clinic: ClinicId, read: ReadMeaning): Promise<'asks' | 'silent' | 'gone'>
}

export interface MeaningsAsked {
  readonly reads: boolean
  readonly limit: number
}

/** A message to be read now, with all that its screen saw when it came. */
export interface DueMeaning {
  readonly message: RowId
  readonly client: ClientId
  readonly body: InboundBody
  readonly screen: ScreenResult
  readonly wary: boolean
  /** As in the window of the screen, but of the time when the message came. */
  readonly lastTexts: readonly Private<string>[]
  readonly askedBefore: boolean
  /** How old the message was when it came, if it was late, in milliseconds. */
  readonly lateByMs: number | null
  readonly plan: Plan
  readonly settings: ClinicSettings
  readonly now: Date
}

export interface ReadMeaning {
  readonly message: RowId
  readonly client: ClientId
  /** Null: the meaning raises nothing. */
  readonly raised: { readonly screen: ScreenResult; readonly flag: FlagToRaise | null } | null
}
