import type {
  ChannelName,
  ClientId,
  ClinicianId,
  ClinicId,
  FlagLevel,
  FlowId,
  Lang,
  LinkId,
  RowId,
  ScriptHash,
} from '../core/ids.ts'
import type { Scale } from '../core/event.ts'
import type { AdaptedLine } from '../core/line.ts'
import type { Button, SoundFormat } from '../core/message.ts'
import type { Plan } from '../core/plan.ts'
import type { OutcomeKind } from '../core/duty.ts'
import type { Private } from '../core/private.ts'
import type { KeepsakeKind } from '../core/render.ts'
import type { ScreenResult } from '../core/screen-result.ts'
import type { Heard } from './care.ts'
import type { FlagRow, Handover } from './people.ts'

/** What the console shows, as one clinician's eyes may see it. Every reading of a client's words leaves a line in the audit. */
export interface ConsoleStore {
  /** The store's clock: deadlines are counted from it. */
  time(clinic: ClinicId): Promise<Date>
  queue(clinic: ClinicId): Promise<QueueRow[]>
  /** Whose clients these eyes see, with what stands out. */
  roster(clinic: ClinicId): Promise<RosterRow[]>
  /** The newest of a conversation, oldest first; `before`: what came before that entry. Null: no client these eyes see. */
  conversation(clinic: ClinicId, client: ClientId, before?: RowId): Promise<ConversationView | null>
  clientFile(clinic: ClinicId, client: ClientId): Promise<ClientFile | null>
  /** One tap: these words of the client may be quoted to them (care C12). */
  approveKeepsake(change: KeepsakeApproval): Promise<'approved' | 'unknown'>
  /** Break-glass. The client's id; null: no such pseudonym. */
  openFor(opening: NewOpening): Promise<ClientId | null>
  /** What a clinician spoke (care C25), as a draft in the place of the one before. Only whoever has the conversation, and where the client's last chat plays it. */
  keepSpoken(spoken: NewSpoken): Promise<'kept' | 'not-yours' | 'no-link' | 'no-sound' | 'unknown'>
  /** Throws one's own draft away; false: there is none. */
  dropSpoken(whose: Handover): Promise<boolean>
  /** A message that was sent, or these eyes' own draft; null: neither. */
  spoken(clinic: ClinicId, client: ClientId, id: RowId): Promise<Heard | null>
  /** Newest first. */
  audit(clinic: ClinicId, page: { readonly before?: number; readonly about?: string }): Promise<AuditRow[]>
}

export interface QueueRow extends FlagRow {
  readonly name: Private<string>
  readonly owner: ClinicianId
  readonly raisedAt: Date
  /** Until when a person must have it; null: no escalation stands. */
  readonly deadlineAt: Date | null
  readonly openings: readonly Opening[]
}

export interface RosterRow {
  readonly id: ClientId
  readonly pseudonym: string
  readonly name: Private<string>
  readonly owner: ClinicianId
  readonly status: string
  readonly latched: boolean
  readonly pausedUntil: Date | null
  readonly level: FlagLevel | null
  /** Links that wait for [That is them]. */
  readonly pending: number
  readonly lastWroteAt: Date | null
}

export interface Opening {
  readonly by: ClinicianId
  readonly reason: Private<string>
  readonly at: Date
}

export interface ConversationView {
  readonly client: RosterRow
  readonly plan: Plan
  readonly handedTo: ClinicianId | null
  /** What these eyes spoke and did not send yet. */
  readonly draft: RowId | null
  readonly entries: readonly Entry[]
  readonly more: boolean
  readonly flag: QueueRow | null
  readonly ratings: readonly RatingRow[]
  readonly openings: readonly Opening[]
}

/** One thing that was written or said, as the client saw it. */
export type Entry = {
  readonly id: RowId
  readonly at: Date
} & (
  | {
      readonly who: 'client'
      readonly words: Private<string>
      /** On the client's list for the session, which they have not opened; the words are left out. */
      readonly closed: boolean
      /** The token of the button that was tapped; null: typed. */
      readonly tapped: string | null
      readonly screen: ScreenResult | null
      readonly late: boolean
    }
  | {
      readonly who: 'bot'
      readonly words: Private<string>
      readonly buttons: readonly Button[]
      readonly from: { readonly flow: string; readonly step: string; readonly line: string }
      readonly deliveries: readonly Delivery[]
    }
  | {
      readonly who: 'clinician'
      readonly words: Private<string>
      /** It is heard, and has no words. */
      readonly spoken: boolean
      readonly name: string
      readonly deliveries: readonly Delivery[]
    }
)

