import type {
  ChannelName,
  ClientId,
  ClinicianId,
  ClinicId,
  FlagId,
  FlagLevel,
  FlowId,
  Lang,
  LinkId,
  RowId,
  ScriptHash,
} from '../core/ids.ts'
import type { FromClinician } from '../core/from-clinician.ts'
import type { Outcome } from '../core/duty.ts'
import type { ClinicSettings, Ending, Plan } from '../core/plan.ts'
import type { Private } from '../core/private.ts'
import type { KeepsakeKind } from '../core/render.ts'

/** What clinicians and operators do: every verb is one transaction under the clinic's policies and leaves a line in the audit. */
export interface PeopleStore {
  clinics(): Promise<{ id: ClinicId; settings: ClinicSettings }[]>
  addClinic(id: ClinicId, settings: ClinicSettings): Promise<void>
  saveSettings(clinic: ClinicId, settings: ClinicSettings, by: string): Promise<void>

  addClinician(person: NewClinician): Promise<void>
  clinicians(clinic: ClinicId): Promise<{ id: ClinicianId; name: string; role: ClinicianRole; linked: ChannelName[] }[]>
  /** A clinician leaves and another takes over; how many clients that is. Nothing happens where it is refused. */
  removeClinician(leaving: Leaving): Promise<{
    said: 'removed' | 'unknown' | 'nobody-to-take-over' | 'last-lead' | 'has-conversation' | 'has-escalation'
    clients: number
  }>
  addClient(person: NewClient): Promise<{ pseudonym: string }>
  clients(clinic: ClinicId): Promise<ClientRow[]>

  /** Keeps the hash of a pairing code; the code itself is shown once. Single use, short life. */
  addPairingCode(code: PairingCode): Promise<void>
  /** A pairing link was opened from this address: uses up the code and makes a pending link; a clinician's link is confirmed at once, since the code was handed to them in person. */
  openPairing(opened: OpenedPairing): Promise<{ for: 'client' | 'clinician'; link: LinkId } | 'unknown-code'>
  pendingLinks(clinic: ClinicId): Promise<PendingLink[]>
  /** 'That is them.' Compare-and-set; ends any other live link of that client on that channel. */
  confirmLink(clinic: ClinicId, link: LinkId, by: string): Promise<LinkConfirmation>

  flags(clinic: ClinicId): Promise<FlagRow[]>
  takeFlag(clinic: ClinicId, flag: FlagId, by: string): Promise<'taken' | 'already' | 'unknown'>
  closeFlag(
    clinic: ClinicId,
    flag: FlagId,
    outcome: Outcome,
    by: string,
  ): Promise<'closed' | 'passed' | 'unacknowledged' | 'unknown'>
  /** Closes imagery until a named clinician opens it again (P7). */
  raiseLatch(change: ImageryDecision): Promise<'raised' | 'already'>
  lowerLatch(change: ImageryDecision): Promise<'lowered' | 'not-raised'>
  /** A clinician's word ends a pause before the client's midnight does (care C6). */
  endPause(change: Omit<ImageryDecision, 'reason'>): Promise<'ended' | 'not-paused'>
  /** Opens a practice that was held because it left the client worse (clinical 3.1). */
  releaseFlow(change: ImageryDecision & { readonly flow: FlowId }): Promise<'released' | 'not-held'>

  /** A named clinician takes a conversation: the client is told who, and no practice starts meanwhile (care C2). */
  takeConversation(whose: Handover): Promise<'changed' | 'already' | 'taken' | 'unknown'>
  giveBackConversation(whose: Handover): Promise<'changed' | 'already' | 'unknown'>
  /** The clinician who has the conversation writes in it themselves (care C25), or sends the draft of that id that they spoke. */
  writeToClient(
    written: Handover & { readonly id: RowId; readonly message: FromClinician },
  ): Promise<'written' | 'not-yours' | 'no-link' | 'no-sound' | 'no-draft' | 'unknown'>

  /** A client's plan, or null for no such client. */
  plan(clinic: ClinicId, client: ClientId): Promise<Plan | null>
  /** Changes a plan under the client's lock. Resolves with what it is now; null for no such client. */
  savePlan(clinic: ClinicId, client: ClientId, change: (plan: Plan) => Plan, by: string): Promise<Plan | null>
  /** Ends what runs; after a planned ending the client reads one last message. `flag-open`: a red or black flag is not closed (care C27). */
  discharge(change: Discharge): Promise<'discharged' | 'flag-open' | 'already' | 'unknown'>
  readmit(clinic: ClinicId, client: ClientId, by: string): Promise<'readmitted' | 'not-discharged'>
  /** Who is discharged, since which day where they live, and what is known of their age then. */
  discharged(clinic: ClinicId): Promise<DischargedRow[]>
  /** Parts of the safety plan that was written in session; null takes a part out, what is not given stays as it is. */
  saveSafetyPlan(
    clinic: ClinicId,
    client: ClientId,
    parts: Readonly<Partial<Record<KeepsakeKind, Private<string> | null>>>,
    by: string,
  ): Promise<'saved' | 'unknown'>

  /** Keeps a script at first sight; its hash names it for ever. */
  keepScript(script: { hash: ScriptHash; flow: FlowId; lang: Lang; body: string }): Promise<void>
  script(hash: ScriptHash): Promise<string | null>
  sign(clinic: ClinicId, hash: ScriptHash, by: string): Promise<'signed' | 'already'>
  /** Takes a signature back: no client hears the script any more, and a practice on it leaves at its next cause (P10). */
  withdraw(clinic: ClinicId, hash: ScriptHash, by: string): Promise<'withdrawn' | 'not-signed'>
  signatures(clinic: ClinicId): Promise<{ hash: ScriptHash; flow: FlowId; lang: Lang; by: string; at: Date }[]>
  /** For `doctor`: what the store says of itself. */
  health(clinic: ClinicId): Promise<StoreHealth>
}

