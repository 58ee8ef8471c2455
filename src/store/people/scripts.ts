import { sql } from 'kysely'
import type { FlowId, Lang, ScriptHash } from '../../core/ids.ts'
import { HoldfastError } from '../../core/errors.ts'
import type { PeopleStore } from '../../ports/people.ts'
import { translating } from '../translate-error.ts'
import { asClinician, bumpEverybody, now, type Console, type PeopleContext } from './as-clinician.ts'

type Verbs = Pick<PeopleStore, 'keepScript' | 'script' | 'sign' | 'signatures'>

/** Scripts belong to everybody and never change; who signed which belongs to a clinic. */
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

    sign: (clinic, hash, by) =>
      asClinician(context, clinic, { by, did: 'signed a script', to: hash }, async (tx) => {
        const script = await tx.selectFrom('scripts').select(['flow', 'lang']).where('script_hash', '=', hash).executeTakeFirst()
        if (!script) throw new HoldfastError('flow.invalid', `There is no script ${hash} to sign. Run \`holdfast check\` on its files first.`)
        const signed = await tx
          .insertInto('signatures')
          .values({ clinic_id: clinic, script_hash: hash, ...script, signed_by: by, signed_at: now, withdrawn_at: null })
          .onConflict((conflict) => conflict.columns(['clinic_id', 'script_hash']).doNothing())
          .returning('script_hash')
          .executeTakeFirst()
        if (!signed) return 'already'
        await bumpEverybody(tx, clinic)
        return 'signed'
      }),

    signatures: (clinic) =>
      asClinician(context, clinic, { by: context.eyes, did: 'listed signatures', to: clinic }, async (tx) => {
        const rows = await tx
          .selectFrom('signatures')
          .select(['script_hash', 'flow', 'lang', 'signed_by', 'signed_at'])
          .where('clinic_id', '=', clinic)
          .where('withdrawn_at', 'is', null)
          .orderBy('seq')
          .execute()
        return rows.map((row) => ({
          hash: row.script_hash as ScriptHash,
          flow: row.flow as FlowId,
          lang: row.lang as Lang,
          by: row.signed_by,
          at: row.signed_at,
        }))
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
