import type { RatingClass, Scale } from '../core/event.ts'
import type { RatingMoment } from '../core/effect.ts'
import type { Plan } from '../core/plan.ts'
import { RATINGS } from './reviewed.ts'

/** A rating with what it is measured against. */
export interface RatingToClass {
  readonly scale: Scale
  /** 0 to 10. */
  readonly value: number
  readonly moment: RatingMoment
  /** This practice's first distress rating; null outside a practice. */
  readonly before: number | null
  readonly plan: Pick<Plan, 'minor' | 'tighter'>
}

/**
 * What a number means now. Cut here, before any step, so that a flow sees classes only and the proof of a flow holds
 * for every plan. A plan may tighten a limit, never loosen it. Source: `reviewed/ratings.json`.
 */
export function classOf(rating: RatingToClass): RatingClass {
  if (rating.scale === 'helped') return 'ok'
  if (rating.scale === 'here')
    return rating.value <= Math.max(RATINGS.here.notHereAt, rating.plan.tighter.hereAt ?? 0) ? 'not-here' : 'here'
  return classOfDistress(rating)
}

function classOfDistress({ value, moment, before, plan }: RatingToClass): RatingClass {
  const limits = RATINGS.distress
  if (value >= limits.crisisAt) return 'crisis'
  // 1 to 3 is being moved, not being flooded: a rise counts only from 5 up (care C6).
  const rise = before === null || moment === 'before' || value < limits.riseCountsFrom ? 0 : value - before
  if (value >= limits.highAt || rise >= limits.riseHigh) return 'high'
  if (value >= limits.raisedAt || rise >= limits.riseRaised) return 'raised'
  const startAt = Math.min(plan.minor ? limits.startAtMinor : limits.startAt, plan.tighter.startAt ?? 10)
  return moment === 'before' && value >= startAt ? 'raised' : 'ok'
}

/** Whether this distress counts towards the two calm ratings that end a pause (care C6). */
export const isCalm = (value: number): boolean => value <= RATINGS.distress.calmUpTo

/** Whether a rating is young enough to be used again instead of asked again (care C3). Times in milliseconds. */
export const isYoung = (at: number, now: number): boolean => now - at < RATINGS.reuseMinutes * 60_000
