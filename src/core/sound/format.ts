import type { SoundFormat } from '../message.ts'

/** What a browser is told of each format. */
export const SOUND_TYPES: Readonly<Record<SoundFormat, string>> = {
  ogg: 'audio/ogg',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
}

const signs = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to))

/** By its first bytes, whatever its name says; null: none that every phone plays. A film is none either. */
export function formatOf(sound: Uint8Array): SoundFormat | null {
  if (signs(sound, 0, 4) === 'OggS') return 'ogg'
  if (signs(sound, 0, 3) === 'ID3') return 'mp3'
  if (sound[0] === 0xff && ((sound[1] ?? 0) & 0xe6) === 0xe2) return 'mp3'
  return signs(sound, 4, 8) === 'ftyp' && !hasPictures(sound) ? 'm4a' : null
}

/** Each track of an MP4 says in its `hdlr` box what it is, eight bytes behind the box's name (ISO 14496-12, 8.4.3). */
function hasPictures(sound: Uint8Array): boolean {
  const file = Buffer.from(sound.buffer, sound.byteOffset, sound.byteLength)
  for (let at = file.indexOf('hdlr'); at >= 0; at = file.indexOf('hdlr', at + 4)) {
    if (signs(sound, at + 12, at + 16) === 'vide') return true
  }
  return false
}
