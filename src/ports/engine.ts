import type { Conversation } from '../core/conversation.ts'
import type { Effect } from '../core/effect.ts'
import type { TurnEvent } from '../core/event.ts'
import type { AskId, Lang, ScriptHash } from '../core/ids.ts'
import type { LineRef, ScriptLine } from '../core/line.ts'
import type { Plan } from '../core/plan.ts'
import type { KeepsakeKind } from '../core/render.ts'

/** What a step is given beside the conversation and the event: read once, at the start of the turn. */
export interface Given {
  readonly now: Date
  readonly plan: Plan
  readonly latched: boolean
  readonly pausedUntil: Date | null
  readonly kept: readonly KeepsakeKind[]
  /** The signed, current script of each flow in the client's language. */
  readonly scripts: Readonly<Record<string, ScriptHash>>
  newId(): string
  newAskId(): AskId
}

export type Say = Extract<Effect, { type: 'say' }>

/** What can be answered at once, before any turn: the closed words, danger, and the fixed cards. */
export type AnswerTo =
  | 'stop'
  | 'sos'
  | 'help'
  | 'red'
  | 'black'
  | 'set-aside'
  | 'unknown-sender'
  | 'pending'
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
