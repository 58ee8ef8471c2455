import { sql } from 'kysely'
import type { ClinicianId, ClinicId } from '../../core/ids.ts'
import type { AccessStore, NewAccount } from '../../ports/access.ts'
import { clinicSeal, type Seal } from '../sealing/seal.ts'
import { asClinician, now, toBytes, toText, type Console, type PeopleContext } from '../people/as-clinician.ts'
import { endSessionsOf, keepRecoveryCodes } from './accounts.ts'

type Verbs = Pick<AccessStore, 'invite' | 'invitation' | 'accept'>

/** The one-time link of the first sign-in, or of one who lost password and telephone. */
export function invitationVerbs(context: PeopleContext): Verbs {
  return {
    invite: async ({ clinic, clinician, tokenHash, totp, expiresAfterMs, by }) => {
      const seal = await clinicSeal(context.keys, clinic)
      const sealed = toBytes(seal.seal({ table: 'invitations', row: tokenHash, column: 'totp' }, totp))
      await asClinician(
        context,
        clinic,
        { by, did: 'invited a clinician to the console', to: clinician },
        async (tx) => {
          await tx
            .updateTable('invitations')
            .set({ used_at: now })
            .where('clinic_id', '=', clinic)
            .where('clinician_id', '=', clinician)
            .where('used_at', 'is', null)
            .execute()
          await tx
            .insertInto('invitations')
            .values({
              clinic_id: clinic,
              token_hash: tokenHash,
              clinician_id: clinician,
              totp: sealed,
              expires_at: sql<Date>`holdfast_now() + ${expiresAfterMs}::float8 * interval '1 millisecond'`,
            })
            .execute()
        },
      )
    },

    invitation: async (clinic, tokenHash) => {
      const seal = await clinicSeal(context.keys, clinic)
      return asClinician(context, clinic, null, async (tx) => {
        const open = await openInvitation(tx, seal, { clinic, tokenHash })
        if (!open) return null
        const { name } = await tx
          .selectFrom('clinicians')
          .select('name')
          .where('clinic_id', '=', clinic)
          .where('clinician_id', '=', open.clinician)
          .executeTakeFirstOrThrow()
        return { ...open, name: seal.open({ table: 'clinicians', row: open.clinician, column: 'name' }, toText(name)) }
      })
    },

    accept: (account) => accept(context, account),
  }
}

async function accept(context: PeopleContext, account: NewAccount): Promise<'made' | 'unknown' | 'name-taken'> {
  const { clinic } = account
  const seal = await clinicSeal(context.keys, clinic)
  const index = toBytes(context.index(clinic, 'web', account.name))
  return asClinician(context, clinic, null, async (tx) => {
    const open = await openInvitation(tx, seal, account)
    if (!open) return 'unknown'
    const taken = await tx
      .selectFrom('accounts')
      .select('clinician_id')
      .where('clinic_id', '=', clinic)
      .where('login_index', '=', index)
      .where('clinician_id', '<>', open.clinician)
      .executeTakeFirst()
    if (taken) return 'name-taken'
    await keepAccount(tx, seal, { ...account, ...open, index })
    const who = open.clinician
    await sql`select holdfast.append_audit(${clinic}::uuid, ${who}, 'set up their sign-in', ${who})`.execute(tx)
    return 'made'
  })
}

async function openInvitation(
  tx: Console,
  seal: Seal,
  { clinic, tokenHash }: { clinic: ClinicId; tokenHash: string },
): Promise<{ clinician: ClinicianId; totp: string } | null> {
  const found = await tx
    .selectFrom('invitations')
    .select(['clinician_id', 'totp'])
    .where('clinic_id', '=', clinic)
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .forUpdate()
    .executeTakeFirst()
  if (!found) return null
  const totp = seal.open({ table: 'invitations', row: tokenHash, column: 'totp' }, toText(found.totp))
  return { clinician: found.clinician_id as ClinicianId, totp }
}

type Kept = NewAccount & { readonly clinician: ClinicianId; readonly totp: string; readonly index: Buffer }

async function keepAccount(tx: Console, seal: Seal, account: Kept): Promise<void> {
  const { clinic, clinician, index, password, step, recoveryCodes } = account
  const values = {
    login_index: index,
    password,
    totp: toBytes(seal.seal({ table: 'accounts', row: clinician, column: 'totp' }, account.totp)),
    totp_step: String(step),
    made_at: now,
  }
  await tx
    .insertInto('accounts')
    .values({ clinic_id: clinic, clinician_id: clinician, ...values })
    .onConflict((conflict) => conflict.columns(['clinic_id', 'clinician_id']).doUpdateSet(values))
    .execute()
  await keepRecoveryCodes(tx, { clinic, clinician }, recoveryCodes)
  await endSessionsOf(tx, clinic, clinician)
  await tx
    .updateTable('invitations')
    .set({ used_at: now })
    .where('clinic_id', '=', clinic)
    .where('token_hash', '=', account.tokenHash)
    .execute()
}
