/*
 * A transcript: a conversation as a text file, which people who do not program can read and write. One line is one
 * thing; its first word says what. What the client does and what the world does is given; everything else is what the
 * program answers, and is compared.
 */

/** What is done to the program. */
export type Doing =
  /** Words typed. `late`: they come long after they were written. `early`: during a pause, before what follows it. */
  | { readonly kind: 'types'; readonly text: string; readonly late: boolean; readonly early?: true }
  /** A button tapped by its label. `old`: one under an earlier message, which no longer counts. */
  | { readonly kind: 'taps'; readonly label: string; readonly old: boolean }
  | { readonly kind: 'sends'; readonly media: (typeof MEDIA)[number] }
  /** Time passes, and every timer that falls due is heard. */
  | { readonly kind: 'waits'; readonly ms: number }
  | { readonly kind: 'happens'; readonly what: Happening }

export const MEDIA = ['voice', 'photo', 'sticker', 'other'] as const

/** What can happen without the client: each with what it means. */
export const HAPPENINGS = {
  'start again': 'another conversation from the same beginning',
  outage: 'no node lived for a while, and one is back',
  failed: 'a message failed three times and is set aside; the next one is answered from a grounded start',
  upgrade: 'the program was changed so that it cannot read the conversation any more',
  read: 'a clinician has acknowledged what was escalated',
  taken: 'a clinician has taken the conversation',
  'given back': 'and has given it back',
  'latch raised': 'the latch was raised elsewhere',
  'latch lowered': 'a clinician has lowered the latch',
} as const
export type Happening = keyof typeof HAPPENINGS

/** What the program answers. */
export type Answered =
  /** A message, its buttons, and how long after the one before it comes. */
  | { readonly kind: 'bot'; readonly text: string; readonly buttons: readonly string[]; readonly afterMs: number }
  /** `ms`: when it falls due; null: it was cancelled; 0: it is heard now. */
  | { readonly kind: 'timer'; readonly timer: string; readonly ms: number | null }
  | { readonly kind: 'flag'; readonly level: string; readonly rule: string }
  /** Anything else that is stored because of it. */
  | { readonly kind: 'does'; readonly what: string; readonly details: readonly string[] }
  /** Where the conversation stands, outermost flow first. */
  | { readonly kind: 'at'; readonly frames: readonly string[] }

/** One doing, with the notes above it. */
export interface Exchange {
  readonly notes: readonly string[]
  /** Its line in the file, from 1. */
  readonly line: number
  readonly doing: Doing
}

export interface Transcript {
  /** What it shows, in the author's words. */
  readonly title: readonly string[]
  /** What holds at the beginning: name and value, in the order written. */
  readonly given: readonly { readonly name: string; readonly value: string; readonly line: number }[]
  readonly exchanges: readonly Exchange[]
}

/** The first word of a line is padded to this. */
export const COLUMN = 8
