import type { ChannelName, ClinicianId, ClinicId, EscalationId } from '../core/ids.ts'
import type { Outcome } from '../core/duty.ts'
import type { Private } from '../core/private.ts'
import type { NoticeRow } from './duty.ts'

/** Taking an obligation, and what must follow (care C24): an outcome, or it goes back to the chain. */
export interface AcknowledgementStore {
  /** A clinician takes it. First one wins, or as many as the clinic wants; the client gets a `read` timer, so that they are told once it is true. */
  acknowledge(clinic: ClinicId, escalation: EscalationId, by: ClinicianId): Promise<Acknowledgement>
  /** Who an address belongs to, for a button pressed under a notice. Keeps that they answered there. */
  clinicianOf(clinic: ClinicId, channel: ChannelName, address: Private<string>): Promise<ClinicianId | null>
  /** Acknowledgements of which nothing followed for so long (milliseconds). */
  dueOutcomes(clinic: ClinicId, after: { remindMs: number; lapseMs: number }): Promise<DueOutcome[]>
  /** Writes the reminder and its mark in one commit. */
  remindOutcome(due: DueOutcome & { clinic: ClinicId; notices: readonly NoticeRow[] }): Promise<'told' | 'moved-on'>
  /** The acknowledgement ends without an outcome and the next person is due at once; `moved-on`: something followed meanwhile. */
  giveBack(given: GivenBack): Promise<'given-back' | 'moved-on' | 'unknown'>
  /** Somebody who has it says what came of it. */
  closeEscalation(
    clinic: ClinicId,
    escalation: EscalationId,
    outcome: Outcome,
    by: ClinicianId,
  ): Promise<'closed' | 'unacknowledged' | 'not-yours' | 'unknown'>
}

export interface DueOutcome {
  readonly id: EscalationId
  readonly pseudonym: string
  readonly level: 'red' | 'black'
  /** A clinician's id, or a name from the command line. */
  readonly by: string
  /** The last sign that something follows. */
  readonly since: Date
  /** Its time is over; else a reminder is due. */
  readonly lapses: boolean
}

export interface GivenBack {
  readonly clinic: ClinicId
  readonly escalation: EscalationId
  readonly by: string
  /** Lapsed: only if nothing followed since then. */
  readonly why: { readonly kind: 'lapsed'; readonly since: Date } | { readonly kind: 'passed' }
  readonly notices: readonly NoticeRow[]
}

export type Acknowledgement =
  /** `missing`: so many more people must acknowledge. */
  | { readonly kind: 'acknowledged'; readonly missing: number }
  | { readonly kind: 'already'; readonly by: string; readonly closed: boolean }
  | { readonly kind: 'unknown' }
