import { z } from 'zod'
import closedWords from './reviewed/closed-words.json' with { type: 'json' }
import ratings from './reviewed/ratings.json' with { type: 'json' }
import times from './reviewed/times.json' with { type: 'json' }

/*
 * Clinical numbers live in `reviewed/*.json`, each with its source, date and sign-off, never in code. They are read
 * here once; a malformed file stops the program at start and names the place.
 */

const Reviewed = { what: z.string(), source: z.string(), signedOffBy: z.string().nullable() }
const Day = z.iso.date()
const Score = z.int().min(0).max(10)
const Minutes = z.number().positive()

const Ratings = z.strictObject({
  ...Reviewed,
  date: Day,
  distress: z.strictObject({
    startAt: Score,
    startAtMinor: Score,
    /** How far one client's start limit may be moved up (care C6). */
    startAtMost: Score,
    raisedAt: Score,
    highAt: Score,
    crisisAt: Score,
    crisisAfterGroundingAt: Score,
    /** After a practice a number from here up brings the offer of a check-in (clinical 2.6). */
    afterRaisedAt: Score,
    riseRaised: Score,
    riseHigh: Score,
    riseCountsFrom: Score,
    calmUpTo: Score,
    calmRatingsEndPause: z.int().min(1).max(2),
  }),
  here: z.strictObject({ notHereAt: Score, belowOrdinary: z.int().positive() }),
  reuseMinutes: Minutes,
  stopCheckFrom: Score,
  /** A direct question that nobody answers is red from this last rating up, whatever it asks (design 6). */
  questionRedFrom: Score,
  drift: z.strictObject({
    runs: z.int().positive(),
    worseRuns: z.int().positive(),
    worseBy: z.int().positive(),
    recentDays: z.int().positive(),
    baselineDays: z.int().positive(),
    baselineFewest: z.int().positive(),
    meanUpBy: z.number().positive(),
  }),
  afterSessionHours: z.number().positive(),
})

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const Hours = z.strictObject({ from: Clock, to: Clock })
export type Hours = z.infer<typeof Hours>

const Times = z.strictObject({
  ...Reviewed,
  date: Day,
  silenceCheckMinutes: Minutes,
  silenceCloseMinutes: Minutes,
  /** How long a client may listen to a recording of their own, outside the chat, before the silence is looked at. */
  listeningMinutes: Minutes,
  stopCheckMinutes: Minutes,
  questionMinutes: Minutes,
  questionAgainHours: Minutes,
  /** So long a risk answer that a clinician looked at is not new (care C24). */
  riskReviewedDays: z.int().positive(),
  redCheckMinutes: Minutes,
  redSilenceMinutes: Minutes,
  handoverMinutes: Minutes,
  followUpMinutes: Minutes,
  followUpTomorrowAt: Clock,
  /** After [Later], and how long the client's own rest from reminders lasts (care C14). */
  reminderLaterMinutes: Minutes,
  reminderRestDays: z.int().positive(),
  /** Practices that are done, STOP not counted (care C14). */
  practicesPerDay: z.int().positive(),
  comfortingPerDay: z.int().positive(),
  comfortingPerWeek: z.int().positive(),
  weeklyDays: z.number().positive(),
  quiet: Hours,
  quietMinor: Hours,
  amber: Hours,
  amberMinor: Hours,
})

const Words = z.array(z.string())
const ClosedWords = z.strictObject({
  ...Reviewed,
  date: Day,
  stop: Words,
  sos: Words,
  help: Words,
  greeting: Words,
  /** Open the menu from everywhere but a practice. */
  menu: Words,
  refusal: Words,
  /** Words one letter away from a closed word that are words themselves. */
  notASlip: Words,
})

export const RATINGS = Ratings.parse(ratings)
export const TIMES = Times.parse(times)
export const CLOSED_WORDS = ClosedWords.parse(closedWords)
