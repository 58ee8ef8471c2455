import type { Kysely } from 'kysely'
import type { AsAuditor } from './auditor/auditor.ts'
import type { OwnerSession, Sql } from './sql.ts'
import type { Tables } from './tables.ts'
import type { Waker } from './wake.ts'

/** An open database, embedded or not: the same SQL behind the same two roles. */
export interface Database extends Waker {
  readonly kind: 'pglite' | 'postgresql'
  /** Whether a commit is on the disk when it answers. */
  readonly durable: boolean
  /** Speaks as `holdfast_engine`: the functions of the hot path and nothing else. */
  readonly engine: Sql
  /** Speaks as `holdfast_console` inside `asClinician`: tables, under their policies. */
  readonly console: Kysely<Tables>
  /** Speaks as `holdfast_auditor`, read-only. */
  readonly asAuditor: AsAuditor
  /** One transaction as the owner. Absent where the program has no owner's login. */
  readonly asOwner?: <T>(work: (owner: OwnerSession) => Promise<T>) => Promise<T>
  close(): Promise<void>
}
