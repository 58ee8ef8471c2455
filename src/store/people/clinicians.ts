import { sql } from 'kysely'
import { withoutClinician } from '../../care/leaving.ts'
import type { ChannelName, ClientId, ClinicianId } from '../../core/ids.ts'
import { ClinicSettings } from '../../core/plan.ts'
import type { Leaving, PeopleStore } from '../../ports/people.ts'
import { clientSeal, clinicSeal } from '../sealing/seal.ts'
import { asClinician, toBytes, toText, type Console, type PeopleContext } from './as-clinician.ts'
import { readPlan } from './plans.ts'

type Verbs = Pick<PeopleStore, 'addClinician' | 'clinicians' | 'removeClinician'>

/** The people who work in a clinic. */
export function clinicianVerbs(context: PeopleContext): Verbs {
  return {
    ...removeClinicianVerb(context),

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
          .where('removed_at', 'is', null)
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

/** A clinician leaves, and another takes over: all of it or nothing. */
function removeClinicianVerb(context: PeopleContext): Pick<PeopleStore, 'removeClinician'> {
  return {
    removeClinician: (leaving) => {
      const { clinic, clinician, by } = leaving
      const line = { by, did: 'removed a clinician', to: clinician }
      return asClinician(
        context,
        clinic,
        ({ said }) => (said === 'removed' ? line : null),
        async (tx) => {
          const theirs = await clientsOf(tx, leaving)
          const { rows } = await sql<{ said: Removed }>`
          select holdfast.remove_clinician(${JSON.stringify(leaving)}::jsonb) as said`.execute(tx)
          const said = rows[0]?.said ?? 'unknown'
          if (said !== 'removed') return { said, clients: 0 }
          await changeSettings(tx, leaving)
          for (const client of theirs) await renameTherapist(context, tx, leaving, client)
          return { said, clients: theirs.length }
        },
      )
    },
  }
}

type Removed = Awaited<ReturnType<PeopleStore['removeClinician']>>['said']

async function clientsOf(tx: Console, { clinic, clinician }: Leaving): Promise<ClientId[]> {
  const rows = await tx
    .selectFrom('clients')
    .select('client_id')
    .where('clinic_id', '=', clinic)
    .where('owner', '=', clinician)
    .execute()
  return rows.map((row) => row.client_id as ClientId)
}

async function changeSettings(tx: Console, { clinic, clinician, to }: Leaving): Promise<void> {
  const { settings } = await tx
    .selectFrom('clinics')
    .select('settings')
    .where('clinic_id', '=', clinic)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const next = withoutClinician(ClinicSettings.parse(settings), clinician, to)
  await sql`update holdfast.clinics set settings = ${JSON.stringify(next)}::jsonb where clinic_id = ${clinic}`.execute(
    tx,
  )
}

/** Clients read their therapist by name: a name of whoever left becomes that of whoever took over. */
async function renameTherapist(context: PeopleContext, tx: Console, leaving: Leaving, client: ClientId): Promise<void> {
  const { clinic, names } = leaving
  const plan = await readPlan(context, tx, { clinic, client })
  if (plan?.therapist !== names.before) return
  const seal = await clientSeal(context.keys, clinic, client)
  const next = JSON.stringify({ ...plan, therapist: names.after })
  await tx
    .updateTable('clients')
    .set({ plan: toBytes(seal.seal({ table: 'clients', row: client, column: 'plan' }, next)) })
    .where('clinic_id', '=', clinic)
    .where('client_id', '=', client)
    .execute()
}
