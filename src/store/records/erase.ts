import { sql } from 'kysely'
import type { ClientId, ClinicId } from '../../core/ids.ts'
import { LIMITS } from '../../core/limits.ts'
import type { RecordsStore } from '../../ports/people.ts'
import { asClinician, now, type PeopleContext } from '../people/as-clinician.ts'

/**
 * The ledger first, then the rows, then the key. Whatever stops it in between, `finishErasures` goes on from there;
 * the key goes last, because a row whose key is gone would break every list that it stands in.
 */
export function eraseVerbs(context: PeopleContext): Pick<RecordsStore, 'erase' | 'finishErasures'> {
  return {
    async erase(clinic, client, by) {
      const status = await statusOf(context, clinic, client)
      if (status === undefined) return 'unknown'
      if (status.is !== 'discharged') return 'not-discharged'
      const erasedAt = await context.keys.condemn(clinic, client, status.now)
      await eraseNow(context, clinic, client, by)
      return {
        client,
        erasedAt,
        backupsUnreadableBy: new Date(erasedAt.getTime() + LIMITS.keyBackupsKeptMs),
      }
    },

    async finishErasures(clinic) {
      for (const client of await context.keys.condemned(clinic))
        if (await statusOf(context, clinic, client)) await eraseNow(context, clinic, client, 'operator')
        else await context.keys.forget(clinic, client)
    },
  }
}

async function statusOf(context: PeopleContext, clinic: ClinicId, client: ClientId) {
  return await asClinician(context, clinic, null, (tx) =>
    tx
      .selectFrom('clients')
      .select(['status as is', now.as('now')])
      .where('clinic_id', '=', clinic)
      .where('client_id', '=', client)
      .executeTakeFirst(),
  )
}

async function eraseNow(context: PeopleContext, clinic: ClinicId, client: ClientId, by: string): Promise<void> {
  await asClinician(context, clinic, { by, did: 'erased a client', to: client }, (tx) =>
    sql`select holdfast.erase_client(${clinic}::uuid, ${client}::uuid)`.execute(tx),
  )
  await context.keys.forget(clinic, client)
}
