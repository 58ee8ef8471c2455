import type { Notice } from '../../core/message.ts'
import type { Finding, Omission } from './finding.ts'

/** For leads and for whoever runs the machine. No words of a client. */
export const OMISSION_WORDS: Readonly<Record<Omission, string>> = {
  'message-not-taken-up': 'A message was stored and nothing took it up.',
  'message-unscreened': 'A message was stored and the risk screen said nothing of it.',
  'meaning-not-read': 'The second reading of a message by the risk screen was due and did not come.',
  'red-without-flag': 'A red signal has no flag.',
  'flag-without-escalation': 'A red flag is open and nobody has to answer for it.',
  'red-without-latch': 'A red signal did not close imagery.',
  'red-without-answer': 'After a red signal the client was sent no answer.',
  'nobody-told': 'An escalation is open and nobody was told.',
  'next-not-told': 'Nobody has an escalation, and the next person was not told.',
  'outcome-overdue': 'An acknowledgement is past its time without an outcome, and did not lapse.',
  'silence-untold': 'A client is silent after red, and nobody was told of that.',
  'practice-not-ended': 'A practice did not come to its end.',
  'round-not-told': 'A clinic round or a drill did not go out.',
  'amber-unseen': 'An amber flag is past its deadline and the next round, and nobody has taken it.',
  'sent-after-discharge': 'Something was sent to a client after discharge.',
  'practice-line-after-stop': 'A practice line began after the client had stopped.',
}

/** A notice to the leads: what kind of thing, and where to look; not whose. */
export function findingNotice({ omission }: Finding): Notice {
  return {
    kind: 'notice',
    text: `AUDITOR. ${OMISSION_WORDS[omission]} What it is about: holdfast auditor --once, or the queue in the console.`,
    buttons: [],
  }
}
