import { z } from 'zod'
import { ClinicianId } from './ids.ts'

/** A time of day on the clinic's clock: 08:30. */
export const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is no time of day; write it as 08:30')
const Instant = z.iso.datetime({ offset: true })
const Who = z.string().min(1)

/** One rung of a chain: who, and how long they have before the next is told as well. */
export const ChainRung = z.object({
  clinician: ClinicianId,
  /** 1 to 1,440. */
  minutes: z
    .int()
    .min(1)
    .max(24 * 60),
  /** The named, agreed on-call person of uncovered hours (care C1): told although the clinic is closed. */
  onCall: z.boolean().optional(),
})
export type ChainRung = z.infer<typeof ChainRung>

/** A date on which other hours stand than on its weekday; without windows none do. */
export const Holiday = z.object({
  on: z.iso.date(),
  name: z.string().max(80).optional(),
  windows: z.array(z.object({ from: Clock, to: Clock })),
})
export type Holiday = z.infer<typeof Holiday>

/** From and until when a clinician is not to be told, and who instead. `to` is the first moment they are back. */
export const Absence = z.object({
  clinician: ClinicianId,
  from: Instant,
  to: Instant,
  why: z.enum(['leave', 'cannot-cover']),
  deputy: ClinicianId.optional(),
})
export type Absence = z.infer<typeof Absence>

/** How a clinic keeps its word that somebody is told. All of it is data of one clinic; what is left out is the reviewed default. */
export const DUTY_SETTINGS = {
  holidays: z.array(Holiday).optional(),
  absences: z.array(Absence).optional(),
  /** Spans that nobody confirmed at the clinic round (care C22): clients read that nobody is there; the chain is told all the same. */
  unconfirmed: z.array(z.object({ from: Instant, to: Instant })).optional(),
  /** Who agreed to be told outside covered hours, when, and how long they have. */
  onCall: ChainRung.omit({ onCall: true }).extend({ agreedOn: z.iso.date() }).optional(),
  /** A lead's signed reason why more than 72 hours may pass without a covered minute (care C1). */
  longGap: z.object({ by: Who, on: z.iso.date(), reason: z.string().min(1).max(500) }).optional(),
  /** How many named people must acknowledge; left out: one. */
  acknowledgers: z
    .object({ red: z.int().min(1).max(3).optional(), black: z.int().min(1).max(3).optional() })
    .optional(),
  /** Local times of the two clinic rounds a day. */
  rounds: z.object({ morning: Clock, evening: Clock }).optional(),
  /** Asked once a minute while all is well; its silence tells somebody outside (care C23). */
  heartbeatUrl: z.url({ protocol: /^https?$/ }).optional(),
} as const

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
