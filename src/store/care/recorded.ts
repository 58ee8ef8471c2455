import { sql } from 'kysely'
import type { ClientId, ClinicId, RowId } from '../../core/ids.ts'
import { RECORDINGS, type SoundFormat } from '../../core/message.ts'
import type { Heard } from '../../ports/care.ts'
import { soundPlace } from '../conversation/sound.ts'
import { now, type Console, type PeopleContext } from '../people/as-clinician.ts'
import { clientSeal } from '../sealing/seal.ts'

/** A draft's name is the one that it takes once it is kept, and this. */
export const DRAFT = '-draft'
/** For `name in (…)`. */
export const KEPT = sql.join(RECORDINGS.map((name) => sql.lit(name)))
export const DRAFTS = sql.join(RECORDINGS.map((name) => sql.lit(`${name}${DRAFT}`)))

export interface Recorded {
  readonly clinic: ClinicId
  readonly client: ClientId
  readonly id: RowId
  /** One of the names that the table knows; all but `message` have one row for each client. */
  readonly name: string
  readonly format: SoundFormat
  readonly sound: Buffer
  readonly by: string
}

/** The sealed sound, for `select`. */
export const SOUND = sql`encode(sound, 'base64') as sound`

/**
 * A sound about a client, sealed under their own key, in place of the one of that name. It travels as base64, both ways:
 * the embedded database reads and writes bytes one by one, and everything waits meanwhile (10 MB: 5 s, and 0.6 s so).
 */
export async function putRecorded(tx: Console, { keys }: PeopleContext, recorded: Recorded): Promise<void> {
  const { clinic, client, id, name, format, sound, by } = recorded
  const seal = await clientSeal(keys, clinic, client)
  await sql`delete from holdfast.recordings
    where clinic_id = ${clinic}::uuid and client_id = ${client}::uuid and name = ${name}`.execute(tx)
  await sql`insert into holdfast.recordings
    (clinic_id, client_id, name, recording_id, format, bytes, sound, recorded_by, recorded_at)
    values (${clinic}, ${client}, ${name}, ${id}, ${format}, ${sound.length},
            decode(${seal.sealSound(soundPlace(id), sound).toString('base64')}, 'base64'), ${by}, ${now})`.execute(tx)
}

/** A row's format and its `SOUND`. */
export interface FoundSound {
  readonly format: SoundFormat
  readonly sound: string
}

/** Opened for whoever may hear it; what was not found is null. */
export async function openRecorded(
  { keys }: PeopleContext,
  whose: Pick<Recorded, 'clinic' | 'client' | 'id'>,
  found: FoundSound | 'none',
): Promise<Heard | null> {
  if (found === 'none') return null
  const seal = await clientSeal(keys, whose.clinic, whose.client)
  return { format: found.format, bytes: seal.openSound(soundPlace(whose.id), Buffer.from(found.sound, 'base64')) }
}
