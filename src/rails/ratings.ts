import { isOpinion, type RatingClass, type Scale } from '../core/event.ts'
import type { RatingMoment } from '../core/effect.ts'
import type { RatingLimits } from './limits-of.ts'
import { RATINGS } from './reviewed.ts'

/** A rating with what it is measured against. */
export interface RatingToClass {
  readonly scale: Scale
  /** 0 to 10. */
  readonly value: number
  readonly moment: RatingMoment
  /** This practice's first distress rating; null outside a practice. */
  readonly before: number | null
  readonly limits: RatingLimits
}

/**
 * What a number means now. Cut here, before any step, so that a flow sees classes only and the proof of a flow holds
 * for every plan. Source: `reviewed/ratings.json`.
 */
export function classOf(rating: RatingToClass): RatingClass {
  if (isOpinion(rating.scale)) return 'ok'
  if (rating.scale === 'here') return rating.value <= rating.limits.notHereAt ? 'not-here' : 'here'
  return classOfDistress(rating)
}

function classOfDistress({ value, moment, before, limits }: RatingToClass): RatingClass {
  const reviewed = RATINGS.distress
  if (value >= reviewed.crisisAt) return 'crisis'
  // Two techniques did not help: a person now, not a third technique (clinical 2.4 and 3.1).
  if (moment === 'grounding-again' && value >= reviewed.crisisAfterGroundingAt) return 'crisis'
  // 1 to 3 is being moved, not being flooded: a rise counts only from 5 up (care C6).
  const rise = before === null || moment === 'before' || value < reviewed.riseCountsFrom ? 0 : value - before
  if (value >= reviewed.highAt || rise >= reviewed.riseHigh) return 'high'
  return value >= raisedAt(moment, limits) || rise >= limits.riseRaised ? 'raised' : 'ok'
}

function raisedAt(moment: RatingMoment, { startAt, raisedAt: leaveAt }: RatingLimits): number {
  if (moment === 'before') return startAt
  return moment === 'after' ? Math.min(leaveAt, RATINGS.distress.afterRaisedAt) : leaveAt
}

/** Whether this distress counts towards the two calm ratings that end a pause (care C6). */
export const isCalm = (value: number): boolean => value <= RATINGS.distress.calmUpTo

/** Whether a rating is young enough to be used again instead of asked again (care C3). Times in milliseconds. */
export const isYoung = (at: number, now: number): boolean => now - at < RATINGS.reuseMinutes * 60_000
