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
  /** A key of the whole installation, for `purpose`: it stays the same when the master key changes, as addresses and cookies must. */
  shared(purpose: SharedKey): Promise<Buffer>
  /** Writes into the erasure ledger that this client is erased, and answers since when: a second entry keeps the first one's time. Never taken out again. */
  condemn(clinic: ClinicId, client: ClientId, at: Date): Promise<Date>
  /** Who stands in the ledger. */
  condemned(clinic: ClinicId): Promise<readonly ClientId[]>
  /** Forgets a client's key. What it sealed is unreadable from then on. */
  forget(clinic: ClinicId, client: ClientId): Promise<void>
}

/** What the installation's own keys are for: looking addresses up, and naming a browser to its page. */
export type SharedKey = 'blind index' | 'web cookie'

/** What is done about the master key itself. */
export interface KeyUpkeep {
  /**
   * Wraps every key anew under HOLDFAST_KEY_NEXT while everything runs; broken off, it is done again and goes on.
   * Throws `config.invalid` without a next key.
   */
  rotate(): Promise<{ readonly changed: number }>
  /** Somebody typed the recovery sheet of today's key back. */
  typedBack(): Promise<void>
  standing(): Promise<{
    readonly sheet: 'typed back' | 'never typed back'
    readonly rotation: 'none' | 'not begun' | 'done or under way'
  }>
  /** Whether this is the key that everything new is wrapped under. */
  isSheetOf(key: Buffer): Promise<boolean>
  /** All wrapped keys and the erasure ledger, sealed under `under` (32 bytes), to be kept apart from the data. */
  copy(under: Buffer): Promise<string>
  /**
   * Puts a copy back, except the keys of whoever was erased. Throws `command.refused` if `under` is not the key that
   * sealed it, or it was made under another master key. The store is opened anew afterwards.
   */
  putBack(copy: string, under: Buffer): Promise<{ readonly keys: number; readonly erased: number }>
}
