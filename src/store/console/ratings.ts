import { sql } from 'kysely'
import type { ClientId, ClinicId } from '../../core/ids.ts'
import type { RatingRow } from '../../ports/console.ts'
import type { Seal } from '../sealing/seal.ts'
import { toText, type Console } from '../people/as-clinician.ts'

export type StoredRating = Omit<RatingRow, 'value'> & { readonly row: string; readonly value: Uint8Array }

/** Of the last twelve weeks, oldest first. */
export async function readRatings(tx: Console, clinic: ClinicId, client: ClientId): Promise<StoredRating[]> {
  const { rows } = await sql<StoredRating>`
    select g.at_version || '.' || g.n as row, g.value, g.scale, g.moment, g.practice_id as practice, g.at
    from ratings g
    where g.clinic_id = ${clinic}::uuid and g.client_id = ${client}::uuid and g.at > holdfast_now() - interval '84 days'
    order by g.at, g.at_version, g.n`.execute(tx)
  return rows
}

export function openedRatings(seal: Seal, rows: readonly StoredRating[]): RatingRow[] {
  return rows.map(({ row, value, ...rating }) => ({
    ...rating,
    value: Number(seal.open({ table: 'ratings', row, column: 'value' }, toText(value))),
  }))
}
