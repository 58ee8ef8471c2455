import { z } from 'zod'
import { AskId, FlowId, PracticeId, ScriptHash } from './ids.ts'
import { OPINIONS, QUESTIONS, SCALES } from './event.ts'

/**
 * What changes meaning when the engine reads an old snapshot. A node runs this version; a conversation of any
 * other closes kindly (design 4, identity).
 */
export const ENGINE_VERSION = 1

const Counter = z.int().min(0).max(2)

/** One running script and where it stands. Text and language are not state; counters stay at most 2, so that every state can be walked. */
export const Frame = z.object({
  script: ScriptHash,
  flow: FlowId,
  state: z.string(),
  context: z.object({ unclear: Counter, rounds: Counter, back: z.string().nullable() }),
})
export type Frame = z.infer<typeof Frame>

const Rated = z.object({ value: z.int().min(0).max(10), at: z.number() })

/** The practice that is running, and the scripts that it keeps to its end (P10). */
export const Practice = z.object({
  id: PracticeId,
  flow: FlowId,
  startedAt: z.number(),
  closure: z.record(z.string(), ScriptHash),
  /** The first distress rating of this practice: rises are measured from it. */
  before: z.int().min(0).max(10).nullable(),
  /** [Moved, and all right] was used; it counts once in a practice (care C6). */
  moved: z.boolean().default(false),
  /** The one opinion that this practice asks for; null: it has come to none yet (care C14). */
  opinion: z.enum(OPINIONS).nullable().default(null),
})
export type Practice = z.infer<typeof Practice>

/** The one question that waits for an answer. */
export const OpenAsk = z.object({
  id: AskId,
  kind: z.enum(['choose', 'rate', 'write']),
  scale: z.enum(SCALES).nullable(),
  /** Choice id and the words on its button, so that typed words can answer too. */
  choices: z.array(z.object({ id: z.string(), label: z.string() })),
  /** When its last line is due, after the pauses before it; what comes earlier answers nothing. In milliseconds. */
  from: z.number().default(0),
})
export type OpenAsk = z.infer<typeof OpenAsk>

/** How pauses between lines end: by the clock, by [Next], or by the clock with one sound (care C20). The client's choice. */
export const PAUSE_WAYS = ['clock', 'next', 'sound'] as const
export type PauseWay = (typeof PAUSE_WAYS)[number]

/** What was reminded of, and how it was answered. Times in milliseconds. */
export const Reminded = z.object({
  /** Occasions up to here are settled; null: none was yet. */
  through: z.number().nullable(),
  sentAt: z.number().nullable(),
  nudgedAt: z.number().nullable(),
  /** How many in a row had no answer; the open one is not counted yet. */
  unanswered: z.int().min(0),
  /** The client wants none until then. */
  pausedUntil: z.number().nullable(),
  /** The last one sent. Answered once the client wrote or tapped anything. */
  open: z
    .object({
      prompt: z.string(),
      assignment: z.string(),
      flow: FlowId,
      at: z.number(),
      until: z.number(),
      nudgeAt: z.number().nullable(),
      answered: z.boolean(),
      /** [Later] was tapped: no answer to the second time is no silence. */
      snoozed: z.boolean(),
      /** The check-in of a day programme, of which it is not settled whether it was missed (care C22). */
      programme: z.boolean().default(false),
    })
    .nullable(),
  /** How many check-ins of a day programme in a row were missed. */
  missed: z.int().min(0).default(0),
})
export type Reminded = z.infer<typeof Reminded>

export const NEVER_REMINDED: Reminded = {
  through: null,
  sentAt: null,
  nudgedAt: null,
  unanswered: 0,
  pausedUntil: null,
  open: null,
  missed: 0,
}

/** A client's conversation as it is stored: the machine's state and nothing that is said. */
export const Conversation = z.object({
  engine: z.int(),
  welcomed: z.boolean(),
  frames: z.array(Frame).max(4),
  practice: Practice.nullable(),
  ask: OpenAsk.nullable(),
  /** The last rating of each scale; younger than ten minutes it is reused, never asked again (care C3). */
  rated: z.object({ distress: Rated.nullable(), here: Rated.nullable() }),
  /** Calm distress ratings in a row: two of them end a pause (care C6). */
  calm: Counter,
  /** When each direct question was last asked, in milliseconds: at most once in twelve hours (care C7). */
  questions: z.partialRecord(z.enum(QUESTIONS), z.number()).default({}),
  /** What a durable timer waits for: the answer to a direct question, or any word after red. */
  awaits: z.enum(['question', 'red']).nullable().default(null),
  /** When the weekly question about side effects was last asked, in milliseconds. */
  weeklyAskedAt: z.number().nullable().default(null),
  /** Amber practices to which the client has said yes, and when, in milliseconds; asked again after a pause (care C15). */
  agreed: z.record(z.string(), z.number()).default({}),
  /** Practices of the last week that were done, newest last, in milliseconds: there is enough in a day and a week (care C14). */
  practised: z.array(z.object({ flow: FlowId, at: z.number() })).default([]),
  /** The opinion that each practice asked for the last time; the next one comes next (care C14, C18). */
  opinions: z.record(z.string(), z.enum(OPINIONS)).default({}),
  /** What the check-in that the client asked for is about: how it is now, or yesterday's need. */
  followsUp: z.enum(['state', 'need']).default('state'),
  /** The day's one questionnaire (care C29); yesterday's is over, whatever it lacks. */
  measure: z
    .object({
      flow: FlowId,
      /** The client's local day. */
      day: z.iso.date(),
      answers: z.array(z.int().min(0)),
      /** Every item has its answer, or the client left it: nothing offers it again. */
      closed: z.boolean(),
    })
    .nullable()
    .default(null),
  reminded: Reminded.default(NEVER_REMINDED),
  pauseWay: z.enum(PAUSE_WAYS).default('clock'),
  /** Inside a step, at a pause that [Next] ends: the place in `say` at which it goes on. Null: not at one. */
  pausedAt: z.int().min(0).nullable().default(null),
})
export type Conversation = z.infer<typeof Conversation>

/** A conversation before its first turn. */
export function beginning(): Conversation {
  return {
    engine: ENGINE_VERSION,
    welcomed: false,
    frames: [],
    practice: null,
    ask: null,
    rated: { distress: null, here: null },
    calm: 0,
    questions: {},
    awaits: null,
    weeklyAskedAt: null,
    agreed: {},
    practised: [],
    opinions: {},
    followsUp: 'state',
    measure: null,
    reminded: NEVER_REMINDED,
    pauseWay: 'clock',
    pausedAt: null,
  }
}
