import type { KeyShelf } from './key-ring.ts'
import { firstOf, type Sql } from '../sql.ts'

/** The key ring of a PostgreSQL installation: schema `holdfast_keys`, reached through its three functions only. */
export function databaseShelf(sql: Sql): KeyShelf {
  return {
    async keep(clinic, holder, wrapped) {
      const rows = await sql.query<{ kept: string }>(
        'select holdfast_keys.keep($1::uuid, $2::text, $3::text) as kept',
        [clinic, holder, wrapped.toString('base64')],
      )
      return Buffer.from(firstOf(rows).kept, 'base64')
    },
    async read(clinic, holder) {
      const rows = await sql.query<{ kept: string | null }>('select holdfast_keys.read($1::uuid, $2::text) as kept', [
        clinic,
        holder,
      ])
      const { kept } = firstOf(rows)
      return kept === null ? null : Buffer.from(kept, 'base64')
    },
    async all(clinic) {
      const rows = await sql.query<{ kept: { holder: string; wrapped: string }[] }>(
        'select holdfast_keys.all_of($1::uuid) as kept',
        [clinic],
      )
      return firstOf(rows).kept.map(({ holder, wrapped }) => ({ holder, wrapped: Buffer.from(wrapped, 'base64') }))
    },
    async replace(clinic, { holder, wrapped: before }, wrapped) {
      const rows = await sql.query<{ done: boolean }>(
        'select holdfast_keys.replace($1::uuid, $2::text, $3::text, $4::text) as done',
        [clinic, holder, before.toString('base64'), wrapped.toString('base64')],
      )
      return firstOf(rows).done
    },
    async condemn(clinic, client, at) {
      const rows = await sql.query<{ at: Date }>(
        'select holdfast_keys.condemn($1::uuid, $2::uuid, $3::timestamptz) as at',
        [clinic, client, at],
      )
      return firstOf(rows).at
    },
    async condemned(clinic) {
      const rows = await sql.query<{ ids: string[] }>('select holdfast_keys.condemned($1::uuid) as ids', [clinic])
      return firstOf(rows).ids
    },
    async ledger(clinic) {
      const rows = await sql.query<{ entries: { client: string; at: string }[] }>(
        'select holdfast_keys.ledger($1::uuid) as entries',
        [clinic],
      )
      return firstOf(rows).entries.map(({ client, at }) => ({ client, at: new Date(at) }))
    },
    async forget(clinic, holder) {
      await sql.query('select holdfast_keys.forget($1::uuid, $2::text)', [clinic, holder])
    },
  }
}
