import type { ClinicianId, ClinicId } from '../../core/ids.ts'
import type { AccessStore } from '../../ports/access.ts'
import { clinicSeal } from '../sealing/seal.ts'
import { asClinician, now, toBytes, toText, type Console, type PeopleContext } from '../people/as-clinician.ts'

type Verbs = Pick<AccessStore, 'account' | 'useStep' | 'useRecoveryCode'>
type Secrets = Pick<AccessStore, 'recoveryCodesLeft' | 'replaceRecoveryCodes' | 'replacePassword' | 'replaceTotp'>

/** Password, code and recovery codes, as a sign-in asks for them. */
export function accountVerbs(context: PeopleContext): Verbs {
  return {
    account: async (clinic, whose) => {
      const found = await asClinician(context, clinic, null, (tx) => {
        const all = tx.selectFrom('accounts').selectAll().where('clinic_id', '=', clinic)
        const one =
          typeof whose === 'string'
            ? all.where('clinician_id', '=', whose)
            : all.where('login_index', '=', toBytes(context.index(clinic, 'web', whose)))
        return one.executeTakeFirst()
      })
      if (!found) return null
      const seal = await clinicSeal(context.keys, clinic)
      return {
        clinician: found.clinician_id as ClinicianId,
        password: found.password,
        totp: seal.open({ table: 'accounts', row: found.clinician_id, column: 'totp' }, toText(found.totp)),
      }
    },

    useStep: (clinic, clinician, step) =>
      asClinician(context, clinic, null, async (tx) => {
        const used = await ofClinician(tx, clinic, clinician)
          .set({ totp_step: String(step) })
          .where('totp_step', '<', String(step))
          .returning('clinician_id')
          .executeTakeFirst()
        return used !== undefined
      }),

    useRecoveryCode: (clinic, clinician, codeHash) =>
      asClinician(context, clinic, null, async (tx) => {
        const used = await tx
          .updateTable('recovery_codes')
          .set({ used_at: now })
          .where('clinic_id', '=', clinic)
          .where('clinician_id', '=', clinician)
          .where('code_hash', '=', codeHash)
          .where('used_at', 'is', null)
          .returning('code_hash')
          .executeTakeFirst()
        return used !== undefined
      }),
  }
}

/** What a clinician changes of their own sign-in. */
export function secretVerbs(context: PeopleContext): Secrets {
  return {
    recoveryCodesLeft: (clinic, clinician) =>
      asClinician(context, clinic, null, async (tx) => {
        const left = await tx
          .selectFrom('recovery_codes')
          .select('code_hash')
          .where('clinic_id', '=', clinic)
          .where('clinician_id', '=', clinician)
          .where('used_at', 'is', null)
          .execute()
        return left.length
      }),

    replaceRecoveryCodes: (clinic, clinician, codeHashes) =>
      asClinician(context, clinic, { by: clinician, did: 'made new recovery codes', to: clinician }, (tx) =>
        keepRecoveryCodes(tx, { clinic, clinician }, codeHashes),
      ),

    replacePassword: (clinic, clinician, password) =>
      asClinician(context, clinic, { by: clinician, did: 'changed their password', to: clinician }, async (tx) => {
        await ofClinician(tx, clinic, clinician).set({ password }).execute()
        await endSessionsOf(tx, clinic, clinician)
      }),

    replaceTotp: async (clinic, clinician, { totp, step }) => {
      const seal = await clinicSeal(context.keys, clinic)
      const sealed = toBytes(seal.seal({ table: 'accounts', row: clinician, column: 'totp' }, totp))
      await asClinician(
        context,
        clinic,
        { by: clinician, did: 'changed their authenticator', to: clinician },
        async (tx) => {
          await ofClinician(tx, clinic, clinician)
            .set({ totp: sealed, totp_step: String(step) })
            .execute()
          await endSessionsOf(tx, clinic, clinician)
        },
      )
    },
  }
}

function ofClinician(tx: Console, clinic: ClinicId, clinician: ClinicianId) {
  return tx.updateTable('accounts').where('clinic_id', '=', clinic).where('clinician_id', '=', clinician)
}

interface Whose {
  readonly clinic: ClinicId
  readonly clinician: ClinicianId
}

export async function keepRecoveryCodes(tx: Console, { clinic, clinician }: Whose, hashes: readonly string[]) {
  await tx.deleteFrom('recovery_codes').where('clinic_id', '=', clinic).where('clinician_id', '=', clinician).execute()
  await tx
    .insertInto('recovery_codes')
    .values(hashes.map((code_hash) => ({ clinic_id: clinic, clinician_id: clinician, code_hash })))
    .execute()
}

export async function endSessionsOf(tx: Console, clinic: ClinicId, clinician: ClinicianId): Promise<void> {
  await tx
    .updateTable('console_sessions')
    .set({ ended_at: now })
    .where('clinic_id', '=', clinic)
    .where('clinician_id', '=', clinician)
    .where('ended_at', 'is', null)
    .execute()
}
