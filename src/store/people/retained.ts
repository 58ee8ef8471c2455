import { sql } from 'kysely'
import { ClientId } from '../../core/ids.ts'
import { Plan } from '../../core/plan.ts'
import { localDay } from '../../rails/local-hours.ts'
import type { PeopleStore } from '../../ports/people.ts'
import { clientSeal } from '../sealing/seal.ts'
import { asClinician, toText, type PeopleContext } from './as-clinician.ts'

type Verbs = Pick<PeopleStore, 'discharged'>

/** What the clinic's retention time is held against. */
export function retainedVerbs(context: PeopleContext): Verbs {
  return {
    discharged: (clinic) =>
      asClinician(context, clinic, { by: context.eyes, did: 'listed who was discharged', to: clinic }, async (tx) => {
        const found = await tx
          .selectFrom('clients')
          .select(['client_id', 'pseudonym', 'plan', sql<Date>`discharged_at`.as('at')])
          .where('clinic_id', '=', clinic)
          .where('status', '=', 'discharged')
          .orderBy('pseudonym')
          .execute()
        return Promise.all(
          found.map(async ({ client_id: id, pseudonym, plan, at }) => {
            const client = ClientId.parse(id)
            const seal = await clientSeal(context.keys, clinic, client)
            const place = { table: 'clients', row: client, column: 'plan' }
            const { born, minor, zone } = Plan.parse(JSON.parse(seal.open(place, toText(plan))))
            return { pseudonym, dischargedOn: localDay(at, zone).toString(), minor, ...(born && { born }) }
          }),
        )
      }),
  }
}