/** Who decides about a client's imagery, and why. */
export interface ImageryDecision {
  readonly clinic: ClinicId
  readonly client: ClientId
  readonly by: string
  readonly reason: string
}

export interface Discharge {
  readonly clinic: ClinicId
  readonly client: ClientId
  /** Who sees that something came afterwards. */
  readonly afterDischarge: NonNullable<Plan['afterDischarge']>
  /** Left out: nobody said. */
  readonly ended?: Ending
  readonly by: string
}

/** Which clinician, in whose conversation. */
export interface Handover {
  readonly clinic: ClinicId
  readonly client: ClientId
  readonly by: ClinicianId
}

export type ClinicianRole = 'therapist' | 'lead' | 'admin'

export interface NewClinician {
  readonly clinic: ClinicId
  readonly id: ClinicianId
  readonly name: string
  readonly role: ClinicianRole
  readonly by: string
}

export interface Leaving {
  readonly clinic: ClinicId
  readonly clinician: ClinicianId
  /** Who takes over clients, chain and open escalations. */
  readonly to: ClinicianId
  /** As clients read their therapist in the plan. */
  readonly names: { readonly before: string; readonly after: string }
  readonly by: string
}

export interface NewClient {
  readonly clinic: ClinicId
  readonly id: ClientId
  readonly name: Private<string>
  readonly owner: ClinicianId
  readonly plan: Plan
  readonly by: string
}

export interface ClientRow {
  readonly id: ClientId
  readonly pseudonym: string
  readonly name: Private<string>
  readonly status: string
  readonly latched: boolean
  readonly links: readonly { channel: ChannelName; state: string }[]
}

export interface PairingCode {
  readonly clinic: ClinicId
  readonly codeHash: string
  readonly for:
    | { readonly kind: 'client'; readonly id: ClientId }
    | { readonly kind: 'clinician'; readonly id: ClinicianId }
  readonly expiresAfterMs: number
}

export interface OpenedPairing {
  readonly clinic: ClinicId
  readonly codeHash: string
  readonly link: LinkId
  readonly channel: ChannelName
  readonly address: Private<string>
  readonly display: Private<string> | undefined
}

/** What became of 'that is them'. `too-young`, `age-unknown`: the platform's terms set an age (care C10). */
export type LinkConfirmation = 'confirmed' | 'not-pending' | 'too-young' | 'age-unknown'

export interface PendingLink {
  readonly link: LinkId
  readonly client: ClientId
  readonly pseudonym: string
  readonly channel: ChannelName
  readonly display: Private<string> | undefined
  readonly openedAt: Date
}

export interface FlagRow {
  readonly id: FlagId
  readonly client: ClientId
  readonly pseudonym: string
  readonly level: FlagLevel
  readonly state: 'open' | 'taken' | 'closed'
  readonly reasons: readonly { rule: string; at: string; note?: string; detail?: readonly string[] }[]
  readonly takenBy: string | null
  /** Since when it is amber; null: it never was. */
  readonly amberAt: Date | null
}

export interface StoreHealth {
  readonly kind: 'pglite' | 'postgresql'
  readonly version: string
  readonly durable: boolean
  readonly migrations: number
  readonly waitingCauses: number
  readonly waitingRows: number
  /** Messages of clients of the last 30 days that were to be deleted from their chat and could not be. */
  readonly notCleared: number
  readonly openEscalations: number
  /** The last time that no node lived; null: never. */
  readonly stoodStill: { readonly from: Date; readonly to: Date } | null
  /** Pseudonyms of active clients with a confirmed link who have not written since. */
  readonly notHeardSince: readonly string[]
  readonly auditIntact: boolean
}

/** All that is kept about one client: handed over whole, or erased whole (P12). */
export interface RecordsStore {
  /** Null: no client that these eyes see. Leaves a line in the audit. */
  everything(clinic: ClinicId, client: ClientId, by: string): Promise<Private<ClientRecord> | null>
  /**
   * Erases a discharged client: their rows, their links, and the key that sealed them. Begun, it is always finished:
   * a process that dies in the middle finishes at its next start.
   */
  erase(clinic: ClinicId, client: ClientId, by: string): Promise<ErasureReceipt | 'unknown' | 'not-discharged'>
  /** Whoever stands in the erasure ledger is erased, also where an old backup brought them back. Runs at every start. */
  finishErasures(clinic: ClinicId): Promise<void>
}

/** Table → rows, oldest first; what was sealed is open, what only keeps the machine going is left out. */
export type ClientRecord = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>

export interface ErasureReceipt {
  readonly client: ClientId
  /** Unreadable here from this moment on. */
  readonly erasedAt: Date
  /** From here on no backup of the keys holds theirs, so that no backup of the data can be read for them. */
  readonly backupsUnreadableBy: Date
}

/** Copies of the whole installation in a file, without the keys that open them. */
export interface Backups {
  /** Writes a new file. Throws `command.refused` if it is there or cannot be, `config.invalid` without an owner's login. */
  take(path: string, takenAt: Date): Promise<{ readonly rows: number }>
  /**
   * Fills an empty database. Throws `command.refused` if the file is not whole, is of another version, or a clinic is
   * here already; then nothing was changed. Whoever was erased since is erased again when the store is next opened.
   */
  restore(path: string): Promise<{ readonly rows: number; readonly takenAt: Date }>
}

export interface DischargedRow {
  readonly pseudonym: string
  readonly dischargedOn: string
  /** As it was written down last. */
  readonly minor: boolean
  readonly born?: string
}
