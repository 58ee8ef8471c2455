import { sql } from 'kysely'
import type { ClientId, ClinicianId, ClinicId } from '../../core/ids.ts'
import { Private } from '../../core/private.ts'
import type { ConsoleStore, Opening } from '../../ports/console.ts'
import { clientSeal, type Seal } from '../sealing/seal.ts'
import { asClinician, toText, type Console, type PeopleContext } from '../people/as-clinician.ts'

/** Long enough to read and to act, and over before the next shift. */
const MINUTES = 240

/** Break-glass: somebody else's client, with a reason that their therapist reads. */
export function openingVerbs(context: PeopleContext): Pick<ConsoleStore, 'openFor'> {
  const called = (clinic: ClinicId, payload: object, to: string | null) =>
    asClinician(
      context,
      clinic,
      to === null ? null : { by: context.eyes, did: "opened another clinician's client", to },
      async (tx) => {
        const { rows } = await sql<{
          client: ClientId | null
        }>`select open_for(${JSON.stringify({ clinic, ...payload })}::text::jsonb) as client`.execute(tx)
        return rows[0]?.client ?? null
      },
    )
  return {
    openFor: async ({ clinic, id, pseudonym, reason }) => {
      const client = await called(clinic, { pseudonym }, null)
      if (client === null) return null
      const seal = await clientSeal(context.keys, clinic, client)
      const sealed = seal.seal({ table: 'openings', row: id, column: 'reason' }, reason)
      return called(clinic, { pseudonym, id, reason: sealed, minutes: MINUTES }, client)
    },
  }
}

export interface StoredOpening {
  readonly id: string
  readonly client: ClientId
  readonly by: ClinicianId
  readonly reason: Uint8Array
  readonly at: Date
}

/** Of the last weeks: whoever treats the client should see that a colleague looked. */
export async function readOpenings(tx: Console, clinic: ClinicId, client: ClientId | null): Promise<StoredOpening[]> {
  const { rows } = await sql<StoredOpening>`
    select opening_id as id, client_id as client, clinician_id as by, reason, opened_at as at from openings
    where clinic_id = ${clinic}::uuid and (${client}::uuid is null or client_id = ${client}::uuid)
      and opened_at > holdfast_now() - interval '28 days'
    order by opened_at desc`.execute(tx)
  return rows
}

export function openedOpenings(seal: Seal, rows: readonly StoredOpening[]): Opening[] {
  return rows.map(({ id, by, at, reason }) => ({
    by,
    at,
    reason: new Private(seal.open({ table: 'openings', row: id, column: 'reason' }, toText(reason))),
  }))
}
