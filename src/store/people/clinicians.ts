import type { ChannelName, ClinicianId } from '../../core/ids.ts'
import type { PeopleStore } from '../../ports/people.ts'
import { clinicSeal } from '../sealing/seal.ts'
import { asClinician, toBytes, toText, type PeopleContext } from './as-clinician.ts'

type Verbs = Pick<PeopleStore, 'addClinician' | 'clinicians'>

/** The people who work in a clinic. */
export function clinicianVerbs(context: PeopleContext): Verbs {
  return {
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
        const people = await tx
          .selectFrom('clinicians')
          .selectAll()
          .where('clinic_id', '=', clinic)
          .orderBy('clinician_id')
          .execute()
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
          linked: links
            .filter((link) => link.clinician_id === person.clinician_id)
            .map((link) => link.channel as ChannelName),
        }))
      })
    },
  }
}
