/** What should have happened and did not, and the two things that must not happen. */
export const OMISSIONS = [
  'message-not-taken-up',
  'message-unscreened',
  'meaning-not-read',
  'red-without-flag',
  'flag-without-escalation',
  'red-without-latch',
  'red-without-answer',
  'nobody-told',
  'next-not-told',
  'outcome-overdue',
  'silence-untold',
  'practice-not-ended',
  'round-not-told',
  'amber-unseen',
  'sent-after-discharge',
  'practice-line-after-stop',
] as const
export type Omission = (typeof OMISSIONS)[number]

/** Content-free: a rule, whose, which row, since when. */
export interface Finding {
  readonly omission: Omission
  /** Null: it is the clinic's, not a client's. */
  readonly pseudonym: string | null
  /** The id of the message, flag, escalation or practice, or the day of the round. */
  readonly about: string
  /** When it should have happened. */
  readonly since: Date
}

/** The same finding at every look. */
export const nameOf = ({ omission, about }: Finding): string => `${omission} ${about}`
