import { readFile, stat } from 'node:fs/promises'
import { z } from 'zod'
import { RowId } from '../../core/ids.ts'
import { LIMITS } from '../../core/limits.ts'
import { RECORDINGS } from '../../core/message.ts'
import { formatOf } from '../../core/sound/format.ts'
import { clientNamed } from '../care/client-verbs.ts'
import { By, personNamed, refused, verb, type CommandDeps, type Verb } from '../operate/verb.ts'

const Name = z.enum(RECORDINGS, `must be one of ${RECORDINGS.join(', ')}`)

/** `recording add`, `recording list`, `recording remove`. */
export function recordingVerbs(deps: CommandDeps): Record<string, Verb> {
  const { care, clinic } = deps
  return {
    'care.addRecording': verb(
      { client: z.string(), file: z.string(), name: Name, by: By },
      async ({ client: who, file, name, by }) => {
        const sound = await soundIn(file)
        const format = formatOf(sound)
        if (format === null) throw refused(`${file} is no OGG, MP3 or M4A recording.`, 'Cure: save it as one of them.')
        const client = await clientNamed(deps, who)
        const id = RowId.parse(deps.world.newId())
        const asked = { clinic: clinic(), client, id, name, format, sound }
        await care.keepRecording({ ...asked, by: await personNamed(deps, by) })
        return { client, name, format, bytes: sound.length }
      },
    ),
    'care.recordings': verb({ client: z.string() }, async ({ client: who }) => {
      const client = await clientNamed(deps, who)
      const all = await care.recordings(clinic(), client)
      return { client, recordings: all.filter(({ kept }) => kept).map(({ kept: _kept, ...one }) => one) }
    }),
    'care.removeRecording': verb({ client: z.string(), name: Name, by: By }, async ({ client: who, name, by }) => {
      const client = await clientNamed(deps, who)
      const done = await care.removeRecording({
        clinic: clinic(),
        client,
        which: { name },
        by: await personNamed(deps, by),
      })
      if (done === 'none') throw refused('There is no recording of that name.', `See holdfast recording list ${who}.`)
      return { client, name, removed: true }
    }),
  }
}

/** The size is looked at first, so that a film is not read into memory. */
async function soundIn(file: string): Promise<Buffer> {
  const found = await stat(file).catch(() => null)
  if (!found?.isFile()) throw refused(`There is no file ${file}.`)
  if (found.size === 0) throw refused(`${file} is empty.`)
  if (found.size > LIMITS.recordingBytes) {
    const most = LIMITS.recordingBytes / 1024 / 1024
    throw refused(
      `${file} is larger than ${most} MB.`,
      'Cure: save it as OGG/Opus with 32 kbit/s; a minute is 240 kB then.',
    )
  }
  return readFile(file)
}
