import { z } from 'zod'
import closedWords from './reviewed/closed-words.json' with { type: 'json' }
import directory from './reviewed/crisis-directory.json' with { type: 'json' }
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
    raisedAt: Score,
    highAt: Score,
    crisisAt: Score,
    riseRaised: Score,
    riseHigh: Score,
    riseCountsFrom: Score,
    calmUpTo: Score,
    calmRatingsEndPause: z.int().min(1).max(2),
  }),
  here: z.strictObject({ notHereAt: Score }),
  reuseMinutes: Minutes,
  stopCheckFrom: Score,
})

const Times = z.strictObject({
  ...Reviewed,
  date: Day,
  silenceCheckMinutes: Minutes,
  silenceCloseMinutes: Minutes,
  stopCheckMinutes: Minutes,
  acknowledgeMinutes: z.strictObject({ first: Minutes, second: Minutes }),
  repeatAllHandsMinutes: Minutes,
  coverDeadlineHours: Minutes,
})

const Checked = { mark: z.enum(['R', 'K', 'C']), source: z.string(), verifiedOn: Day }

const Directory = z.strictObject({
  ...Reviewed,
  expiresAfterDays: z.int().positive(),
  finder: z.strictObject({ text: z.string(), ...Checked }),
  rows: z.array(
    z.strictObject({
      country: z.string().length(2),
      kind: z.enum(['emergency', 'line', 'text', 'youth']),
      name: z.string(),
      number: z.string(),
      hours: z.string(),
      ...Checked,
    }),
  ),
})
export type DirectoryRow = z.infer<typeof Directory>['rows'][number]

const Words = z.array(z.string())
const ClosedWords = z.strictObject({ ...Reviewed, date: Day, stop: Words, sos: Words, help: Words })

export const RATINGS = Ratings.parse(ratings)
export const TIMES = Times.parse(times)
export const DIRECTORY = Directory.parse(directory)
export const CLOSED_WORDS = ClosedWords.parse(closedWords)
