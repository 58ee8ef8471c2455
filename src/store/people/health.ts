import { sql } from 'kysely'
import type { PeopleStore, StoreHealth } from '../../ports/people.ts'
import { firstOf } from '../sql.ts'
import { asClinician, type PeopleContext } from './as-clinician.ts'

/** What the store says of itself, for `doctor`: counts, never contents. */
export function healthVerbs(context: PeopleContext): Pick<PeopleStore, 'health'> {
  return {
    health: (clinic) =>
      asClinician(
        context,
        clinic,
        { by: context.eyes, did: "asked for the store's health", to: clinic },
        async (tx) => {
          const { rows } = await sql<{
            health: Omit<StoreHealth, 'kind' | 'durable' | 'stoodStill'> & {
              stoodStill: { from: string; to: string } | null
            }
          }>`select store_health(${clinic}::uuid) as health`.execute(tx)
          const { stoodStill, ...counted } = firstOf(rows).health
          return {
            kind: context.kind,
            durable: context.durable,
            ...counted,
            stoodStill: stoodStill && { from: new Date(stoodStill.from), to: new Date(stoodStill.to) },
          }
        },
      ),
  }
}
