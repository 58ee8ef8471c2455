import type { ClinicianId, ClinicId } from '../core/ids.ts'
import type { Private } from '../core/private.ts'
import type { ClinicianRole } from './people.ts'

/**
 * Signing in to the console. It works for somebody who is not known yet, so with the operator's eyes; what it is handed
 * is hashed already (passwords, cookies, codes), except the name and the secret, which it indexes and seals.
 */
export interface AccessStore {
  /** Makes the one-time link by which a clinician sets password and code; any older one of theirs stops working. */
  invite(invitation: Invitation): Promise<void>
  /** Null: used, run out or never made. */
  invitation(
    clinic: ClinicId,
    tokenHash: string,
  ): Promise<{ clinician: ClinicianId; name: string; totp: string } | null>
  /** Makes or replaces the account; ends the clinician's sessions. */
  accept(account: NewAccount): Promise<'made' | 'unknown' | 'name-taken'>

  /** Counts one attempt before anything is looked at. Resolves with the seconds to wait first; 0: go on. */
  attempt(clinic: ClinicId, whose: readonly Attempt[]): Promise<number>
  /** A sign-in that worked: this name's count begins anew. */
  forget(clinic: ClinicId, name: Private<string>): Promise<void>
  account(clinic: ClinicId, whose: Private<string> | ClinicianId): Promise<Account | null>
  /** Compare-and-set: a step that was used, or an older one, opens nothing. */
  useStep(clinic: ClinicId, clinician: ClinicianId, step: number): Promise<boolean>
  useRecoveryCode(clinic: ClinicId, clinician: ClinicianId, codeHash: string): Promise<boolean>
  recoveryCodesLeft(clinic: ClinicId, clinician: ClinicianId): Promise<number>
  replaceRecoveryCodes(clinic: ClinicId, clinician: ClinicianId, codeHashes: readonly string[]): Promise<void>
  /** Ends every session of theirs. */
  replacePassword(clinic: ClinicId, clinician: ClinicianId, password: string): Promise<void>
  /** A new authenticator; ends every session of theirs. */
  replaceTotp(clinic: ClinicId, clinician: ClinicianId, change: { totp: string; step: number }): Promise<void>

  openSession(session: NewSession): Promise<void>
  /** `touch`: counts as activity. Null: ended, idle for 20 minutes, older than 10 hours, or never there. */
  session(clinic: ClinicId, tokenHash: string, touch: boolean): Promise<Session | null>
  /** Password and code were given again in this session. */
  proveSession(clinic: ClinicId, tokenHash: string): Promise<void>
  endSession(clinic: ClinicId, tokenHash: string): Promise<void>
}

export interface Invitation {
  readonly clinic: ClinicId
  readonly clinician: ClinicianId
  readonly tokenHash: string
  /** The secret of the authenticator app, in hexadecimal. */
  readonly totp: string
  readonly expiresAfterMs: number
  readonly by: string
}

export interface NewAccount {
  readonly clinic: ClinicId
  readonly tokenHash: string
  readonly name: Private<string>
  /** argon2id, in its own notation. */
  readonly password: string
  /** The step of the code that proved the app; it is used up. */
  readonly step: number
  readonly recoveryCodes: readonly string[]
}

/** A count of its own for the name and for the address, each with how many may fail before a wait. */
export interface Attempt {
  readonly whose: Private<string>
  readonly free: number
}

export interface Account {
  readonly clinician: ClinicianId
  readonly password: string
  readonly totp: string
}

export interface NewSession {
  readonly clinic: ClinicId
  readonly clinician: ClinicianId
  readonly tokenHash: string
}

export interface Session {
  readonly clinician: ClinicianId
  readonly name: string
  readonly role: ClinicianRole
  /** Password and code were given in the last five minutes. */
  readonly proven: boolean
}
