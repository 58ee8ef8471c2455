import type { EscalationId } from '../core/ids.ts'
import type { Notice } from '../core/message.ts'
import { BECAUSE, OUTCOME_LABELS, OUTCOMES, type Because } from '../core/duty.ts'
import type { DueOutcome } from '../ports/acknowledgement.ts'
import type { DueEscalation, DueSilence } from '../ports/duty.ts'
import type { DirectoryRow } from '../rails/directory-rows.ts'
import { numbersOf } from '../rails/directory-standing.ts'
import { refOf } from './ack-ref.ts'

type Due = Pick<DueEscalation, 'id' | 'pseudonym' | 'level' | 'openedAt'> & Partial<Pick<DueEscalation, 'have'>>

/** What a clinician's phone shows on its lock screen: a pseudonym, a level, since when. Never a client's words, never why (P11). */
export function noticeFor({ id, pseudonym, level, openedAt, have = [] }: Due, zone: string): Notice {
  const since = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(openedAt)
  const who = have.length === 0 ? 'Nobody has it yet.' : 'Another person must acknowledge as well.'
  const ref = refOf({ kind: 'take', escalation: id })
  return {
    kind: 'notice',
    text: `${level.toUpperCase()} ${pseudonym}, since ${since} (${zone}). ${who}`,
    buttons: [{ token: ref, label: 'I have it' }],
    about: { event: 'escalation', pseudonym, level, ref },
  }
}

/** What came of it, in one tap: under the answer to [I have it], and later as a reminder. */
export function outcomeNotice(
  escalation: EscalationId,
  what: { says: string } | { about: DueOutcome; zone: string },
): Notice {
  const buttons = OUTCOMES.map((outcome) => ({
    token: refOf({ kind: 'close', escalation, outcome }),
    label: OUTCOME_LABELS[outcome],
  }))
  if ('says' in what) return { kind: 'notice', text: `${what.says} When you know: what came of it?`, buttons }
  const { pseudonym, level, since } = what.about
  return {
    kind: 'notice',
    text: `${level.toUpperCase()} ${pseudonym}: you have it since ${clock(since, what.zone)} (${what.zone}). What came of it? Without an answer it goes to the next person.`,
    buttons,
    about: { event: 'outcome-due', pseudonym, level, ref: null },
  }
}

/** No concern says why: the usual reasons in one more tap. */
export function becauseNotice(escalation: EscalationId): Notice {
  const buttons = (Object.keys(BECAUSE) as Because[]).map((because) => ({
    token: refOf({ kind: 'close', escalation, outcome: 'no-concern', because }),
    label: BECAUSE[because],
  }))
  return { kind: 'notice', text: 'No concern, because …? In other words: holdfast flags close.', buttons }
}

/** Asks for nothing but a press, which proves that notices are read there. */
export function testNotice(): Notice {
  const ref = refOf({ kind: 'test' })
  return {
    kind: 'notice',
    text: 'A test: do notices reach you here? Nobody is in danger.',
    buttons: [{ token: ref, label: 'I got this' }],
    about: { event: 'test', pseudonym: null, level: null, ref },
  }
}

/** Nothing came for too long, and the obligation is open again. */
export function lapsedNotice({ pseudonym, level }: DueOutcome): Notice {
  return {
    ...plainNotice(`${level.toUpperCase()} ${pseudonym}: nothing was written down, so the next person is told now.`),
    about: { event: 'lapsed', pseudonym, level, ref: null },
  }
}

/** A client stayed silent after red: who has it is told, with the steps that a person takes (care C9). The bot calls nobody. */
export function silenceNotice({ pseudonym, level, since }: DueSilence, zone: string): Notice {
  const text =
    `${level.toUpperCase()} ${pseudonym}: no answer, noticed at ${clock(since, zone)} (${zone}). ` +
    'Next, by a person: ring the client; then the support contact; then ask for a welfare check.'
  return { ...plainNotice(text), about: { event: 'silence', pseudonym, level, ref: null } }
}

/** Crisis numbers that somebody should check: countries and numbers, nothing of a client (P11). */
export function directoryNotice(expired: readonly DirectoryRow[], unverified: readonly DirectoryRow[]): Notice {
  return plainNotice(
    [
      'Crisis numbers of your clients’ countries need a look. Clients read them all the same; nobody new is enrolled on numbers that are not verified.',
      ...(expired.length > 0 ? [`Past their date: ${numbersOf(expired)}.`] : []),
      ...(unverified.length > 0 ? [`Never verified: ${numbersOf(unverified)}.`] : []),
      'Ring or read each, then: holdfast directory confirm COUNTRY NUMBER --by NAME.',
    ].join('\n'),
  )
}

const clock = (at: Date, timeZone: string) =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(at)

/** A notice that only says something. */
export const plainNotice = (text: string): Notice => ({ kind: 'notice', text, buttons: [] })
