import { z } from 'zod'

/** What came of a flag, in one tap (care C24). `passed-to-duty` is the one that ends nothing: the next person has it. */
export const OUTCOMES = ['called', 'wrote', 'for-the-session', 'passed-to-duty', 'no-concern'] as const
export const OutcomeKind = z.enum(OUTCOMES)
export type OutcomeKind = z.infer<typeof OutcomeKind>

/** An outcome, with what the person adds to it. No concern says why. */
export interface Outcome {
  readonly kind: OutcomeKind
  /** Sealed at rest; null: nothing was added. */
  readonly words: string | null
}

export const OUTCOME_LABELS: Readonly<Record<OutcomeKind, string>> = {
  called: 'Called',
  wrote: 'Wrote',
  'for-the-session': 'For the session',
  'passed-to-duty': 'Pass to duty',
  'no-concern': 'No concern, because …',
}

/** Why there is no concern, where a button must say it. In other words: on the command line or in the console. */
export const BECAUSE = {
  mistake: 'tapped or written by mistake',
  meant: 'the words meant something else',
  known: 'known, and talked about already',
} as const
export type Because = keyof typeof BECAUSE