export interface Delivery {
  readonly state: string
  /** null: not handed out yet, so no channel is chosen. */
  readonly channel: ChannelName | null
  readonly at: Date | null
}

export interface RatingRow {
  readonly scale: Scale
  readonly moment: string
  readonly value: number
  readonly practice: string | null
  readonly at: Date
}

export interface ClientFile {
  readonly client: RosterRow
  readonly plan: Plan
  readonly keepsakes: readonly KeepsakeRow[]
  readonly held: readonly { readonly flow: FlowId; readonly at: Date }[]
  readonly links: readonly LinkRow[]
  readonly practices: readonly PracticeRow[]
  readonly ratings: readonly RatingRow[]
  /** What the client wrote where a flow asked; `words` null: on the list for the session, which they have not opened. */
  readonly notes: readonly {
    readonly about: string
    readonly words: Private<string> | null
    readonly at: Date
    /** The client edited the message that it stood in: these are the words since then. */
    readonly changed: boolean
  }[]
  readonly flags: readonly {
    readonly level: FlagLevel
    readonly at: Date
    readonly state: string
    /** How it ended; null: not yet. */
    readonly ended: OutcomeKind | null
    /** What the person added. */
    readonly outcome: Private<string> | null
  }[]
  readonly openings: readonly Opening[]
}

export interface KeepsakeRow {
  readonly row: string
  readonly kind: KeepsakeKind
  readonly words: Private<string>
  readonly at: Date
  readonly suspended: boolean
  readonly approvedBy: string | null
}

export interface LinkRow {
  readonly id: LinkId
  readonly channel: ChannelName
  readonly state: string
  readonly display: Private<string> | null
  readonly openedAt: Date
}

export interface PracticeRow {
  readonly id: string
  readonly flow: FlowId
  readonly startedAt: Date
  readonly outcome: string | null
}

export interface KeepsakeApproval {
  readonly clinic: ClinicId
  readonly client: ClientId
  readonly row: string
  readonly by: ClinicianId
}

export interface NewSpoken extends Handover {
  readonly id: RowId
  readonly format: SoundFormat
  readonly sound: Buffer
}

export interface NewOpening {
  readonly clinic: ClinicId
  readonly id: string
  readonly pseudonym: string
  readonly reason: string
  readonly by: ClinicianId
}

export interface AuditRow {
  readonly n: number
  readonly at: Date
  readonly actor: string
  readonly verb: string
  readonly about: string
}

/** Lines in other words, for one client or the whole clinic (care C26). */
export interface AdaptationStore {
  /** What stands or waits: of the clinic, and of one client where one is named. Newest first. */
  adaptations(clinic: ClinicId, client: ClientId | null): Promise<AdaptationRow[]>
  /** Puts it in the place of what stood for the same flow, language and people; it waits while it needs a second name. */
  adapt(change: NewAdaptation): Promise<'signed' | 'waits'>
  /** The second name, with a reason of its own. */
  countersign(change: AdaptationDecision & { readonly reason: string }): Promise<'signed' | 'same-person' | 'unknown'>
  /** A running practice goes on as it began (P10). */
  endAdaptation(change: AdaptationDecision): Promise<'ended' | 'unknown'>
}

export interface AdaptationDecision {
  readonly clinic: ClinicId
  readonly id: string
  readonly by: string
}

/** A problem that was let pass, by whom and why. */
export interface Passed {
  readonly rule: string
  readonly message: string
  readonly reasons: readonly { readonly by: string; readonly reason: string }[]
}

interface Adapted {
  readonly id: string
  /** Null: everybody of the clinic. */
  readonly client: ClientId | null
  readonly flow: FlowId
  readonly lang: Lang
  /** The signed script that it stands on: where a newer one is signed, the newer one is heard as it is. */
  readonly base: ScriptHash
  readonly hash: ScriptHash
  /** All lines that differ from the base. */
  readonly lines: readonly AdaptedLine[]
  readonly passed: readonly Passed[]
}

export interface NewAdaptation extends Adapted {
  readonly clinic: ClinicId
  readonly by: string
  readonly needsSecond: boolean
}

export interface AdaptationRow extends Adapted {
  readonly madeBy: string
  readonly madeAt: Date
  /** Null: it waits for a second name, and nobody hears it. */
  readonly signedAt: Date | null
}
