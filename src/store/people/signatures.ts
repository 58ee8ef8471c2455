import { HoldfastError } from '../../core/errors.ts'
import type { ClinicId, FlowId, Lang, ScriptHash } from '../../core/ids.ts'
import type { PeopleStore } from '../../ports/people.ts'
import { asClinician, ifDone, bumpEverybody, now, type Console, type PeopleContext } from './as-clinician.ts'

type Verbs = Pick<PeopleStore, 'sign' | 'withdraw' | 'signatures'>

/** Which scripts a clinic's clinicians have signed; the newest of a flow and language is what its clients hear. */
export function signatureVerbs(context: PeopleContext): Verbs {
  return {
    sign: (clinic, hash, by) =>
      asClinician(context, clinic, ifDone({ by, did: 'signed a script', to: hash }, 'signed'), (tx) =>
        sign(tx, { clinic, hash, by }),
      ),

    withdraw: (clinic, hash, by) =>
      asClinician(context, clinic, ifDone({ by, did: 'withdrew a script', to: hash }, 'withdrawn'), async (tx) => {
        const withdrawn = await tx
          .updateTable('signatures')
          .set({ withdrawn_at: now })
          .where('clinic_id', '=', clinic)
          .where('script_hash', '=', hash)
          .where('withdrawn_at', 'is', null)
          .returning('script_hash')
          .executeTakeFirst()
        if (!withdrawn) return 'not-signed'
        await bumpEverybody(tx, clinic)
        return 'withdrawn'
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

interface Signing {
  readonly clinic: ClinicId
  readonly hash: ScriptHash
  readonly by: string
}

async function sign(tx: Console, { clinic, hash, by }: Signing): Promise<'signed' | 'already'> {
  const script = await tx
    .selectFrom('scripts')
    .select(['flow', 'lang'])
    .where('script_hash', '=', hash)
    .executeTakeFirst()
  if (!script)
    throw new HoldfastError(
      'flow.invalid',
      `There is no script ${hash} to sign. Run \`holdfast check\` on its files first.`,
    )
  const signed = await tx
    .insertInto('signatures')
    .values({ clinic_id: clinic, script_hash: hash, ...script, signed_by: by, signed_at: now, withdrawn_at: null })
    // Signed again after a withdrawal, it stands again: whoever signs it means it.
    .onConflict((conflict) =>
      conflict
        .columns(['clinic_id', 'script_hash'])
        .doUpdateSet({ signed_by: by, signed_at: now, withdrawn_at: null })
        .where('signatures.withdrawn_at', 'is not', null),
    )
    .returning('script_hash')
    .executeTakeFirst()
  if (!signed) return 'already'
  await bumpEverybody(tx, clinic)
  return 'signed'
}
