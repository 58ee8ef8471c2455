import { FLAG_LEVELS } from '../core/ids.ts'
import type { Notice } from '../core/message.ts'
import type { FlagRow } from '../ports/people.ts'
import type { RoundCounts } from '../ports/round.ts'
import { refOf } from './ack-ref.ts'
import { plainNotice } from './notice-text.ts'

interface Round {
  readonly what: 'morning' | 'evening'
  readonly day: string
  readonly zone: string
  /** Until when the clinic's hours last. */
  readonly until: Date
}

/** A clinic round for somebody on duty: counts only, and whether they are on (care C22). */
export function roundNotice(counts: RoundCounts, { what, day, zone, until }: Round): Notice {
  const { open, nearestDeadline, opened, silent } = counts
  const levels = FLAG_LEVELS.toReversed().map((level) => `${open[level] ?? 0} ${level}`)
  const clock = (at: Date) =>
    new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }).format(
      at,
    )
  const round = `${what}-${day}`
  return {
    kind: 'notice',
    text: [
      `${what === 'morning' ? 'Morning' : 'Evening'} round. Open: ${levels.join(', ')}.`,
      nearestDeadline === null ? 'No deadline runs.' : `Nearest deadline ${clock(nearestDeadline)} (${zone}).`,
      `Opened since the last round: ${opened}. Silent after red: ${silent}.`,
      `Hours until ${clock(until)}. Are you on?`,
    ].join('\n'),
    buttons: [
      { token: refOf({ kind: 'round', round, says: 'on' }), label: 'I am on' },
      { token: refOf({ kind: 'round', round, says: 'cannot' }), label: 'I cannot cover' },
      { token: refOf({ kind: 'next' }), label: 'Next most urgent' },
    ],
    about: { event: 'round', pseudonym: null, level: null, ref: refOf({ kind: 'round', round, says: 'on' }) },
  }
}

/** What comes first of what is open: a pseudonym, a level, since when, and whether somebody has it. */
export function mostUrgentNotice(flags: readonly FlagRow[]): Notice {
  const [first] = flags
    .filter(({ state }) => state !== 'closed')
    .toSorted((one, other) => rank(other) - rank(one) || sinceOf(one).localeCompare(sinceOf(other)))
  if (!first) return plainNotice('Nothing is open.')
  const { level, pseudonym, takenBy } = first
  const has = takenBy === null ? 'Nobody has it yet.' : 'Somebody has it.'
  return {
    kind: 'notice',
    text: `Next: ${level.toUpperCase()} ${pseudonym}, since ${sinceOf(first).slice(0, 16).replace('T', ' ')} UTC. ${has} It stands first in the queue of the console.`,
    buttons: [],
    about: { event: 'round', pseudonym, level: level === 'red' || level === 'black' ? level : null, ref: null },
  }
}

/** Gravest first, then what nobody has, then the oldest. */
const rank = ({ level, state }: FlagRow) => FLAG_LEVELS.indexOf(level) * 2 + (state === 'open' ? 1 : 0)
const sinceOf = ({ reasons }: FlagRow) => reasons[0]?.at ?? ''

/** Once a week: would anybody notice? */
export function drillNotice(day: string): Notice {
  const ref = refOf({ kind: 'drill', day })
  return {
    kind: 'notice',
    text: 'DRILL. Nobody is in danger. Press to show that somebody is here.',
    buttons: [{ token: ref, label: 'I got this' }],
    about: { event: 'drill', pseudonym: null, level: null, ref },
  }
}

export const unconfirmedNotice = (what: 'morning' | 'evening'): Notice =>
  plainNotice(
    `Nobody confirmed the ${what} round. Until somebody presses [I am on], clients read that nobody is there. The chain is told all the same.`,
  )

export const drillMissed = (): Notice =>
  plainNotice('Nobody answered the weekly drill. In an emergency nobody might answer either: see holdfast doctor.')
