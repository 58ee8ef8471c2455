import type { Adaptation } from '../core/line.ts'
import type { Conversation } from '../core/conversation.ts'
import type { ChainRung } from '../core/duty.ts'
import type { BarrierWord, TimerName } from '../core/event.ts'
import type { Effect, FlagNote, FlagRule } from '../core/effect.ts'
import type {
  AskId,
  ChannelName,
  ClientId,
  ClinicianId,
  ClinicId,
  EscalationId,
  FlagLevel,
  FlowId,
  LinkId,
  RowId,
  ScriptHash,
} from '../core/ids.ts'
import type { StoredFromClinician } from '../core/from-clinician.ts'
import type { RatingHistory } from './engine.ts'
import type { ChatKeeping } from './store/chat-keeping.ts'
import type { LateMeanings, MeaningMark } from './store/late-meaning.ts'
import type { Inbound, InboundBody, Notice, Receipt, RecordingName } from '../core/message.ts'
import type { ClinicSettings, Plan } from '../core/plan.ts'
import type { Private } from '../core/private.ts'
import type { KeepsakeKind, StoredMessage } from '../core/render.ts'
import type { ScreenResult } from '../core/screen-result.ts'

/*
 * What the way of a message needs from the store. Every verb is one call and at most one commit. What is about a
 * client crosses this line in the clear, boxed as Private, and is sealed under the client's own key below it.
 */
export interface Store extends ChatKeeping, LateMeanings {
  /** The store's own clock (`holdfast_now()`), which decides leases, due times and deadlines. */
  time(): Promise<Date>
  /** Who writes from this address, and what the screen and the first answer need. One read, no write. */
  sender(clinic: ClinicId, channel: ChannelName, address: Private<string>): Promise<Sender>
  /** One commit: inbox row, flag, escalation or joined signal, barrier, crisis-lane answer. A delivery seen before changes nothing. */
  receive(row: ReceiveRow): Promise<'stored' | 'duplicate'>
  /** Clients with something to take up: a new message or a due timer. Oldest first. */
  waiting(clinic: ClinicId, limit: number): Promise<ClientId[]>
  /** Everything one turn reads, with its oldest cause; null when nothing waits. One read. */
  loadTurn(clinic: ClinicId, client: ClientId): Promise<TurnInput | null>
  /** One commit of all that a turn changed, if version and barrier are still those that it read; else `stale`, nothing written. */
  commitTurn(turn: FinishedTurn): Promise<'committed' | 'stale'>
  /** Counts a failed turn; the third within 30 s sets the cause aside: red flag, fixed line, next turn `CAME_BACK failed`. */
  failTurn(failure: FailedTurn): Promise<'retry' | 'set-aside'>
  /** Rows to send now, at most one per client, crisis lane first, each under a lease; rows in the notice lane one per row. */
  claim(clinic: ClinicId, node: string, limit: number): Promise<ClaimedRow[]>
  /** What became of claimed rows; one commit for all. */
  recordDelivery(clinic: ClinicId, marks: readonly DeliveryMark[]): Promise<void>
  /**
   * This node lives. After a time in which no node did, stale practice lines are expired, each running practice gets a
   * `came-back` timer, and the answer says for how long everything stood still (0: nothing did).
   */
  nodeSeen(clinic: ClinicId, node: string): Promise<{ outageMs: number }>
}

/** Who an inbound message is from. */
export type Sender =
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'client'
      readonly client: ClientId
      readonly link: LinkId
      /** `pending`: the link was opened and no clinician has said 'that is them' yet (care C19). */
      readonly state: 'pending' | 'confirmed' | 'ended'
      readonly plan: Plan
      readonly settings: ClinicSettings
      readonly owner: ClinicianId
      readonly window: ScreenWindow
      readonly hasOpenEscalation: boolean
      /** Nothing of theirs is kept or read any more (care C27). */
      readonly discharged: boolean
    }
  | {
      readonly kind: 'clinician'
      readonly clinician: ClinicianId
      readonly link: LinkId
      readonly settings: ClinicSettings
    }

