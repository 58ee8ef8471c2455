import { FLAG_LEVELS } from '../core/ids.ts'
import { amberDeadline } from '../care/amber.ts'
import type { Hours } from '../care/cover.ts'
import type { Notice } from '../core/message.ts'
import type { FlagRow } from '../ports/people.ts'
import type { RoundCounts } from '../ports/round.ts'
import { refOf } from './ack-ref.ts'
import { clockIn, dayAndClock } from './cover-words.ts'
import { plainNotice } from './notice-text.ts'

export interface RoundShown {
  readonly what: 'morning' | 'evening'
  readonly day: string
  readonly zone: string
  readonly counts: RoundCounts
  /** Whose reminder was sent since the last round, and how many of them wrote nothing. */
  readonly expected: number
  readonly silent: number
  /** Of ambers and obligations, the nearest. */
  readonly nearest: Date | null
  readonly overdue: number
  readonly cover: { readonly today: string; readonly tonight: string }
  /** Where the queue is. */
  readonly consoleUrl: string
}

/** One session of today, for whoever holds it. */
export interface SessionShown {
  readonly at: Date
  readonly pseudonym: string
  /** The one-page summary. */
  readonly link: string
}

/** More would be a page, and the console has it. */
const SESSIONS_SHOWN = 12

/** A clinic round for somebody on duty: counts only, their own sessions by pseudonym, and whether they are on (care C22). */
export function roundNotice(shown: RoundShown, sessions: readonly SessionShown[]): Notice {
  const { what, day, zone, counts, nearest, overdue, cover } = shown
  const { open, opened, silent } = counts
  const levels = FLAG_LEVELS.toReversed().map((level) => `${open[level] ?? 0} ${level}`)
  const round = `${what}-${day}`
  return {
    kind: 'notice',
    text: [
      `${what === 'morning' ? 'Morning' : 'Evening'} round. Open: ${levels.join(', ')}.`,
      nearest === null ? 'No deadline runs.' : `Nearest deadline ${dayAndClock(nearest, zone)} (${zone}).`,
      ...(overdue > 0 ? [`Ambers over their deadline: ${overdue}.`] : []),
      `Opened since the last round: ${opened}. Silent after red: ${silent}.`,
      `Reminded since the last round: ${shown.expected}. Silent: ${shown.silent}.`,
      ...sessionLines(sessions, zone),
      `${cover.today} ${cover.tonight} Are you on?`,
    ].join('\n'),
    buttons: [
      { token: refOf({ kind: 'round', round, says: 'on' }), label: 'I am on' },
      { token: refOf({ kind: 'round', round, says: 'cannot' }), label: 'I cannot cover' },
      { token: refOf({ kind: 'next' }), label: 'Next most urgent', stays: true },
    ],
    link: { label: 'Open queue', url: shown.consoleUrl },
    about: { event: 'round', pseudonym: null, level: null, ref: refOf({ kind: 'round', round, says: 'on' }) },
  }
}

function sessionLines(sessions: readonly SessionShown[], zone: string): string[] {
  if (sessions.length === 0) return ['You have no session today.']
  const lines = sessions
    .slice(0, SESSIONS_SHOWN)
    .map(({ at, pseudonym, link }) => `${clockIn(at, zone)} ${pseudonym} ${link}`)
  const more = sessions.length - SESSIONS_SHOWN
  return ['Your sessions today:', ...lines, ...(more > 0 ? [`and ${more} more`] : [])]
}

/** Ambers past their deadline, to the leads and whoever agreed to stand in: in the round, never between (care C24). */
export function overdueNotice(rows: readonly { pseudonym: string; deadline: Date }[], zone: string): Notice {
  const shown = rows.slice(0, SESSIONS_SHOWN)
  const more = rows.length - shown.length
  const text = [
    'Overdue. Nobody has brought these to an end in time:',
    ...shown.map(({ pseudonym, deadline }) => `AMBER ${pseudonym}, due ${dayAndClock(deadline, zone)} (${zone})`),
    ...(more > 0 ? [`and ${more} more`] : []),
    'They stand in the queue of the console.',
  ].join('\n')
  return { ...plainNotice(text), about: { event: 'round', pseudonym: null, level: null, ref: null } }
}

/** One amber of which somebody must hear today, after the day's last round: told once, asked of nobody by the minute (care C24). */
export function sameDayNotice({ pseudonym, deadline }: { pseudonym: string; deadline: Date }, zone: string): Notice {
  const text = `AMBER ${pseudonym}: contact today, by ${dayAndClock(deadline, zone)} (${zone}). The day's rounds are over, so it is told once by itself. It stands in the queue of the console.`
  return { ...plainNotice(text), about: { event: 'round', pseudonym, level: null, ref: null } }
}

/** What comes first of what is open: a pseudonym, a level, since when, by when, and whether somebody has it. */
export function mostUrgentNotice(flags: readonly FlagRow[], hours: Hours, consoleUrl: string): Notice {
  const [first] = flags
    .filter(({ state }) => state !== 'closed')
    .map((flag) => ({ ...flag, due: amberDeadline(flag, hours) }))
    .toSorted(
      (one, other) =>
        rank(other) - rank(one) || dueOf(one) - dueOf(other) || sinceOf(one).localeCompare(sinceOf(other)),
    )
  if (!first) return plainNotice('Nothing is open.')
  const { client, level, pseudonym, takenBy, due } = first
  const by = due === null ? '' : `, due ${dayAndClock(due, hours.zone)} (${hours.zone})`
  const has = takenBy === null ? 'Nobody has it yet.' : 'Somebody has it.'
  return {
    kind: 'notice',
    text: `Next: ${level.toUpperCase()} ${pseudonym}, since ${sinceOf(first).slice(0, 16).replace('T', ' ')} UTC${by}. ${has} It stands first in the queue of the console.`,
    buttons: [],
    link: { label: 'Open the conversation', url: `${consoleUrl}/clients/${client}/conversation` },
    about: { event: 'round', pseudonym, level: level === 'red' || level === 'black' ? level : null, ref: null },
  }
}

/** Gravest first, then what nobody has, then the nearest deadline, then the oldest. */
const rank = ({ level, state }: FlagRow) => FLAG_LEVELS.indexOf(level) * 2 + (state === 'open' ? 1 : 0)
const dueOf = ({ due }: { due: Date | null }) => due?.getTime() ?? Number.MAX_SAFE_INTEGER
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
