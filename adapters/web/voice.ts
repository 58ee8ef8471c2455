import { createHmac, timingSafeEqual } from 'node:crypto'
import { RECORDINGS, type SoundFormat, type SoundName } from '../../src/core/message.ts'
import { SOUND_TYPES } from '../../src/core/sound/format.ts'
import { partAsked } from '../../src/core/sound/part.ts'
import type { ShownEntry } from './entry.ts'

/** A page that stands open longer asks for its entries anew and gets fresh addresses. */
const VALID_MS = 60 * 60_000

const NAMES: readonly SoundName[] = [...RECORDINGS, 'message']

export interface VoiceAsked {
  readonly id: string
  readonly name: SoundName
}

export interface PlayedVoice {
  readonly format: SoundFormat
  readonly bytes: Buffer
}

/** Addresses of recordings: signed, for an hour, and for one page only; another browser's cookie does not open them. */
export interface VoiceAddresses {
  /** The entry with the address under which this page plays its recording. */
  withVoice(address: string, entry: ShownEntry): ShownEntry
  /** What an address asks for; null: not ours, over, or another page's. */
  read(address: string, url: URL): VoiceAsked | null
}

export function voiceAddresses(key: Buffer, now: () => Date): VoiceAddresses {
  const sign = (address: string, { id, name }: VoiceAsked, until: number) =>
    createHmac('sha256', key).update(`web voice|${address}|${id}|${name}|${until}`).digest()
  return {
    withVoice(address, entry) {
      if (!('recording' in entry) || entry.recording === undefined) return entry
      const asked = { id: entry.id, name: entry.recording }
      const until = now().getTime() + VALID_MS
      const signature = sign(address, asked, until).toString('base64url')
      return { ...entry, voice: `/voice/${asked.id}/${asked.name}?until=${until}&sign=${signature}` }
    },
    read(address, { pathname, searchParams }) {
      const [, id = '', named = ''] = /^\/voice\/([\w-]{1,64})\/([a-z-]+)$/.exec(pathname) ?? []
      const name = NAMES.find((one) => one === named)
      const until = Number(searchParams.get('until'))
      if (name === undefined || !Number.isSafeInteger(until) || until < now().getTime()) return null
      const given = Buffer.from(searchParams.get('sign') ?? '', 'base64url')
      const expected = sign(address, { id, name }, until)
      return given.length === expected.length && timingSafeEqual(given, expected) ? { id, name } : null
    },
  }
}

/** The sound, whole or the part that a player asks for. */
export function voiceResponse(
  { format, bytes }: PlayedVoice,
  range: string | null,
  headers: Readonly<Record<string, string>>,
): Response {
  const common = { ...headers, 'content-type': SOUND_TYPES[format], 'accept-ranges': 'bytes' }
  const asked = partAsked(range, bytes.length)
  if (asked === 'whole') return new Response(new Uint8Array(bytes), { headers: common })
  if (asked === 'beyond')
    return new Response(null, { status: 416, headers: { ...common, 'content-range': `bytes */${bytes.length}` } })
  const { from, to } = asked
  const part = { ...common, 'content-range': `bytes ${from}-${to}/${bytes.length}` }
  return new Response(new Uint8Array(bytes.subarray(from, to + 1)), { status: 206, headers: part })
}
