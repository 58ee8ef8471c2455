import type { AskId, FlowId } from './ids.ts'
import type { Private } from './private.ts'

/**
 * Scales that ask for an opinion, 0 not at all … 10 fully: how much this helped · how clear it was · 'I could tell what was
 * needed' · belief in the client's own sentence. No number on them is high or low. A practice asks one of its own at most,
 * in turn (care C14, C18).
 */
export const OPINIONS = ['helped', 'vividness', 'could-tell', 'belief'] as const
export type Opinion = (typeof OPINIONS)[number]

/** The named scales. Distress: 0 settled … 10 cannot cope. Here-ness (care C8): 0 far away … 10 right here in the room. */
export const SCALES = ['distress', 'here', ...OPINIONS] as const
export type Scale = (typeof SCALES)[number]

export const isOpinion = (scale: Scale): scale is Opinion => OPINIONS.some((one) => one === scale)

/**
 * What a rating means for this client now. `src/rails/ratings.ts` cuts numbers into these before any step, so that
 * the checker's proof holds for every plan. Distress: ok · raised (leave the imagery) · high (and tell the therapist,
 * pause) · crisis (red). Here-ness: here · not-here. `none`: due and not given.
 */
export const RATING_CLASSES = ['ok', 'raised', 'high', 'crisis', 'here', 'not-here', 'none'] as const
export type RatingClass = (typeof RATING_CLASSES)[number]

/** The closed words, heard before any flow code: STOP stops, SOS opens the crisis card, HELP shows what there is. */
export type BarrierWord = 'stop' | 'sos' | 'help'

/**
 * The direct questions (care C7), one per kind of danger: thoughts of ending life · hurting yourself · somebody hurting
 * you or not letting you leave now · feeling far away · something taken. `panic` asks nothing: it leads to the room.
 */
export const QUESTIONS = ['life', 'harm', 'now', 'away', 'taken', 'panic'] as const
export type Question = (typeof QUESTIONS)[number]

/**
 * What clients say to the bot (care C11). `past`: about what did or did not happen, found by the screen (category F).
 * The others by closed lists: are you a person · who reads this · how long · I cannot · I see nothing · I am crying · I am scared · sorry · thank you. `other`: any other question.
 */
export const ASIDES = [
  'past',
  'person',
  'reads',
  'long',
  'cannot',
  'unseen',
  'crying',
  'scared',
  'sorry',
  'thanks',
  'other',
] as const
export type Aside = (typeof ASIDES)[number]

/** Everything that a conversation can react to. Past tense, or the word itself. */
export type TurnEvent =
  | { readonly type: 'CHOSE'; readonly choice: string }
  | { readonly type: 'RATED'; readonly scale: Scale; readonly value: number }
  | { readonly type: 'WROTE'; readonly text: Private<string> }
  | { readonly type: 'SKIPPED' }
  | { readonly type: 'WENT_BACK' }
  /** Words that answer nothing that was asked; a sticker, a voice note; a tap on an old button. */
  | { readonly type: 'UNCLEAR'; readonly why: 'words' | 'media' | 'stale' }
  /** Something said to the bot beside the question that is open (care C11): it may give its card and return, never advance. */
  | { readonly type: 'ASIDE'; readonly about: Aside }
  /** Words while a pause runs, before the question that they could answer: they end the pause (care C20). */
  | { readonly type: 'BROKE_PAUSE' }
  | { readonly type: 'BARRIER'; readonly word: BarrierWord; readonly answered: AskId | undefined }
  /** The screen found danger (`discreet`: somebody else may read along, care C7); the answer stands in the crisis lane already, under this asking. */
  | {
      readonly type: 'SIGNALLED'
      readonly level: 'red' | 'black' | 'discreet'
      readonly answered: AskId | undefined
    }
  | { readonly type: 'TIMED_OUT'; readonly timer: TimerName }
  /** Something lay between the last turn and this: the service was down, the message was late, a practice line went stale. */
  | { readonly type: 'CAME_BACK'; readonly why: 'outage' | 'late' | 'expired' | 'failed' | 'upgrade' }
  /** Any message outside a question. `wrote`: more than a greeting, so it is kept for the therapist (care C16). */
  | { readonly type: 'GREETED'; readonly wrote: boolean }
  /**
   * The screen found words at the level ask: the category's direct question comes first (care C7). `late`: their meaning
   * was read after their own turn, so nobody has written or tapped anything now.
   */
  | { readonly type: 'SUSPECTED'; readonly question: Question; readonly late?: true }
  /** The timer `reminder` fell due; what that comes to was computed from the plan and the clock. */
  | { readonly type: 'REMINDER_DUE'; readonly due: ReminderDue }
  /** A clinician acknowledged the escalation; the client is told once it is true (care C5). */
  | { readonly type: 'READ' }

/** Durable timers, by name. One of each per conversation. */
export const TIMERS = [
  'silence-check',
  'silence-close',
  'stop-check',
  'came-back',
  'read',
  /** The direct question was not answered (design 6). */
  'question',
  /** After red: one gentle check, then whoever acknowledged is told that there is no answer (care C9). */
  'red-check',
  'red-silence',
  /** The check-in that the client asked for (care C16), and the line of the next day. */
  'follow-up',
  'day-after',
  /** The morning after somebody fell silent at night (care C9). */
  'morning',
  /** Looks over the last days' ratings once a practice has ended (clinical 3.1). */
  'review',
  /** A clinician took the conversation or gave it back: the client is told (care C2). */
  'handover',
  /** The client wrote while a clinician has the conversation, and nobody has answered. */
  'handover-wait',
  /** The next time at which an assignment, a session or a nudge is due. */
  'reminder',
  /** A planned ending stands: the last message (care C27). */
  'farewell',
  /** A meaning was read after the turn of its message, and it asks. */
  'meaning',
  /** The card with the numbers is sent and pinned: a link was confirmed, or other numbers hold now. */
  'card',
] as const
export type TimerName = (typeof TIMERS)[number]

/** One time at which a client may be reminded of one flow. Times in milliseconds; `until` is when it is too late. */
export interface ReminderOccasion {
  /** The assignment's id, or `session`. */
  readonly assignment: string
  readonly flow: FlowId
  readonly at: number
  readonly until: number
  /** Which of the reminder's lines fits. */
  readonly about: 'assigned' | 'before' | 'after'
  /** The check-in of a day programme. */
  readonly programme: boolean
}

/** Why a reminder was not sent. The first row is the schedule's doing, the second the conversation's. */
export const NOT_REMINDED = [
  ...(['paused', 'window-closed', 'quiet-hours', 'one-a-day', 'session-day', 'fewer', 'ending'] as const),
  ...(['practice', 'with-person', 'crisis', 'latch', 'not-welcomed', 'not-open', 'not-signed'] as const),
] as const
export type NotReminded = (typeof NOT_REMINDED)[number]

/** What a due reminder comes to, before anything is known of the conversation. */
export interface ReminderDue {
  readonly remind: ReminderOccasion | null
  /** When to ask once more today; null: not at all. */
  readonly nudgeAt: number | null
  /** The second time for the reminder that is open. */
  readonly nudge: boolean
  readonly skipped: readonly (ReminderOccasion & { readonly why: NotReminded })[]
  /** How many in a row had no answer. */
  readonly unanswered: number
  /** The check-in of a day programme that is open went by without a word: how many in a row that makes, and who looks. */
  readonly missed: { readonly inRow: number; readonly level: 'info' | 'amber' } | null
  /** The next occasion; null when none is planned. */
  readonly next: number | null
}
