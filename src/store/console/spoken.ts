import { sql } from 'kysely'
import { PLAYS_SOUND } from '../../core/message.ts'
import type { ConsoleStore } from '../../ports/console.ts'
import { openRecorded, putRecorded, SOUND, type FoundSound } from '../care/recorded.ts'
import { asClinician, ifDone, lockConversation, type PeopleContext } from '../people/as-clinician.ts'

type Verbs = Pick<ConsoleStore, 'keepSpoken' | 'dropSpoken' | 'spoken'>

/** What a clinician spoke to a client (care C25), sealed under the client's own key: a draft, then the message. */
export function spokenVerbs(context: PeopleContext): Verbs {
  return {
    keepSpoken: ({ clinic, client, by, id, format, sound }) =>
      asClinician(context, clinic, ifDone({ by, did: 'recorded a message', to: client }, 'kept'), async (tx) => {
        await lockConversation(tx, clinic, client)
        const { rows } = await sql<{ mine: boolean; channel: string | null }>`
          select coalesce(c.handed_to = ${by}::uuid, false) as mine, l.channel
          from holdfast.clients c
          join holdfast.conversations x on x.clinic_id = c.clinic_id and x.client_id = c.client_id
          left join holdfast.links l on l.clinic_id = x.clinic_id and l.link_id = x.last_link
          where c.clinic_id = ${clinic}::uuid and c.client_id = ${client}::uuid`.execute(tx)
        const [found] = rows
        if (!found) return 'unknown'
        if (!found.mine) return 'not-yours'
        if (found.channel === null) return 'no-link'
        if (!PLAYS_SOUND.some((one) => one === found.channel)) return 'no-sound'
        await putRecorded(tx, context, { clinic, client, id, name: 'draft', format, sound, by })
        return 'kept'
      }),

    dropSpoken: ({ clinic, client, by }) =>
      asClinician(
        context,
        clinic,
        (thrown) => (thrown ? { by, did: 'threw a recorded message away', to: client } : null),
        async (tx) => {
          const { rows } = await sql`delete from holdfast.recordings
          where clinic_id = ${clinic}::uuid and client_id = ${client}::uuid and name = 'draft' and recorded_by = ${by}
          returning recording_id`.execute(tx)
          return rows.length > 0
        },
      ),

    spoken: async (clinic, client, id) => {
      const line = { by: context.eyes, did: 'listened to a message', to: client }
      const found = await asClinician(context, clinic, ifDone(line), async (tx) => {
        const { rows } = await sql<FoundSound>`
          select format, ${SOUND} from holdfast.recordings
          where clinic_id = ${clinic}::uuid and client_id = ${client}::uuid and recording_id = ${id}::uuid
            and (name = 'message' or name = 'draft' and recorded_by = ${context.eyes})`.execute(tx)
        return rows[0] ?? 'none'
      })
      return openRecorded(context, { clinic, client, id }, found)
    },
  }
}
