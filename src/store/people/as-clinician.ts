import { sql, type Kysely, type Transaction } from 'kysely'
import type { ClinicId } from '../../core/ids.ts'
import type { KeyRing } from '../../ports/key-ring.ts'
import type { BlindIndex } from '../sealing/blind-index.ts'
import type { Tables } from '../tables.ts'
import { translating } from '../translate-error.ts'

export type Console = Transaction<Tables>

/** What the people verbs work with. */
export interface PeopleContext {
  readonly console: Kysely<Tables>
  readonly keys: KeyRing
  readonly index: BlindIndex
  readonly kind: 'pglite' | 'postgresql'
  readonly durable: boolean
  /** Through whose eyes: a clinician's id, or 'operator' for the machine's own command line. */
  readonly eyes: string
}

/** A line for the audit: who did what to what. Ids and verbs, never words. */
export interface AuditLine {
  readonly by: string
  readonly did: string
  readonly to: string
}

/**
 * One transaction as the console's role, seeing what these eyes may see in this clinic. The line is written with
 * whatever the work wrote; a work that fails leaves neither. Where the work may find nothing to do, the line follows from
 * what came of it, so that the audit says only what was done.
 */
export function asClinician<T>(
  context: PeopleContext,
  clinic: ClinicId,
  line: AuditLine | null | ((result: T) => AuditLine | null),
  work: (tx: Console) => Promise<T>,
): Promise<T> {
  return translating(() =>
    context.console.transaction().execute(async (tx) => {
      // On PostgreSQL the pool has this role already; the one session of the embedded database has not.
      await sql`set local role holdfast_console`.execute(tx)
      await sql`select set_config('search_path', 'holdfast, pg_temp', true),
        set_config('holdfast.clinic', ${clinic}, true), set_config('holdfast.clinician', ${context.eyes}, true)`.execute(
        tx,
      )
      const result = await work(tx)
      const told = typeof line === 'function' ? line(result) : line
      if (told)
        await sql`select holdfast.append_audit(${clinic}::uuid, ${told.by}, ${told.did}, ${told.to})`.execute(tx)
      return result
    }),
  )
}

/**
 * The line, if the work came to one of these: what was refused, or was so already, was not done. Without any, unless it
 * found none.
 */
export const ifDone =
  (line: AuditLine, ...done: readonly string[]) =>
  (result: unknown): AuditLine | null =>
    (done.length === 0 ? result !== 'none' : done.some((one) => one === result)) ? line : null

/** After a change that every client's next turn reads. A turn under way then finds itself stale and is computed anew. */
export async function bumpEverybody(tx: Console, clinic: ClinicId): Promise<void> {
  await tx
    .updateTable('clients')
    .set({ version: sql<number>`version + 1` })
    .where('clinic_id', '=', clinic)
    .execute()
}

/** After a change that this client's next turn reads. */
export async function bumpClient(tx: Console, clinic: ClinicId, client: string): Promise<void> {
  await tx
    .updateTable('clients')
    .set({ version: sql<number>`version + 1` })
    .where('clinic_id', '=', clinic)
    .where('client_id', '=', client)
    .execute()
}

/** The one lock per client, taken before any other row of theirs, as the functions of the hot path do. */
export async function lockConversation(tx: Console, clinic: ClinicId, client: string): Promise<void> {
  await sql`select from conversations where clinic_id = ${clinic} and client_id = ${client} for no key update`.execute(
    tx,
  )
}

/** The store's clock, for columns that the console's role writes. */
export const now = sql<Date>`holdfast.holdfast_now()`

/** A sealed value for a column of bytes, and back. */
export function toBytes(sealed: string): Buffer {
  return Buffer.from(sealed, 'base64')
}
export function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
