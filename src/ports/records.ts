import type { ClientId, ClinicId } from '../core/ids.ts'
import type { Private } from '../core/private.ts'

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
