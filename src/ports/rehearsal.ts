import type { FlagLevel } from '../core/ids.ts'
import type { FlagRule } from '../core/effect.ts'
import type { ClinicSettings, Plan } from '../core/plan.ts'

/**
 * Something that a client might do: a number for distress (below a crisis, under the check-in's scale), a closed word, words at
 * a level of the screen, a blocked chat, or check-ins of a day programme missed in a row.
 */
export type RehearsedEvent =
  | { readonly kind: 'distress'; readonly value: number }
  | { readonly kind: 'word'; readonly word: 'sos' | 'stop' | 'help' }
  | { readonly kind: 'words'; readonly level: 'notice' | 'ask' | 'red' | 'black' }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'missed'; readonly inRow: number }

export interface RehearsalAsked {
  readonly event: RehearsedEvent
  readonly settings: ClinicSettings
  readonly plan: Plan
  readonly at: Date
}

/** What would come of it, by the functions of the real thing. */
export interface Rehearsal {
  /** null: nobody looks at it. */
  readonly flag: { readonly level: FlagLevel; readonly rule: FlagRule; readonly detail?: readonly string[] } | null
  /** What the client reads, message by message, with its buttons; null: the scripts are not signed. */
  readonly reads: readonly { readonly text: string; readonly buttons: readonly string[] }[] | null
}
