import type { ClientId, ClinicianId, ClinicId, FlagId, FlagLevel } from '../core/ids.ts'
import type { FlagRow } from './people.ts'

export type Asking = 'morning' | 'evening' | 'drill'
/** What is told once a local day, and not asked. */
export type Told = Asking | 'roll-up'

/** The two clinic rounds a day and the weekly drill: what is told, and who answers (care C22, C24). */
export interface RoundStore {
  /** Counts for a round; `sinceMs`: how far back an obligation counts as opened since the last one. */
  roundCounts(clinic: ClinicId, sinceMs: number): Promise<RoundCounts>
  /** Who is in treatment; `sinceMs`: how far back a reminder counts as sent since the last round. */
  roundClients(clinic: ClinicId, sinceMs: number): Promise<RoundClient[]>
  /** Null: it was not told on that local day. */
  roundStanding(clinic: ClinicId, what: Told, day: string): Promise<RoundStanding | null>
  /** What the alarms of so many days cost, counted by rule (care C24). */
  alarmCounts(clinic: ClinicId, days: number): Promise<AlarmCounts>
  /** Somebody's last word on it; false: it was never told. */
  answerRound(answer: RoundAnswer): Promise<boolean>
}

/** Counts of the alarms of some days, by the names of rules. */
export interface AlarmCounts {
  readonly clientWeeks: number
  readonly rules: readonly { rule: string; flags: number; ambers: number; judged: number; useful: number }[]
  /** Notices of escalations that reached somebody; one notice over several links is one. */
  readonly interruptions: readonly { clinician: ClinicianId; at: Date; notice: string }[]
}

/** Counts, and the open ambers by pseudonym; no words. */
export interface RoundCounts {
  readonly now: Date
  readonly open: Readonly<Partial<Record<FlagLevel, number>>>
  readonly nearestDeadline: Date | null
  readonly opened: number
  /** Clients who stayed silent after red. */
  readonly silent: number
  /** Obligations that still lack somebody. */
  readonly unacknowledged: number
  /** Open and taken ambers. */
  readonly ambers: readonly (Pick<FlagRow, 'pseudonym' | 'level' | 'state' | 'reasons' | 'amberAt'> & {
    readonly flag: FlagId
  })[]
  /** The newest drill of the last days, and how many got it; null: none was told. */
  readonly drill: { readonly day: string; readonly on: number } | null
}

/** A client as a round counts them. */
export interface RoundClient {
  readonly client: ClientId
  readonly pseudonym: string
  readonly owner: ClinicianId
  /** The therapy sessions, past and to come. */
  readonly sessions: readonly Date[]
  /** A reminder was sent since the last round. */
  readonly expected: boolean
  /** Its time went by without a word. */
  readonly silent: boolean
}

export interface RoundStanding {
  readonly now: Date
  readonly toldAt: Date
  /** How many said that they are on, or got the drill. */
  readonly on: number
}

export interface RoundAnswer {
  readonly clinic: ClinicId
  readonly what: Asking
  /** The clinic's local day: 2026-11-24. */
  readonly day: string
  readonly by: ClinicianId
  readonly says: 'on' | 'cannot'
}
