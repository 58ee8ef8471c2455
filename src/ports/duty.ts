import type { ChainRung } from '../core/duty.ts'
import type { ChannelName, ClinicianId, ClinicId, EscalationId, LinkId, RowId } from '../core/ids.ts'
import type { Notice } from '../core/message.ts'
import type { AcknowledgementStore } from './acknowledgement.ts'
import type { RoundStore } from './round.ts'
import type { FlagToRaise } from './store.ts'

/** What escalations need from the store. An escalation is an obligation: it has a next time at which something must happen until a person acknowledged it. */
export interface DutyStore extends AcknowledgementStore, RoundStore {
  /** Open escalations whose next time has come, most urgent first. */
  dueEscalations(clinic: ClinicId): Promise<DueEscalation[]>
  /** Clients who stayed silent after red, of which nobody was told yet (care C9). */
  dueSilences(clinic: ClinicId): Promise<DueSilence[]>
  /** Writes the notices and the mark in one commit; `moved-on`: another node was first, or it was closed. */
  tellSilence(clinic: ClinicId, escalation: EscalationId, notices: readonly NoticeRow[]): Promise<'told' | 'moved-on'>
  /** Compare-and-set on the rung: writes the notices and the next time in one commit. `moved-on`: another node or an acknowledgement was first. */
  advance(step: EscalationStep): Promise<'advanced' | 'moved-on'>
  /** Everybody of the clinic, with the confirmed links that reach them, the best first. */
  people(clinic: ClinicId): Promise<DutyPerson[]>
  /** A clinician's confirmed links, to send notices to; the best first. */
  clinicianLinks(clinic: ClinicId, clinician: ClinicianId): Promise<{ link: LinkId; channel: ChannelName }[]>
  /** Flags that need no turn: a blocked channel, a row that waits too long. */
  raiseFlag(clinic: ClinicId, client: string, flag: FlagToRaise): Promise<void>
  /** The clinic's name for a clinician, for 'acknowledged by'. */
  clinicianName(clinic: ClinicId, clinician: ClinicianId): Promise<string>
  /** The countries in which the clinic has clients who are not discharged, for the numbers that they read. */
  clientCountries(clinic: ClinicId): Promise<string[]>
  /** Confirmed links of the clinic's leads. */
  leadLinks(clinic: ClinicId): Promise<LinkId[]>
  /** Notices that belong to no obligation: a test. */
  tell(clinic: ClinicId, notices: readonly NoticeRow[]): Promise<void>
  /** What is told once a day: writes the notices and the mark of that local day in one commit; `already`: another node was first. */
  tellDaily(daily: DailyNotice): Promise<'told' | 'already'>
  /** What the auditor found: writes the notices and the mark that it was told in one commit; once for each finding. */
  tellFinding(clinic: ClinicId, finding: string, notices: readonly NoticeRow[]): Promise<'told' | 'already'>
}

/** A clinician as duty sees them. No name: that is sealed, and notices go to links. */
export interface DutyPerson {
  readonly clinician: ClinicianId
  readonly role: 'therapist' | 'lead' | 'admin'
  readonly links: readonly DutyLink[]
}

export interface DutyLink {
  readonly link: LinkId
  readonly channel: ChannelName
  /** When they last pressed something there: the proof that notices on it are read; null: never. */
  readonly answeredAt: Date | null
}

export interface DueEscalation {
  readonly id: EscalationId
  readonly pseudonym: string
  readonly level: 'red' | 'black'
  readonly openedAt: Date
  /** The store's time at which it was found due. */
  readonly now: Date
  /** The next rung to tell: 0 is the first; `chain.length` means that everybody was told once. */
  readonly rung: number
  readonly chain: readonly ChainRung[]
  /** How often all hands were called already. */
  readonly rounds: number
  /** Whether it opened in hours that the clinic declared. */
  readonly covered: boolean
  /** Who has acknowledged, where that is not enough yet. */
  readonly have: readonly ClinicianId[]
}

export interface DueSilence {
  readonly id: EscalationId
  readonly pseudonym: string
  readonly level: 'red' | 'black'
  /** When the silence was noticed. */
  readonly since: Date
  /** Who acknowledged: a clinician's id, or a name from the command line; null: nobody yet. */
  readonly by: string | null
  readonly chain: readonly ChainRung[]
}

export interface EscalationStep {
  readonly clinic: ClinicId
  readonly escalation: EscalationId
  readonly fromRung: number
  readonly fromRounds: number
  readonly toRung: number
  readonly toRounds: number
  readonly nextAfterMs: number
  readonly notices: readonly NoticeRow[]
}

/** A notice on its way to one link, with retries of its own. */
export interface NoticeRow {
  readonly id: RowId
  readonly link: LinkId
  readonly notice: Notice
  /** Rows with the same one are one notice to one person: reached on one link, they are spared the others. */
  readonly person?: RowId
  /** Not before the commit plus this: how long the person's better links have. */
  readonly afterMs?: number
}

export type DailyWhat =
  | 'directory'
  | 'morning'
  | 'evening'
  | 'drill'
  | 'morning-stand-ins'
  | 'evening-stand-ins'
  | 'morning-unconfirmed'
  | 'evening-unconfirmed'
  | 'drill-missed'
  | 'morning-overdue'
  | 'evening-overdue'
  | 'roll-up'
  /** One amber of which somebody must hear today, by its flag. */
  | `same-day-${string}`

export interface DailyNotice {
  readonly clinic: ClinicId
  readonly what: DailyWhat
  /** The clinic's local day: 2026-11-24. */
  readonly day: string
  readonly notices: readonly NoticeRow[]
}
