import type { ChainRung } from '../core/duty.ts'
import type { BarrierWord } from '../core/event.ts'
import type { RatingMoment } from '../core/effect.ts'
import type { ClientId, ClinicianId, ClinicId, EscalationId, FlagLevel } from '../core/ids.ts'
import type { ClinicSettings } from '../core/plan.ts'

/** What the auditor reads: facts that were written when they happened. It can write nothing. */
export interface AuditorStore {
  clinics(): Promise<readonly { readonly id: ClinicId; readonly settings: ClinicSettings }[]>
  /** What is open, and what happened in the last so many milliseconds. */
  facts(clinic: ClinicId, lookBackMs: number): Promise<AuditFacts>
}

/** Never the outbox, timers or marks of jobs (design 7): receipts say what reached somebody. No words, no address. */
export interface AuditFacts {
  readonly now: Date
  readonly settings: ClinicSettings
  readonly clients: readonly AuditedClient[]
  readonly messages: readonly AuditedMessage[]
  /** Of distress. */
  readonly ratings: readonly AuditedRating[]
  readonly flags: readonly AuditedFlag[]
  /** Open ones. */
  readonly escalations: readonly AuditedEscalation[]
  readonly latches: readonly { client: ClientId; raisedAt: Date; loweredAt: Date | null }[]
  /** That did not end. */
  readonly practices: readonly { id: string; client: ClientId; startedAt: Date }[]
  readonly receipts: readonly AuditedReceipt[]
  /** Clinicians with a confirmed link, and since when. */
  readonly reachable: readonly { clinician: ClinicianId; since: Date }[]
}

export interface AuditedClient {
  readonly id: ClientId
  readonly pseudonym: string
  readonly status: 'active' | 'paused' | 'discharged'
  readonly handed: boolean
  readonly dischargedAt: Date | null
}

export interface AuditedMessage {
  readonly id: string
  readonly client: ClientId
  readonly at: Date
  readonly word: BarrierWord | null
  /** What the screen said; null: it said nothing. */
  readonly level: string | null
  /** Whether its meaning was due and what became of that; null: none was due. */
  readonly meaning: 'due' | 'raised' | 'read' | 'unread' | null
  readonly late: boolean
  /** Whether a turn took it up, or it was set aside under a flag. */
  readonly taken: boolean
}

export interface AuditedRating {
  readonly client: ClientId
  /** 0 to 10. */
  readonly value: number
  readonly moment: RatingMoment
  readonly at: Date
}

export interface AuditedFlag {
  readonly id: string
  readonly client: ClientId
  readonly level: FlagLevel
  readonly raisedAt: Date
  readonly closedAt: Date | null
  readonly amberAt: Date | null
  readonly takenAt: Date | null
  readonly reasons: readonly { rule: string; at: Date; detail?: readonly string[] }[]
}

export interface AuditedEscalation {
  readonly id: EscalationId
  readonly client: ClientId
  readonly level: 'red' | 'black'
  readonly openedAt: Date
  readonly chain: readonly ChainRung[]
  readonly covered: boolean
  readonly needed: number
  readonly acknowledgements: readonly { by: string; since: Date; endedAt: Date | null }[]
}

/** A platform said that it has a message of ours. */
export interface AuditedReceipt {
  readonly client: ClientId | null
  readonly clinician: ClinicianId | null
  readonly lane: 'crisis' | 'practice' | 'notice'
  readonly about: string | null
  readonly escalation: EscalationId | null
  readonly writtenAt: Date
  /** When it was last begun to be sent. */
  readonly begunAt: Date
  readonly sentAt: Date
}
