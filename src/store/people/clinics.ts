import { sql } from 'kysely'
import type { ClinicianId, ClinicId, ChannelName } from '../../core/ids.ts'
import { ClinicSettings } from '../../core/plan.ts'
import type { PeopleStore } from '../../ports/people.ts'
import { clinicSeal } from '../seal.ts'
import { translating } from '../translate-error.ts'
import { asClinician, bumpEverybody, now, toBytes, toText, type PeopleContext } from './as-clinician.ts'

type Verbs = Pick<PeopleStore, 'clinics' | 'addClinic' | 'saveSettings' | 'addClinician' | 'clinicians'>

/** Clinics and the people who work there. */
export function clinicVerbs(context: PeopleContext): Verbs {
  return {
    clinics: () =>
      translating(() =>
        context.console.transaction().execute(async (tx) => {
          await sql`set local role holdfast_console`.execute(tx)
          const { rows } = await sql<{ clinics: { id: ClinicId; settings: unknown }[] }>`select holdfast.list_clinics() as clinics`.execute(tx)
          return (rows[0]?.clinics ?? []).map(({ id, settings }) => ({ id, settings: ClinicSettings.parse(settings) }))
        }),
      ),

    addClinic: (id, settings) =>
      asClinician(context, id, { by: context.eyes, did: 'added the clinic', to: id }, async (tx) => {
        await tx.insertInto('clinics').values({ clinic_id: id, settings: JSON.stringify(settings), up_since: now }).execute()
      }),

    saveSettings: (clinic, settings, by) =>
      asClinician(context, clinic, { by, did: 'changed the settings', to: clinic }, async (tx) => {
        await tx.updateTable('clinics').set({ settings: JSON.stringify(settings) }).where('clinic_id', '=', clinic).execute()
        await bumpEverybody(tx, clinic)
      }),

    async addClinician({ clinic, id, name, role, by }) {
      const seal = await clinicSeal(context.keys, clinic)
      const sealed = toBytes(seal.seal({ table: 'clinicians', row: id, column: 'name' }, name))
      await asClinician(context, clinic, { by, did: `added a clinician (${role})`, to: id }, (tx) =>
        tx.insertInto('clinicians').values({ clinic_id: clinic, clinician_id: id, name: sealed, role }).execute(),
      )
    },

    async clinicians(clinic) {
      const seal = await clinicSeal(context.keys, clinic)
      return asClinician(context, clinic, { by: context.eyes, did: 'listed clinicians', to: clinic }, async (tx) => {
        const people = await tx.selectFrom('clinicians').selectAll().where('clinic_id', '=', clinic).orderBy('clinician_id').execute()
        const links = await tx
          .selectFrom('links')
          .select(['clinician_id', 'channel'])
          .where('clinic_id', '=', clinic)
          .where('clinician_id', 'is not', null)
          .where('state', '=', 'confirmed')
          .execute()
        return people.map((person) => ({
          id: person.clinician_id as ClinicianId,
          name: seal.open({ table: 'clinicians', row: person.clinician_id, column: 'name' }, toText(person.name)),
          role: person.role,
          linked: links.filter((link) => link.clinician_id === person.clinician_id).map((link) => link.channel as ChannelName),
        }))
      })
    },
  }
}
