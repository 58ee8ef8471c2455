import { sql } from 'kysely'
import type { CareStore, RecordingRow } from '../../ports/care.ts'
import { asClinician, bumpClient, ifDone, lockConversation, type PeopleContext } from '../people/as-clinician.ts'
import { DRAFT, DRAFTS, KEPT, openRecorded, putRecorded, SOUND, type FoundSound } from './recorded.ts'

type Verbs = Pick<CareStore, 'keepRecording' | 'recordings' | 'removeRecording' | 'recording'>

/** The therapist's recorded voice, sealed under the client's own key. */
export function recordingVerbs(context: PeopleContext): Verbs {
  /** What these eyes may hear: what is kept, and what they recorded themselves and did not keep yet. */
  const mine = sql`(name in (${KEPT}) or name in (${DRAFTS}) and recorded_by = ${context.eyes})`
  return {
    keepRecording: (recording) => {
      const { clinic, client, by } = recording
      return asClinician(context, clinic, { by, did: 'kept a recording', to: client }, async (tx) => {
        await lockConversation(tx, clinic, client)
        await putRecorded(tx, context, recording)
        await bumpClient(tx, clinic, client)
      })
    },

    recordings: (clinic, client) =>
      asClinician(context, clinic, { by: context.eyes, did: 'listed recordings', to: client }, async (tx) => {
        const { rows } = await sql<RecordingRow>`
          select recording_id as id, replace(name, ${DRAFT}, '') as name, name in (${KEPT}) as kept, format, bytes,
            recorded_at as at, recorded_by as by
          from holdfast.recordings where clinic_id = ${clinic}::uuid and client_id = ${client}::uuid and ${mine}
          order by name`.execute(tx)
        return rows
      }),

    recording: async ({ clinic, client, id }) => {
      const line = { by: context.eyes, did: 'listened to a recording', to: client }
      const found = await asClinician(context, clinic, ifDone(line), async (tx) => {
        const { rows } = await sql<FoundSound>`
          select format, ${SOUND} from holdfast.recordings where clinic_id = ${clinic}::uuid
            and client_id = ${client}::uuid and recording_id = ${id}::uuid and ${mine}`.execute(tx)
        return rows[0] ?? 'none'
      })
      return openRecorded(context, { clinic, client, id }, found)
    },

    removeRecording: ({ clinic, client, which, by }) =>
      asClinician(context, clinic, ifDone({ by, did: 'removed a recording', to: client }), async (tx) => {
        await lockConversation(tx, clinic, client)
        const named = 'id' in which ? sql`recording_id = ${which.id}::uuid` : sql`name = ${which.name}`
        const { rows } = await sql`delete from holdfast.recordings where clinic_id = ${clinic}::uuid
          and client_id = ${client}::uuid and name in (${KEPT}) and ${named} returning name`.execute(tx)
        if (rows.length === 0) return 'none'
        await bumpClient(tx, clinic, client)
        return 'removed'
      }),
  }
}
