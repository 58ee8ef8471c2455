import { sql } from 'kysely'
import type { PeopleStore } from '../../ports/people.ts'
import { translating } from '../translate-error.ts'
import { now, type Console, type PeopleContext } from './as-clinician.ts'

type Verbs = Pick<PeopleStore, 'keepScript' | 'script'>

/** Scripts belong to everybody and never change. */
export function scriptVerbs(context: PeopleContext): Verbs {
  return {
    keepScript: ({ hash, flow, lang, body }) =>
      asNobody(context, async (tx) => {
        await tx
          .insertInto('scripts')
          .values({ script_hash: hash, flow, lang, body, seen_at: now })
          .onConflict((conflict) => conflict.column('script_hash').doNothing())
          .execute()
      }),

    script: (hash) =>
      asNobody(context, async (tx) => {
        const found = await tx.selectFrom('scripts').select('body').where('script_hash', '=', hash).executeTakeFirst()
        return found?.body ?? null
      }),
  }
}

/** For what belongs to no clinic: the console's role, and no settings. */
function asNobody<T>(context: PeopleContext, work: (tx: Console) => Promise<T>): Promise<T> {
  return translating(() =>
    context.console.transaction().execute(async (tx) => {
      await sql`set local role holdfast_console`.execute(tx)
      await sql`select set_config('search_path', 'holdfast, pg_temp', true)`.execute(tx)
      return work(tx)
    }),
  )
}
