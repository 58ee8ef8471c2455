import { sql } from 'kysely'
import type { CareStore, RecordingRow } from '../../ports/care.ts'
import { soundPlace } from '../conversation/sound.ts'
import { asClinician, bumpClient, lockConversation, now, type PeopleContext } from '../people/as-clinician.ts'
import { clientSeal } from '../sealing/seal.ts'

type Verbs = Pick<CareStore, 'keepRecording' | 'recordings' | 'removeRecording'>

/** The therapist's recorded voice, sealed under the client's own key. */
export function recordingVerbs(context: PeopleContext): Verbs {
  return {
    keepRecording: ({ clinic, client, id, name, format, sound, by }) =>
      asClinician(context, clinic, { by, did: 'kept a recording', to: client }, async (tx) => {
        await lockConversation(tx, clinic, client)
        const seal = await clientSeal(context.keys, clinic, client)
        await sql`delete from holdfast.recordings
          where clinic_id = ${clinic} and client_id = ${client} and name = ${name}`.execute(tx)
        await sql`insert into holdfast.recordings
          (clinic_id, client_id, name, recording_id, format, bytes, sound, recorded_by, recorded_at)
          values (${clinic}, ${client}, ${name}, ${id}, ${format}, ${sound.length},
                  ${seal.sealSound(soundPlace(id), sound)}, ${by}, ${now})`.execute(tx)
        await bumpClient(tx, clinic, client)
      }),

    recordings: (clinic, client) =>
      asClinician(context, clinic, { by: context.eyes, did: 'listed recordings', to: client }, async (tx) => {
        const { rows } = await sql<RecordingRow>`
          select name, format, bytes, recorded_at as at, recorded_by as by from holdfast.recordings
          where clinic_id = ${clinic} and client_id = ${client} and name not in ('draft', 'message') order by name`.execute(
          tx,
        )
        return rows
      }),

    removeRecording: (clinic, client, name, by) =>
      asClinician(context, clinic, { by, did: 'removed a recording', to: client }, async (tx) => {
        await lockConversation(tx, clinic, client)
        const { rows } = await sql`delete from holdfast.recordings
          where clinic_id = ${clinic} and client_id = ${client} and name = ${name} returning name`.execute(tx)
        if (rows.length === 0) return 'none'
        await bumpClient(tx, clinic, client)
        return 'removed'
      }),
  }
}
