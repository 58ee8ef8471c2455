import type { EscalationId } from '../core/ids.ts'
import type { Notice } from '../core/message.ts'
import type { DueEscalation, DueSilence } from '../ports/duty.ts'
import type { DirectoryRow } from '../rails/directory-rows.ts'
import { numbersOf } from '../rails/directory-standing.ts'

export const ACK_PREFIX = 'ack:'

/** What a clinician's phone shows on its lock screen: a pseudonym, a level, since when. Never a client's words, never why (P11). */
export function noticeFor(due: Pick<DueEscalation, 'id' | 'pseudonym' | 'level' | 'openedAt'>, zone: string): Notice {
  const since = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(due.openedAt)
  return {
    kind: 'notice',
    text: `${due.level.toUpperCase()} ${due.pseudonym}, since ${since} (${zone}). Nobody has it yet.`,
    buttons: [{ token: tokenFor(due.id), label: 'I have it' }],
  }
}

/** A client stayed silent after red: who has it is told, with the steps that a person takes (care C9). The bot calls nobody. */
export function silenceNotice({ pseudonym, level, since }: DueSilence, zone: string): Notice {
  return plainNotice(
    `${level.toUpperCase()} ${pseudonym}: no answer, noticed at ${clock(since, zone)} (${zone}). ` +
      'Next, by a person: ring the client; then the support contact; then ask for a welfare check.',
  )
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

const tokenFor = (id: EscalationId) => `${ACK_PREFIX}${id}`

/** A notice that only says something. */
export const plainNotice = (text: string): Notice => ({ kind: 'notice', text, buttons: [] })
