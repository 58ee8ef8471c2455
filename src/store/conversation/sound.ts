import type { ClientId, ClinicId, LinkId } from '../../core/ids.ts'
import type { SoundFormat } from '../../core/message.ts'
import { Private } from '../../core/private.ts'
import type { Sound, SoundAsked, SoundCopy } from '../../ports/store/chat-keeping.ts'
import { clientSeal } from '../sealing/seal.ts'
import { call } from '../sql.ts'
import type { Context } from './context.ts'

interface Found {
  readonly client: ClientId
  readonly recording: string
  readonly format: SoundFormat
  readonly link: LinkId
  readonly copy: string | null
  readonly sound: string | null
}

/** Where a recording's sound is sealed. */
export const soundPlace = (recording: string) => ({ table: 'recordings', row: recording, column: 'sound' })
const copyPlace = (recording: string, link: string) => ({
  table: 'recording_copies',
  row: `${recording}.${link}`,
  column: 'copy',
})

/** The recording that a message names; see `functions/sound_of.sql`. */
export async function sound(context: Context, clinic: ClinicId, asked: SoundAsked): Promise<Sound | null> {
  const { row, name, whole, page } = asked
  const index = page === undefined ? null : context.index(clinic, 'web', page)
  const found = await call<Found | null>(context.sql, 'sound_of', { clinic, row, name, whole, index })
  if (!found) return null
  const { client, recording, format, link, copy, sound: sealed } = found
  const seal = await clientSeal(context.keys, clinic, client)
  return {
    recording,
    format,
    copy: copy === null ? null : new Private(seal.open(copyPlace(recording, link), copy)),
    bytes: sealed === null ? null : seal.openSound(soundPlace(recording), Buffer.from(sealed, 'base64')),
  }
}

/** Sealed as everything about a client is: it leads to their file on somebody else's server. */
export async function keepCopy(context: Context, clinic: ClinicId, { row, recording, copy }: SoundCopy): Promise<void> {
  const found = await call<Pick<Found, 'client' | 'link'> | null>(context.sql, 'sent_over', { clinic, row })
  if (!found) return
  const seal = await clientSeal(context.keys, clinic, found.client)
  const sealed = seal.seal(copyPlace(recording, found.link), copy.reveal())
  await call(context.sql, 'keep_copy', { clinic, recording, link: found.link, copy: sealed })
}
