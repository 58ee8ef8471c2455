import { sql } from 'kysely'
import type { ClientId, ClinicId } from '../../core/ids.ts'
import { Private } from '../../core/private.ts'
import type { ConsoleStore, KeepsakeRow } from '../../ports/console.ts'
import type { Seal } from '../sealing/seal.ts'
import {
  asClinician,
  bumpClient,
  lockConversation,
  now,
  toText,
  type Console,
  type PeopleContext,
} from '../people/as-clinician.ts'

/** The client's own words, kept for re-use, and the therapist's yes to quoting them (care C12). */
export function keepsakeVerbs(context: PeopleContext): Pick<ConsoleStore, 'approveKeepsake'> {
  return {
    approveKeepsake: ({ clinic, client, row, by }) =>
      asClinician(context, clinic, { by, did: "approved a client's own words", to: client }, async (tx) => {
        await lockConversation(tx, clinic, client)
        const [version, n] = row.split('.').map(Number)
        const approved = await tx
          .updateTable('keepsakes')
          .set({ approved_by: by, approved_at: now })
          .where('clinic_id', '=', clinic)
          .where('client_id', '=', client)
          .where('at_version', '=', version ?? -1)
          .where('n', '=', n ?? -1)
          .where('retired_at', 'is', null)
          .returning('n')
          .executeTakeFirst()
        if (!approved) return 'unknown'
        await bumpClient(tx, clinic, client)
        return 'approved'
      }),
  }
}

export type StoredKeepsake = Omit<KeepsakeRow, 'words'> & { readonly words: Uint8Array }

export async function readKeepsakes(tx: Console, clinic: ClinicId, client: ClientId): Promise<StoredKeepsake[]> {
  const { rows } = await sql<StoredKeepsake>`
    select k.at_version || '.' || k.n as row, k.kind, k.words, k.kept_at as at, k.suspended_at is not null as suspended,
      k.approved_by as "approvedBy"
    from keepsakes k
    where k.clinic_id = ${clinic}::uuid and k.client_id = ${client}::uuid and k.retired_at is null
    order by k.kept_at`.execute(tx)
  return rows
}

export function openedKeepsakes(seal: Seal, rows: readonly StoredKeepsake[]): KeepsakeRow[] {
  return rows.map((row) => ({
    ...row,
    words: new Private(seal.open({ table: 'keepsakes', row: row.row, column: 'words' }, toText(row.words))),
  }))
}
