import type { ClientId, ClinicId } from '../core/ids.ts'

/**
 * The key ring: each client's data key, wrapped by the master key, kept apart from the data it opens and out of
 * `holdfast backup`. Erasing a client is deleting their key here (P12).
 */
export interface KeyRing {
  /** The client's data key, 32 bytes. Throws `key.missing` if it was erased or never made. */
  open(clinic: ClinicId, client: ClientId): Promise<Buffer>
  /** Makes and keeps a data key for a new client. */
  make(clinic: ClinicId, client: ClientId): Promise<void>
  /** The clinic's own key: for what is about clinicians and links. Made at first use. */
  clinic(clinic: ClinicId): Promise<Buffer>
  /** Writes into the erasure ledger that this client is erased, and answers since when: a second entry keeps the first one's time. Never taken out again. */
  condemn(clinic: ClinicId, client: ClientId, at: Date): Promise<Date>
  /** Who stands in the ledger. */
  condemned(clinic: ClinicId): Promise<readonly ClientId[]>
  /** Forgets a client's key. What it sealed is unreadable from then on. */
  forget(clinic: ClinicId, client: ClientId): Promise<void>
}
