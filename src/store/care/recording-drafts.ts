import { sql } from 'kysely'
import type { CareStore } from '../../ports/care.ts'
import { asClinician, bumpClient, ifDone, lockConversation, now, type PeopleContext } from '../people/as-clinician.ts'
import { DRAFT, DRAFTS, putRecorded } from './recorded.ts'

type Verbs = Pick<CareStore, 'draftRecording' | 'keepDraft' | 'dropDraft'>

/** What a therapist recorded and hears before it is kept: only whoever made it hears it, and nothing plays it to the client. */
export function recordingDraftVerbs(context: PeopleContext): Verbs {
  return {
    draftRecording: (recording) => {
      const { clinic, client, name, by } = recording
      return asClinician(context, clinic, { by, did: 'made a recording, not kept yet', to: client }, async (tx) => {
        await lockConversation(tx, clinic, client)
        await putRecorded(tx, context, { ...recording, name: `${name}${DRAFT}` })
      })
    },

    keepDraft: ({ clinic, client, id, by }) =>
      asClinician(context, clinic, ifDone({ by, did: 'kept a recording', to: client }), async (tx) => {
        await lockConversation(tx, clinic, client)
        const draft = sql`clinic_id = ${clinic}::uuid and client_id = ${client}::uuid and recording_id = ${id}::uuid
          and name in (${DRAFTS}) and recorded_by = ${by}`
        await sql`delete from holdfast.recordings where clinic_id = ${clinic}::uuid and client_id = ${client}::uuid
          and name = (select replace(name, ${DRAFT}, '') from holdfast.recordings where ${draft})`.execute(tx)
        const { rows } = await sql`update holdfast.recordings
          set name = replace(name, ${DRAFT}, ''), recorded_at = ${now} where ${draft} returning name`.execute(tx)
        if (rows.length === 0) return 'none'
        await bumpClient(tx, clinic, client)
        return 'kept'
      }),

    dropDraft: ({ clinic, client, id, by }) =>
      asClinician(context, clinic, ifDone({ by, did: 'threw a recording away', to: client }), async (tx) => {
        const { rows } =
          await sql`delete from holdfast.recordings where clinic_id = ${clinic}::uuid and client_id = ${client}::uuid
          and recording_id = ${id}::uuid and name in (${DRAFTS}) and recorded_by = ${by} returning name`.execute(tx)
        return rows.length === 0 ? 'none' : 'dropped'
      }),
  }
}
