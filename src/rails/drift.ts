import { RATINGS } from './reviewed.ts'

/** One practice that is over: its first and its last distress rating, 0 to 10. */
export interface Run {
  readonly before: number
  readonly after: number
}

/** One distress rating. `at` in milliseconds. */
export interface DatedRating {
  readonly value: number
  readonly at: number
}

/** Whether a flow leaves this client worse: the end lies above the start by 2 on 2 of the last 3 runs (clinical 3.1). Newest first. */
export function leavesWorse(runs: readonly Run[]): boolean {
  const { runs: looked, worseRuns, worseBy } = RATINGS.drift
  return runs.slice(0, looked).filter(({ before, after }) => after - before >= worseBy).length >= worseRuns
}

/** Whether the mean of the last 3 days lies 2 above that of the 14 days before them (clinical 3.1). Too few ratings say nothing. */
export function hasDrifted(ratings: readonly DatedRating[], now: number): boolean {
  const { recentDays, baselineDays, baselineFewest, meanUpBy } = RATINGS.drift
  const day = 24 * 60 * 60_000
  const since = now - recentDays * day
  const recent = ratings.filter(({ at }) => at > since && at <= now)
  const earlier = ratings.filter(({ at }) => at <= since && at > since - baselineDays * day)
  if (recent.length === 0 || earlier.length < baselineFewest) return false
  return mean(recent) - mean(earlier) >= meanUpBy
}

const mean = (ratings: readonly DatedRating[]) =>
  ratings.reduce((sum, { value }) => sum + value, 0) / Math.max(1, ratings.length)