/** The little that the screen sees beside the message itself. */
export interface ScreenWindow {
  /** The client's last texts, newest first, at most 3, no older than 2 minutes. */
  readonly lastTexts: readonly Private<string>[]
  readonly lastDistress: number | null
  /** A signal of ask or higher in the last 7 days. */
  readonly recentSignal: boolean
  /** A question about the past came within seven days (care C11). */
  readonly askedBefore: boolean
  /** A safety plan was written in session. */
  readonly hasSafetyPlan: boolean
  /** The text before this one could not be read in any language that the lists know. */
  readonly unreadBefore: boolean
}

/** An inbox row and all that its receipt causes. */
export interface ReceiveRow {
  readonly id: RowId
  readonly clinic: ClinicId
  readonly client: ClientId
  readonly link: LinkId
  readonly message: Inbound
  readonly word: BarrierWord | null
  readonly late: boolean
  readonly screen: ScreenResult
  /** Left out: no reading of its meaning is due. */
  readonly meaning?: MeaningMark | undefined
  /** The answer written at once into the crisis lane; null: no barrier is raised. */
  readonly answer: Answer | null
  readonly flag: FlagToRaise | null
}

/** Lines that answer STOP, HELP, SOS or danger, and the asking under their buttons. */
export interface Answer {
  readonly ask: AskId | null
  readonly rows: readonly OutboxRow[]
}

/** A message to the client, ready to be sealed and queued. */
export interface OutboxRow {
  readonly id: RowId
  readonly lane: 'practice' | 'crisis'
  readonly repeat: boolean
  /** Not before the turn's commit plus this. */
  readonly afterMs: number
  /** Stale after the commit plus this; null: never. */
  readonly expiresAfterMs: number | null
  /** A reminder: where it goes stale unsent, nothing follows. */
  readonly quietly?: boolean
  readonly message: StoredMessage
}

/** A flag, and the escalation that it opens if it is red or black and none is open. */
export interface FlagToRaise {
  readonly id: RowId
  readonly level: FlagLevel
  readonly rule: FlagRule
  readonly note: FlagNote | null
  /** Screen categories and rule ids, for the clinician's 'why'. */
  readonly detail: readonly string[]
  readonly escalation: EscalationToOpen | null
}

export interface EscalationToOpen {
  readonly id: EscalationId
  /** The chain as it stands now, frozen. */
  readonly chain: readonly ChainRung[]
  /** Whether it opened in hours that the clinic declared: then its chain runs on through the night. */
  readonly covered: boolean
  /** How many named people must acknowledge. */
  readonly needed: number
  /** When the first rung must have acknowledged. In uncovered hours: from the next covered minute (care C1). */
  readonly firstNoticeAt: Date
  readonly deadlineAt: Date
}

/** What waits to be taken up. */
export type Cause =
  | {
      readonly kind: 'message'
      readonly id: RowId
      readonly link: LinkId
      readonly body: InboundBody
      readonly word: BarrierWord | null
      readonly late: boolean
      readonly screen: ScreenResult
      readonly answered: { readonly ask: AskId | null } | null
      readonly receivedAt: Date
      /** When the platform says it was written; null where it does not say. */
      readonly writtenAt: Date | null
    }
  /** `found`: what meanings that were read late made of messages, for the timer `meaning` only. */
  | { readonly kind: 'timer'; readonly timer: TimerName; readonly dueAt: Date; readonly found?: ScreenResult }

