import type { KeyRing } from '../../ports/key-ring.ts'
import type { BlindIndex } from '../sealing/blind-index.ts'
import type { Sql } from '../sql.ts'

/** What every verb of the hot path works with. */
export interface Context {
  readonly sql: Sql
  readonly keys: KeyRing
  readonly index: BlindIndex
  /** Whether the database admits one process only (embedded): a new node then means that the old one is gone. */
  readonly only: boolean
}
