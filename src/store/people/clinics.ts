import { sql } from 'kysely'
import type { ClinicId } from '../../core/ids.ts'
import { ClinicSettings } from '../../core/plan.ts'
import type { PeopleStore } from '../../ports/people.ts'
import { translating } from '../translate-error.ts'
import { asClinician, bumpEverybody, now, type PeopleContext } from './as-clinician.ts'

type Verbs = Pick<PeopleStore, 'clinics' | 'addClinic' | 'saveSettings'>

/** Clinics and what they decided. */
export function clinicVerbs(context: PeopleContext): Verbs {
  return {
    clinics: () =>
      translating(() =>
        context.console.transaction().execute(async (tx) => {
          await sql`set local role holdfast_console`.execute(tx)
          const { rows } = await sql<{
            clinics: { id: ClinicId; settings: unknown }[]
          }>`select holdfast.list_clinics() as clinics`.execute(tx)
          return (rows[0]?.clinics ?? []).map(({ id, settings }) => ({ id, settings: ClinicSettings.parse(settings) }))
        }),
      ),

    addClinic: (id, settings) =>
      asClinician(context, id, { by: context.eyes, did: 'added the clinic', to: id }, async (tx) => {
        await tx
          .insertInto('clinics')
          .values({ clinic_id: id, settings: JSON.stringify(settings), up_since: now })
          .execute()
      }),

    saveSettings: (clinic, settings, by) =>
      asClinician(context, clinic, { by, did: 'changed the settings', to: clinic }, async (tx) => {
        await tx
          .updateTable('clinics')
          .set({ settings: JSON.stringify(settings) })
          .where('clinic_id', '=', clinic)
          .execute()
        await bumpEverybody(tx, clinic)
      }),
  }
}
