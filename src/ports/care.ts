import type { ClientId, ClinicId, FlowId } from '../core/ids.ts'
import type { NotReminded } from '../core/event.ts'
import type { PromptAnswer } from '../core/effect.ts'

/** What clinicians see of a client's homework beside the conversation. Every verb leaves a line in the audit. */
export interface CareStore {
  /** The times at which a client was to be reminded, newest first. */
  prompts(clinic: ClinicId, client: ClientId, limit: number): Promise<PromptRow[]>
}

/** One time at which a client was to be reminded. */
export interface PromptRow {
  /** The assignment's id, or `session`. */
  readonly assignment: string
  readonly flow: FlowId
  /** The day's one second time. */
  readonly nudge: boolean
  readonly intended: Date
  readonly sent: Date | null
  /** Null where the channel does not say: of those that there are, none does. */
  readonly seen: Date | null
  readonly answered: Date | null
  readonly answer: PromptAnswer | null
  /** The answer came after the window had closed. */
  readonly late: boolean
  /** Why it was not sent: the schedule's reason, the conversation's, or what became of the message. */
  readonly whyNot: NotReminded | 'waiting' | 'expired' | 'overtaken' | 'refused' | 'unknown' | null
}
