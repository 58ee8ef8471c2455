import type { RatingClass, Scale } from '../core/event.ts'

/** The kinds of flow. practice: gate, ratings, closing · care: nothing stands before its first line · rails: runs round a practice · cards: looked up by name. */
export const FLOW_KINDS = ['practice', 'care', 'rails', 'cards'] as const
export type FlowKind = (typeof FLOW_KINDS)[number]

/** The keys that tell a step's kind. A step with none of them only says. */
export const STEP_KEYS = ['choose', 'rate', 'write', 'recall', 'play', 'measure', 'run', 'end'] as const

/** Choices that are the rails' own. A flow may show them as buttons and never says where they lead. */
export const RESERVED_CHOICES = ['stop', 'sos', 'help', 'back', 'skip', 'menu', 'intruded', 'moved'] as const

/**
 * Buttons that read the same everywhere: written without words, they take them from the card `labels`, which is read and
 * signed once. A test holds the card to this list.
 */
export const COMMON_LABELS = [
  ...RESERVED_CHOICES,
  ...(['next', 'go-on', 'again', 'enough', 'later', 'leave', 'settle', 'plan', 'needs', 'session', 'place'] as const),
  ...(['ready', 'yes', 'no', 'not-sure', 'finished', 'aside', 'there', 'nothing'] as const),
  // Danger has the same words each time.
  ...(['safe', 'not-safe', 'not-meant'] as const),
] as const

/** The card that holds their words. */
export const LABELS = 'labels'

/** The target that leaves a flow with the outcome done. */
export const CLOSE = 'close'

/** What a flow of kind rails runs: the practice that was asked for. */
export const BODY = '$body'

/** The flow that grounds at the end of a practice (P9). */
export const CLOSING = 'closing'

/** How a flow can end. */
export const OUTCOMES = ['done', 'stopped', 'raised'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** The final states of every machine, one per outcome. No step can have such a name: a step's begins with a letter. */
export const FINALS = { done: '$done', stopped: '$stopped', raised: '$raised' } as const satisfies Record<
  Outcome,
  string
>

/** What a rating of each scale can mean; the first is the one that lets a practice go on. */
export const CLASSES = {
  distress: ['ok', 'raised', 'high', 'crisis', 'none'],
  here: ['here', 'not-here', 'none'],
  helped: ['ok', 'none'],
  vividness: ['ok', 'none'],
  'could-tell': ['ok', 'none'],
  belief: ['ok', 'none'],
} as const satisfies Record<Scale, readonly [RatingClass, ...RatingClass[]]>

/**
 * How a questionnaire goes on from where it is. done: every item has its answer · risk: the risk item was answered above
 * 0 · asked: the same, and the direct question was put lately · over: its day has ended.
 */
export const MEASURED = ['done', 'risk', 'asked', 'over'] as const
export type Measured = (typeof MEASURED)[number]

/** When a rating is asked. Before and after are the rails'; a flow of its own asks in the middle. */
export const MOMENTS = ['before', 'middle', 'after', 'grounding', 'grounding-again', 'crisis'] as const

/** More buttons than this are a list to read, not a choice to make. */
export const MOST_CHOICES = 8

/** Names of flows, steps and choices: small letters and digits, parts joined by a hyphen. */
export const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

export function isReserved(choice: string): boolean {
  return RESERVED_CHOICES.some((reserved) => reserved === choice)
}

/** The outcome that a final state stands for; null for a step. */
export function outcomeOf(state: string): Outcome | null {
  return OUTCOMES.find((outcome) => FINALS[outcome] === state) ?? null
}
