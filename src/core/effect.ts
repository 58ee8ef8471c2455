import type { KeepsakeKind } from './render.ts'
import type { AskId, FlagLevel, FlowId, PracticeId, ScriptHash } from './ids.ts'
import type { BarrierWord, NotReminded, Question, Scale, TimerName } from './event.ts'
import type { LineRef } from './line.ts'
import type { RecordingName } from './message.ts'
import type { Private } from './private.ts'

/** What a question offers. `id` is the choice in the flow's own words; reserved ids (`stop`, `sos`, `help`, `back`, `skip`) are the rails'. */
export interface Offer {
  readonly id: string
  readonly label: LineRef
}

/** One asking of one question. */
export interface Ask {
  readonly id: AskId
  readonly kind: 'choose' | 'rate' | 'write'
  readonly scale: Scale | undefined
  readonly offers: readonly Offer[]
}

/** Everything that a turn can cause: closed, as data, imperative. Nothing is executed by a step; the commit writes all or none. */
export type Effect =
  | {
      readonly type: 'say'
      readonly line: LineRef
      readonly lane: 'practice' | 'crisis'
      /** A line that may be sent twice when the platform did not answer: crisis, grounding, closing. */
      readonly repeat: boolean
      readonly afterMs: number
      readonly silent: boolean
      readonly protect: boolean
      /** Ends a pause of a client whose eyes are closed: it comes with one sound or buzz (care C20). */
      readonly wakes?: true
      /** The therapist's voice beside the line: only one that `Given.recordings` names. */
      readonly recording?: RecordingName
      /** Sent to the links that can pin, and pinned there (care C20). */
      readonly pin?: { readonly country: string }
      readonly ask: Ask | undefined
      /** A reminder: after so long it is not sent any more, and nothing follows from that. */
      readonly staleAfterMs?: number
    }
  | { readonly type: 'startTimer'; readonly timer: TimerName; readonly afterMs: number }
  | { readonly type: 'cancelTimer'; readonly timer: TimerName }
  | {
      readonly type: 'raiseFlag'
      readonly level: FlagLevel
      readonly rule: FlagRule
      /** Names for the clinician's 'why': `after-session`, a question's name. Never words. */
      readonly detail?: readonly string[]
    }
  /** Add a note to the open flag: 'safe: yes', 'tapped wrong'. Never words. */
  | { readonly type: 'noteOnFlag'; readonly note: FlagNote }
  | { readonly type: 'raiseBarrier' }
  /** Imagery is closed until the client's next midnight (care C6). */
  | { readonly type: 'pauseImagery'; readonly why: 'rating' | 'intrusion' }
  /** This flow stays closed until a clinician opens it again (clinical 3.1). */
  | { readonly type: 'holdFlow'; readonly flow: FlowId }
  /** The place is not quoted until the client has chosen (care C13); `restore` and `retire` are their choice. */
  | { readonly type: 'place'; readonly change: 'suspend' | 'restore' | 'retire' }
  /** What the platform allows is deleted from the chat (care C7). */
  | { readonly type: 'clearChat' }
  | { readonly type: 'raiseLatch'; readonly why: 'rating' | 'signal' }
  | { readonly type: 'endPause' }
  | { readonly type: 'recordRating'; readonly scale: Scale; readonly value: number; readonly moment: RatingMoment }
  | { readonly type: 'keep'; readonly kind: KeepsakeKind; readonly text: Private<string> }
  | { readonly type: 'keepNote'; readonly about: WriteTopic; readonly text: Private<string> }
  /** The message was edited: where it stood among what is written for the session, this stands there now. */
  | { readonly type: 'changeNote'; readonly text: Private<string> }
  /** The client takes the last thing off their list for the session, or all of it. */
  | { readonly type: 'takeOffList'; readonly which: 'last' | 'all' }
  /** The client opens their list for the session: what stands on it now may be read by who may read their file. */
  | { readonly type: 'openList' }
  /** A questionnaire is filled in: an answer for each item, in order. */
  | {
      readonly type: 'keepMeasure'
      readonly id: string
      readonly instrument: string
      readonly answers: readonly number[]
    }
  | { readonly type: 'recordConsent'; readonly script: ScriptHash }
  | {
      readonly type: 'startPractice'
      readonly practice: PracticeId
      readonly flow: FlowId
      readonly closure: Readonly<Record<string, ScriptHash>>
    }
  /** One time at which a client was to be reminded, and why not where they were not. Times in milliseconds. */
  | {
      readonly type: 'prompt'
      readonly prompt: string
      readonly assignment: string
      readonly flow: FlowId
      readonly nudge: boolean
      readonly intended: number
      readonly until: number
      readonly why: NotReminded | null
    }
  | { readonly type: 'answerPrompt'; readonly prompt: string; readonly answer: PromptAnswer }
  | { readonly type: 'endPractice'; readonly practice: PracticeId; readonly outcome: PracticeOutcome }

/** `other`: the client wrote or tapped something else. */
export const PROMPT_ANSWERS = ['begin', 'later', 'not-today', 'other'] as const
export type PromptAnswer = (typeof PROMPT_ANSWERS)[number]

/** `grounding-again`: after the second technique, where a high number fetches a person (clinical 3.1). */
export type RatingMoment = 'before' | 'middle' | 'after' | 'grounding' | 'grounding-again' | 'crisis'
export type PracticeOutcome = 'done' | 'stopped' | 'raised' | 'left' | 'interrupted'

/** Why a flag was raised. Names of rules, never words of a client. */
export type FlagRule =
  | 'rating-9'
  | 'rating-8'
  | 'rating-rise'
  | 'rating-after-grounding'
  | 'not-here'
  | 'not-here-still'
  | 'place-intrusion'
  | 'question-yes'
  | 'question-unanswered'
  | 'no-answer'
  | 'handover-unanswered'
  | 'drift-runs'
  | 'drift-days'
  | 'side-effects'
  | 'contact-wanted'
  /** A risk item answered above 0; `-known`: no higher than a clinician looked at lately (care C24). */
  | 'risk-item'
  | 'risk-item-known'
  | 'no-rating'
  | 'question-for-session'
  | 'came-of-age'
  | 'sos'
  | 'not-safe'
  | 'screen'
  | 'stop'
  | 'stop-while-high'
  | 'blocked'
  | 'turn-failed'
  | 'practice-unanswered'
  /** Check-ins of a day programme: one, and several in a row (care C22). */
  | 'check-in-missed'
  | 'check-ins-missed'
  | 'after-discharge'

export type FlagNote =
  | 'safe-yes'
  | 'safe-no'
  | 'safe-unsure'
  | 'tapped-wrong'
  | 'not-meant'
  | 'moved'
  | 'stopped'
  | 'place-retired'
  | BarrierWord
  | `${Question}-${'asked' | 'now' | 'yes' | 'unsure' | 'no'}`
  /** A calmer number after a red one: 'safe: yes, 5 at 03:14' (care C5). */
  | `distress-${number}`

/**
 * What a client may write about: a closed list. No topic for memories exists (design 4). `for-my-session` is the list that
 * stays closed until the client opens it; `for-my-therapist` is told to be read.
 */
export const WRITE_TOPICS = [
  'place-sense',
  'comfort-words',
  'feeling-now',
  'need-now',
  'plan-today',
  'for-my-session',
  'for-my-therapist',
] as const
export type WriteTopic = (typeof WRITE_TOPICS)[number]
