import type { ClinicSettings, Plan } from '../core/plan.ts'
import { RATINGS } from './reviewed.ts'

/** The limits that hold for one client now: the reviewed ones, tightened by the plan, loosened only as care C6 allows. */
export interface RatingLimits {
  /** A practice does not start from here up. */
  readonly startAt: number
  /** In a practice imagery is left from here up. */
  readonly raisedAt: number
  readonly riseRaised: number
  /** Here-ness up to here opens the dissociation branch (care C8). */
  readonly notHereAt: number
}

export type LimitsPlan = Pick<Plan, 'minor' | 'tighter' | 'higherStart' | 'hereOrdinary'>

/** Source: `reviewed/ratings.json`; care C6 for the higher start, care C8 for the ordinary here-ness. */
export function limitsOf(
  plan: LimitsPlan,
  { higherStartAllowed }: Pick<ClinicSettings, 'higherStartAllowed'>,
  now: Date,
): RatingLimits {
  const { distress, here } = RATINGS
  const reviewed = plan.minor ? distress.startAtMinor : distress.startAt
  const { higherStart: higher, tighter, hereOrdinary } = plan
  const loosened =
    higher && higherStartAllowed && !plan.minor && Date.parse(higher.until) > now.getTime() ? higher.startAt : reviewed
  const startAt = Math.max(reviewed, Math.min(loosened, distress.startAtMost))
  const belowOrdinary = hereOrdinary === undefined ? 0 : hereOrdinary - here.belowOrdinary
  return {
    startAt: Math.min(startAt, tighter.startAt ?? startAt),
    raisedAt: Math.min(distress.raisedAt, tighter.raisedAt ?? distress.raisedAt),
    riseRaised: Math.min(distress.riseRaised, tighter.riseRaised ?? distress.riseRaised),
    notHereAt: Math.max(here.notHereAt, belowOrdinary, tighter.hereAt ?? 0),
  }
}
