import { sql } from 'kysely'
import type { ClientId, ClinicId } from '../../core/ids.ts'
import { Plan } from '../../core/plan.ts'
import type { PeopleStore } from '../../ports/people.ts'
import { atThisAge } from '../../rails/channel-ages.ts'
import { clientSeal } from '../sealing/seal.ts'
import {
  asClinician,
  lockConversation,
  now,
  toBytes,
  toText,
  type Console,
  type PeopleContext,
} from './as-clinician.ts'
import { pinCard, setReminder } from './reminders.ts'

type Verbs = Pick<PeopleStore, 'plan' | 'savePlan' | 'saveSafetyPlan'>

/** What a clinician permits a client, and the safety plan that was written in session. */
export function planVerbs(context: PeopleContext): Verbs {
  return {
    plan: (clinic, client) =>
      asClinician(context, clinic, { by: context.eyes, did: 'read a plan', to: client }, (tx) =>
        readPlan(context, tx, { clinic, client }),
      ),

    savePlan: (clinic, client, change, by) =>
      asClinician(context, clinic, { by, did: 'changed a plan', to: client }, async (tx) => {
        await lockConversation(tx, clinic, client)
        const plan = await readPlan(context, tx, { clinic, client })
        const next = plan && Plan.parse(change(plan))
        if (!next) return null
        const seal = await clientSeal(context.keys, clinic, client)
        await tx
          .updateTable('clients')
          .set({
            plan: toBytes(seal.seal({ table: 'clients', row: client, column: 'plan' }, JSON.stringify(next))),
            version: sql<number>`version + 1`,
          })
          .where('clinic_id', '=', clinic)
          .where('client_id', '=', client)
          .execute()
        await setReminder(tx, { clinic, client }, next)
        if (!statesTheSame(plan, next)) await pinCard(tx, { clinic, client })
        return next
      }),

    saveSafetyPlan: (clinic, client, parts, by) =>
      asClinician(context, clinic, { by, did: 'saved a safety plan', to: client }, async (tx) => {
        await lockConversation(tx, clinic, client)
        return savePlanParts(context, tx, { clinic, client }, parts)
      }),
  }
}

/** Whether the numbers, and the language they are said in, are still those. */
const statesTheSame = (before: Plan, after: Plan) =>
  before.country === after.country && before.lang === after.lang && before.minor === after.minor

interface Whose {
  readonly clinic: ClinicId
  readonly client: ClientId
}

export async function readPlan(context: PeopleContext, tx: Console, { clinic, client }: Whose): Promise<Plan | null> {
  const found = await tx
    .selectFrom('clients')
    .select(['plan', now.as('now')])
    .where('clinic_id', '=', clinic)
    .where('client_id', '=', client)
    .executeTakeFirst()
  if (!found) return null
  const seal = await clientSeal(context.keys, clinic, client)
  const opened = seal.open({ table: 'clients', row: client, column: 'plan' }, toText(found.plan))
  return atThisAge(Plan.parse(JSON.parse(opened)), found.now)
}

/** Beyond the effects of any turn, so that a row of a plan is never named like one of a turn of the same version. */
const FIRST_PLAN_ROW = 1_000

/** Each part replaces its older self, null leaves none; a part that is not given stays as it is. */
async function savePlanParts(
  context: PeopleContext,
  tx: Console,
  { clinic, client }: Whose,
  parts: Parameters<PeopleStore['saveSafetyPlan']>[2],
): Promise<'saved' | 'unknown'> {
  const found = await tx
    .updateTable('clients')
    .set({ version: sql<number>`version + 1` })
    .where('clinic_id', '=', clinic)
    .where('client_id', '=', client)
    .returning(sql<string>`version - 1`.as('version'))
    .executeTakeFirst()
  if (!found) return 'unknown'
  const seal = await clientSeal(context.keys, clinic, client)
  for (const [place, [kind, words]] of Object.entries(parts).entries()) {
    const n = FIRST_PLAN_ROW + place
    const row = { table: 'keepsakes', row: `${found.version}.${n}`, column: 'words' }
    await tx
      .updateTable('keepsakes')
      .set({ retired_at: now })
      .where('clinic_id', '=', clinic)
      .where('client_id', '=', client)
      .where('kind', '=', kind)
      .where('retired_at', 'is', null)
      .execute()
    if (words === null) continue
    await tx
      .insertInto('keepsakes')
      .values({
        clinic_id: clinic,
        client_id: client,
        at_version: Number(found.version),
        n,
        kind,
        words: toBytes(seal.seal(row, words.reveal())),
        kept_at: now,
      })
      .execute()
  }
  return 'saved'
}
