import type { ColumnType, Generated } from 'kysely'

/*
 * The tables as the console's role sees them, for Kysely. Only what `people` touches; the hot path is SQL functions.
 * Sealed columns are bytes; times are written by the database's own clock.
 */
type Time = ColumnType<Date, Date, Date>
type Sealed = ColumnType<Uint8Array, Buffer, Buffer>
/** Left out of an insert: null. */
type LaterTime = ColumnType<Date | null, Date | null | undefined, Date | null>
type LaterSealed = ColumnType<Uint8Array | null, Buffer | null | undefined, Buffer | null>
type Json<T> = ColumnType<T, string, string>

export interface Tables {
  clinics: { clinic_id: string; settings: Json<unknown>; up_since: Time }
  clinicians: {
    clinic_id: string
    clinician_id: string
    name: Sealed
    role: 'therapist' | 'lead' | 'admin'
    removed_at: Date | null
  }
  clients: ClientsTable
  conversations: { clinic_id: string; client_id: string; last_link: string | null }
  latches: {
    clinic_id: string
    client_id: string
    raised_at: Time
    why: string
    raised_by: string | null
    raise_reason: Sealed | null
    lowered_at: LaterTime
    lowered_by: Generated<string | null>
    reason: LaterSealed
  }
  held_flows: {
    clinic_id: string
    client_id: string
    flow: string
    held_at: Time
    released_at: Time | null
    released_by: string | null
    reason: Sealed | null
  }
  keepsakes: {
    clinic_id: string
    client_id: string
    at_version: number
    n: number
    kind: string
    words: Sealed
    kept_at: Time
    retired_at: LaterTime
    approved_by: Generated<string | null>
    approved_at: LaterTime
  }
  adaptations: AdaptationsTable
  links: LinksTable
  pairing_codes: {
    clinic_id: string
    code_hash: string
    client_id: string | null
    clinician_id: string | null
    expires_at: Time
    used_at: Time | null
  }
  flags: FlagsTable
  escalations: {
    clinic_id: string
    escalation_id: string
    flag_id: string
    acknowledged_at: Time | null
    closed_by: string | null
    closed_at: Time | null
  }
  accounts: AccountsTable
  recovery_codes: { clinic_id: string; clinician_id: string; code_hash: string; used_at: LaterTime }
  console_sessions: SessionsTable
  invitations: {
    clinic_id: string
    token_hash: string
    clinician_id: string
    totp: Sealed
    expires_at: Time
    used_at: LaterTime
  }
  sign_in_attempts: { clinic_id: string; whose: string; failed: number; last_at: Time; wait_until: Time }
  outbox: { clinic_id: string; outbox_id: string; link_id: string | null; state: string }
  scripts: { script_hash: string; flow: string; lang: string; body: string; seen_at: Time }
  signatures: {
    clinic_id: string
    script_hash: string
    seq: Generated<number>
    flow: string
    lang: string
    signed_by: string
    signed_at: Time
    withdrawn_at: Time | null
  }
}

interface AdaptationsTable {
  clinic_id: string
  adaptation_id: string
  client_id: string | null
  flow: string
  lang: string
  base_hash: string
  script_hash: string
  lines: Sealed
  made_by: string
  made_at: Time
  signed_at: LaterTime
  ended_at: LaterTime
  ended_by: Generated<string | null>
}

interface AccountsTable {
  clinic_id: string
  clinician_id: string
  login_index: Sealed
  password: string
  totp: Sealed
  totp_step: Generated<string>
  made_at: Time
}

interface SessionsTable {
  clinic_id: string
  token_hash: string
  clinician_id: string
  opened_at: Time
  seen_at: Time
  proven_at: Time
  ended_at: LaterTime
}

interface ClientsTable {
  clinic_id: string
  client_id: string
  pseudonym: string
  owner: string
  status: Generated<string>
  profile: Sealed
  plan: Sealed
  version: Generated<number>
  latched_at: Time | null
  paused_until: LaterTime
  discharged_at: LaterTime
}

interface LinksTable {
  clinic_id: string
  link_id: string
  client_id: string | null
  clinician_id: string | null
  channel: string
  address: Sealed
  address_index: Sealed
  display: Sealed | null
  state: 'pending' | 'confirmed' | 'ended'
  opened_at: Time
  confirmed_at: Time | null
  confirmed_by: string | null
  ended_at: Time | null
}

interface FlagsTable {
  clinic_id: string
  flag_id: string
  client_id: string
  level: 'info' | 'amber' | 'red' | 'black'
  state: 'open' | 'taken' | 'closed'
  reasons: Json<unknown>
  raised_at: Time
  amber_at: Time | null
  taken_by: string | null
  taken_at: Time | null
  closed_by: string | null
  closed_at: Time | null
  outcome: Sealed | null
}
