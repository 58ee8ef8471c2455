import type { Conversation } from '../core/conversation.ts'
import type { Effect } from '../core/effect.ts'
import type { TurnEvent } from '../core/event.ts'
import type { AskId, FlowId, Lang, ScriptHash } from '../core/ids.ts'
import type { LineRef, ScriptLine } from '../core/line.ts'
import type { RecordingName } from '../core/message.ts'
import type { Plan } from '../core/plan.ts'
import type { Private } from '../core/private.ts'
import type { KeepsakeKind } from '../core/render.ts'

/** What a step is given beside the conversation and the event: read once, at the start of the turn. */
export interface Given {
  readonly now: Date
  readonly plan: Plan
  readonly latched: boolean
  readonly pausedUntil: Date | null
  /** Flows that stay closed until a clinician opens them again. */
  readonly held: readonly FlowId[]
  /** A clinician has the conversation: no practice starts (care C2). */
  readonly handed: boolean
  /** An escalation is open: a signal or SOS stands (care C4). */
  readonly signalStands: boolean
  /** Whether the clinic allows a higher start limit where a plan has one (care C6). */
  readonly higherStartAllowed: boolean
  /** Something came into the client's place, and they have not chosen yet (care C13). */
  readonly placeSuspended: boolean
  /** The last days' ratings; read for the timer `review` only. */
  readonly history: RatingHistory | null
  /** The client's last question about the past, of this day, for their list if they want it there (care C11). */
  readonly asked: Private<string> | null
  /** What may be quoted now: a suspended place is not among them. */
  readonly kept: readonly KeepsakeKind[]
  /** What the therapist recorded for this client. */
  readonly recordings: readonly RecordingName[]
  /** The signed, current script of each flow in the client's language. */
  readonly scripts: Readonly<Record<string, ScriptHash>>
  /** Scripts that nobody may go on with (P10). */
  readonly withdrawn: readonly ScriptHash[]
  newId(): string
  newAskId(): AskId
}

/** What the review after a practice looks at. */
export interface RatingHistory {
  /** The flow of the practice that ended last. */
  readonly flow: FlowId
  /** That flow's runs with both ratings, newest first. */
  readonly runs: readonly { readonly before: number; readonly after: number }[]
  /** All distress ratings of these days; `at` in milliseconds. */
  readonly ratings: readonly { readonly value: number; readonly at: number }[]
}

export type Say = Extract<Effect, { type: 'say' }>

/** What can be answered at once, before any turn: the closed words, danger, and the fixed cards. */
export type AnswerTo =
  | 'stop'
  | 'sos'
  | 'help'
  | 'red'
  | 'black'
  /** Danger of which nothing may stand on the screen (care C7). */
  | 'discreet'
  /** STOP while a signal or SOS stands: the numbers come with the answer (care C4). */
  | 'stop-signal'
  | 'set-aside'
  | 'unknown-sender'
  /** The numbers of the country that somebody unknown named; and what there is where the directory has none. */
  | 'stranger-numbers'
  | 'stranger-elsewhere'
  | 'pending'
  /** After discharge (care C27); what is added where duty was told, or is shown it later. */
  | 'discharged'
  | 'discharged-told'
  | 'discharged-shown'
  | 'store-down'

/** The flow engine, pure once its scripts are loaded. */
export interface Engine {
  /** One turn: the same input gives the same output. */
  step(
    before: Conversation,
    event: TurnEvent,
    given: Given,
  ): { readonly after: Conversation; readonly effects: readonly Effect[] }
  /** The lines that answer at once. Needs no conversation, so it works when everything else is broken. */
  answer(to: AnswerTo, lang: Lang, newAskId: () => AskId): readonly Say[]
  /** A line of a signed script. Throws `flow.not-signed`. */
  line(ref: LineRef): ScriptLine
  /** The current scripts of a language, as this node knows them. */
  current(lang: Lang): Readonly<Record<string, ScriptHash>>
  /** Loads pinned scripts that this node has not seen. */
  load(hashes: readonly ScriptHash[]): Promise<void>
}