/** Everything that one turn reads, behind one version. */
export interface TurnInput {
  readonly clinic: ClinicId
  readonly client: ClientId
  readonly version: number
  readonly barrier: number
  readonly now: Date
  readonly cause: Cause
  /** null: the client's first turn, or a conversation that was set aside. */
  readonly conversation: Conversation | null
  /** Whether the last cause was set aside after failing: the turn begins at a grounded start. */
  readonly restart: boolean
  /** When the last turn was committed; null before the first. */
  readonly lastTurnAt: Date | null
  /** When the service last came back from a time in which no node lived. */
  readonly upSince: Date
  readonly plan: Plan
  readonly settings: ClinicSettings
  readonly latched: boolean
  readonly pausedUntil: Date | null
  /** Whose client it is. */
  readonly owner: ClinicianId
  /** Then nothing that waits may speak (care C27). */
  readonly discharged: boolean
  /** The clinician who has the conversation, by the name that clients know; null: nobody has. */
  readonly handedTo: string | null
  /** The client has said yes to the welcome, whatever became of the conversation since. */
  readonly consented: boolean
  /** They came of age since they said yes: it is asked again, and the limits of minors are over (care C10). */
  readonly cameOfAge: boolean
  /** Flows that stay closed until a clinician opens them again. */
  readonly held: readonly FlowId[]
  /** Something came into the place, and the client has not chosen yet: it is not among the keepsakes (care C13). */
  readonly placeSuspended: boolean
  /** The client's last question about the past, of this day (care C11). */
  readonly asked: Private<string> | null
  /** Read for the timer `review` only. */
  readonly history: RatingHistory | null
  /** Practices that were done to their end at least once. */
  readonly practised: readonly FlowId[]
  /** The highest risk answer of each instrument that a clinician looked at lately (care C24): `PHQ-9`. */
  readonly risksReviewed: Readonly<Record<string, number>>
  readonly keepsakes: Readonly<Partial<Record<KeepsakeKind, Private<string>>>>
  /** Keepsakes whose words the therapist approved for this client (care C12). */
  readonly approved: readonly KeepsakeKind[]
  /** What the therapist recorded for this client. */
  readonly recordings: readonly RecordingName[]
  readonly hasOpenEscalation: boolean
  /** Who acknowledged the open escalation, by the name that clients know, and when. */
  readonly acknowledged: { readonly reader: string; readonly at: Date } | null
  /** The signed, current script of each flow in the client's language. */
  readonly scripts: Readonly<Record<string, ScriptHash>>
  /** Scripts with lines in other words that this turn may meet (care C26). */
  readonly adaptations: readonly Adaptation[]
  /** Scripts whose signature was taken back: whatever runs on one leaves (P10). */
  readonly withdrawn: readonly ScriptHash[]
}

export interface FinishedTurn {
  readonly clinic: ClinicId
  readonly client: ClientId
  readonly version: number
  readonly barrier: number
  readonly cause: Cause
  readonly after: Conversation
  /** For the transcript: the kind of event, never words. */
  readonly event: string
  readonly rows: readonly OutboxRow[]
  /** The effects other than `say` and flags, which stand in `rows` and `flags`. */
  readonly effects: readonly Exclude<Effect, { type: 'say' | 'raiseFlag' }>[]
  readonly flags: readonly FlagToRaise[]
}

export interface FailedTurn {
  readonly clinic: ClinicId
  readonly client: ClientId
  readonly cause: Cause
  /** The error's code, never its message. */
  readonly code: string
  /** The fixed line and flag to write if this is the third failure. */
  readonly rows: readonly OutboxRow[]
  readonly flag: FlagToRaise
}

/** A row handed out to be sent. */
export interface ClaimedRow {
  readonly id: RowId
  readonly lane: 'practice' | 'crisis' | 'notice'
  readonly attempts: number
  readonly channel: ChannelName
  readonly address: Private<string>
  readonly message: { readonly kind: 'line'; readonly stored: StoredMessage } | Notice | TakeBack | StoredFromClinician
}

/** A message that is to go from the chat, ours or the client's own, by the platform's id of it (care C7). */
export interface TakeBack {
  readonly kind: 'take-back'
  readonly receipt: string
}

export interface DeliveryMark {
  readonly id: RowId
  readonly receipt: Receipt
  /** When to try again; for `later` and `unknown` of rows that may be repeated. */
  readonly retryAfterMs: number
}
