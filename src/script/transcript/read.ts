import { HoldfastError } from '../../core/errors.ts'
import { COLUMN, HAPPENINGS, MEDIA, type Doing, type Exchange, type Happening, type Transcript } from './transcript.ts'

/** What only the program writes: passed over when a transcript is read, compared when it is played. */
const ANSWERS = ['bot', 'timer', 'flag', 'does', 'at']

/**
 * Reads a transcript: the beginning and the doings. What the program answered is not read, since the whole text is
 * compared with the one that it gives now.
 * @throws HoldfastError flow.invalid with file, line and cure.
 */
export function readTranscript(text: string, file: string): Transcript {
  const given: Transcript['given'][number][] = []
  const exchanges: Exchange[] = []
  let title: readonly string[] | null = null
  let notes: string[] = []
  for (const [index, written] of text.split(/\r?\n/).entries()) {
    const line = index + 1
    const refuse = (cure: string) => new HoldfastError('flow.invalid', `${file}:${line}: \`${written}\`. ${cure}`)
    if (written.startsWith('#')) {
      notes.push(written)
      continue
    }
    if (written.trim() === '' || written.startsWith(' ')) {
      if (title === null && notes.length > 0) [title, notes] = [notes, []]
      continue
    }
    const word = written.split(' ', 1)[0] ?? ''
    const rest = written.slice(word.length).trim()
    if (ANSWERS.includes(word)) continue
    title ??= notes.splice(0)
    if (word === 'given') {
      if (exchanges.length > 0) throw refuse('What is given stands before the first thing that happens.')
      const [name = ''] = rest.split(/:? /, 1)
      given.push({ name, value: rest.slice(name.length).replace(/^:/, '').trim(), line })
      continue
    }
    const doing = readDoing(word, rest)
    if (typeof doing === 'string') throw refuse(doing)
    exchanges.push({ notes: notes.splice(0), line, doing })
  }
  return { title: title ?? [], given, exchanges }
}

/** What a line of this first word does, or, as a sentence, what to write instead. */
export function readDoing(word: string, rest: string): Doing | string {
  switch (word) {
    case 'user':
      return userDoing(rest)
    case 'late':
      return { kind: 'types', text: rest, late: true }
    case 'early':
      return { kind: 'types', text: rest, late: false, early: true }
    case 'wait': {
      const ms = readSpan(rest)
      return ms === null ? 'Write a time such as `3m`, `1h 30m` or `20s`.' : { kind: 'waits', ms }
    }
    case 'event':
      return Object.hasOwn(HAPPENINGS, rest)
        ? { kind: 'happens', what: rest as Happening }
        : `What can happen: ${Object.keys(HAPPENINGS).join(', ')}.`
    default:
      return `A line begins with user, late, early, wait, event, given, ${ANSWERS.join(', ')} or #, filled with spaces to column ${COLUMN + 1}.`
  }
}

function userDoing(rest: string): Doing | string {
  const tapped = /^\[(.+)\]( \(old\))?$/.exec(rest)
  if (tapped) return { kind: 'taps', label: tapped[1] ?? '', old: tapped[2] !== undefined }
  const sent = /^\((.+)\)$/.exec(rest)?.[1]
  if (sent === undefined)
    return rest === '' ? 'Say what the client writes.' : { kind: 'types', text: rest, late: false }
  const media = MEDIA.find((kind) => kind === sent)
  return media ? { kind: 'sends', media } : `In brackets stand ${MEDIA.map((kind) => `(${kind})`).join(', ')}.`
}

const UNITS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 } as const

function readSpan(text: string): number | null {
  const parts = text.split(' ').map((part) => /^(\d+)([dhms])$/.exec(part))
  const ms = parts.map((part) => Number(part?.[1]) * UNITS[(part?.[2] ?? 's') as keyof typeof UNITS])
  return parts.includes(null) ? null : ms.reduce((sum, one) => sum + one, 0)
}

/** A span as people write it: `1h 30m`, `20s`. */
export function writeSpan(ms: number): string {
  let left = Math.round(ms / 1000) * 1000
  const parts = Object.entries(UNITS).flatMap(([unit, size]) => {
    const count = Math.floor(left / size)
    left -= count * size
    return count > 0 ? [`${count}${unit}`] : []
  })
  return parts.join(' ') || '0s'
}
