import type { FlagRule } from '../../core/effect.ts'
import type { FlagLevel } from '../../core/ids.ts'
import type { FlagRow } from '../../ports/people.ts'

/** Each rule as a therapist would say it. A new rule does not compile until it has words. */
const RULES: Readonly<Record<FlagRule, string>> = {
  'rating-9': 'Rated distress 9 or 10',
  'rating-8': 'Rated distress 8 or more',
  'rating-rise': 'Distress rose within the practice',
  'rating-after-grounding': 'Distress stayed high after grounding',
  'not-here': 'Felt far away',
  'not-here-still': 'Still felt far away after grounding',
  'place-intrusion': 'Something came into the place',
  'question-yes': 'Said yes to the direct question',
  'question-unanswered': 'Did not answer the direct question',
  'no-answer': 'Has not answered since the crisis message',
  'handover-unanswered': 'Nobody wrote after taking the conversation',
  'drift-runs': 'The practice has left them worse in recent runs',
  'drift-days': 'Distress has been drifting up over days',
  'side-effects': 'Reported side effects',
  'contact-wanted': 'Would like to be contacted',
  'risk-item': 'A risk item of a questionnaire is above 0, new or higher: contact them today',
  'risk-item-known': 'A risk item of a questionnaire is above 0, no higher than lately',
  'came-of-age': 'Has come of age since their yes, and is asked again. Look at whom you may ring',
  'question-for-session': 'Asked about what did or did not happen: a question for the session',
  'no-rating': 'Skipped a rating that was due',
  sos: 'Asked for help: I am not OK',
  'not-safe': 'Said they are not safe',
  screen: 'Wrote words that the screen looks for',
  stop: 'Said STOP',
  'stop-while-high': 'Stopped while distress was high, and has not answered since',
  blocked: 'Blocked the chat, or it is gone: nothing reaches them there',
  'turn-failed': 'A message could not be worked on',
  'practice-unanswered': 'Left in the middle of a practice',
  'check-in-missed': 'Missed a check-in of the day programme',
  'check-ins-missed': 'Missed several check-ins of the day programme in a row',
  'after-discharge': 'Wrote after discharge',
}

/** What the screen's categories are about (clinical 6.2). */
export const CATEGORIES: Readonly<Record<string, string>> = {
  S1: 'ending life',
  S2: 'a plan or means',
  S3: 'being a burden, saying goodbye',
  S4: 'self-harm',
  H: 'harm to others',
  A: 'abuse',
  D: 'feeling unreal or away',
  P: 'unusual experiences',
  I: 'something taken',
  Y: 'being under age',
  E: 'eating',
  M: 'medical emergency',
  T: 'therapy itself',
  F: 'what did or did not happen',
  media: 'not readable by the screen',
}

const NOTES: Readonly<Record<string, string>> = {
  'safe-yes': 'then said: safe',
  'safe-no': 'then said: not safe',
  'safe-unsure': 'then said: not sure',
  'tapped-wrong': 'then said: tapped wrong',
  'not-meant': 'then said: not what I meant',
  moved: 'then said: moved, and all right',
  stopped: 'then stopped',
  'place-retired': 'then let the place rest',
}

/** A rule as a therapist would say it. */
export const ruleWords = (rule: string): string => RULES[rule as FlagRule] ?? rule

/** 'Rated distress 9 or 10; then 5'. */
export function reasonWords({ rule, note, detail }: FlagRow['reasons'][number]): string {
  const about = rule === 'screen' ? [...new Set((detail ?? []).flatMap((one) => CATEGORIES[one] ?? []))] : []
  const after = note === undefined ? '' : `; ${noteWords(note)}`
  return `${ruleWords(rule)}${about.length > 0 ? `: ${about.join(', ')}` : ''}${after}`
}

function noteWords(note: string): string {
  const number = /^distress-(\d+)$/.exec(note)?.[1]
  if (number !== undefined) return `then rated ${number}`
  const asked = /^(.+)-(asked|now|yes|unsure|no)$/.exec(note)
  return NOTES[note] ?? (asked ? `asked (${asked[1]}), answered: ${asked[2]}` : `then ${note}`)
}

/** Said in words as well as in colour. */
export const LEVELS: Readonly<Record<FlagLevel, string>> = {
  black: 'Emergency',
  red: 'Urgent',
  amber: 'Soon',
  info: 'For information',
}

export const levelWords = (level: FlagLevel) => LEVELS[level]
