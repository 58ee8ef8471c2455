import { sql } from 'kysely'
import { ClientId } from '../../core/ids.ts'
import { Plan } from '../../core/plan.ts'
import { localDay } from '../../rails/local-hours.ts'
import type { PeopleStore } from '../../ports/people.ts'
import { clientSeal } from '../sealing/seal.ts'
import {
  asClinician,
  ifDone,
  lockConversation,
  now,
  toBytes,
  toText,
  type Console,
  type PeopleContext,
} from './as-clinician.ts'
import { readPlan } from './plans.ts'
import { setReminder } from './reminders.ts'

type Verbs = Pick<PeopleStore, 'discharge' | 'readmit' | 'discharged'>
type Discharge = Parameters<PeopleStore['discharge']>[0]

/** The end of a treatment, and its coming back (care C27). Links and keys stay as they are. */
export function dischargeVerbs(context: PeopleContext): Verbs {
  return {
    discharge: (change) => {
      const { clinic, client, by } = change
      return asClinician(context, clinic, ifDone({ by, did: 'discharged a client', to: client }, 'discharged'), (tx) =>
        discharge(context, tx, change),
      )
    },

    readmit: (clinic, client, by) =>
      asClinician(context, clinic, ifDone({ by, did: 'readmitted a client', to: client }, 'readmitted'), async (tx) => {
        await lockConversation(tx, clinic, client)
        const back = await tx
          .updateTable('clients')
          .set({ status: 'active', discharged_at: null, version: sql<number>`version + 1` })
          .where('clinic_id', '=', clinic)
          .where('client_id', '=', client)
          .where('status', '=', 'discharged')
          .returning('client_id')
          .executeTakeFirst()
        if (!back) return 'not-discharged' as const
        const plan = await readPlan(context, tx, { clinic, client })
        if (plan) await setReminder(tx, { clinic, client }, plan)
        return 'readmitted' as const
      }),

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

async function discharge(context: PeopleContext, tx: Console, { clinic, client, afterDischarge, ended }: Discharge) {
  await lockConversation(tx, clinic, client)
  const plan = await readPlan(context, tx, { clinic, client })
  if (!plan) return 'unknown' as const
  const open = await tx
    .selectFrom('flags')
    .select('flag_id')
    .where('clinic_id', '=', clinic)
    .where('client_id', '=', client)
    .where('state', '<>', 'closed')
    .where('level', 'in', ['red', 'black'])
    .executeTakeFirst()
  if (open) return 'flag-open' as const
  const seal = await clientSeal(context.keys, clinic, client)
  const place = { table: 'clients', row: client, column: 'plan' }
  const gone = await tx
    .updateTable('clients')
    .set({
      status: 'discharged',
      discharged_at: now,
      plan: toBytes(seal.seal(place, JSON.stringify({ ...plan, endsOn: undefined, afterDischarge, ended }))),
      version: sql<number>`version + 1`,
    })
    .where('clinic_id', '=', clinic)
    .where('client_id', '=', client)
    .where('status', '<>', 'discharged')
    .returning('client_id')
    .executeTakeFirst()
  if (!gone) return 'already' as const
  await sql`select holdfast.fall_silent(${clinic}::uuid, ${client}::uuid)`.execute(tx)
  if (ended === 'planned') await sql`select holdfast.say_farewell(${clinic}::uuid, ${client}::uuid)`.execute(tx)
  if (ended === 'died') await sql`select holdfast.drop_waiting(${clinic}::uuid, ${client}::uuid)`.execute(tx)
  return 'discharged' as const
}
