import type { FlowId } from '../../core/ids.ts'
import type { Plan } from '../../core/plan.ts'
import { isReviewOverdue } from '../local-hours.ts'
import { readinessStanding } from './readiness.ts'

/** The flow that comes first where readiness says complex trauma (care C15). */
export const CONTAINER = 'container'

/** A practice as far as permission goes. */
export interface Practice {
  readonly flow: FlowId
  readonly class: 'green' | 'amber' | null
}

/** What is known beside the plan. */
export interface Around {
  readonly now: Date
  /** Practices that this client has done to their end at least once. */
  readonly practised: readonly FlowId[]
}

/**
 * Why a client may not start a practice, or yes. For clinicians; a client is shown what is open, and never this.
 * not-in-plan · review-overdue: amber rests until the plan is looked at again · not-ready, against: see readiness ·
 * container-first: complex trauma, and setting aside was not practised yet · not-together: the first time is with the
 * therapist, or signed as alone.
 */
export type MayStart =
  | 'yes'
  | 'not-in-plan'
  | 'review-overdue'
  | 'not-ready'
  | 'against'
  | 'container-first'
  | 'not-together'

/**
 * Whether the plan, the readiness and the first time together let a client start a practice. The one place of that rule;
 * hours, pause, latch and the client's own yes come on top (src/script/engine/walk.ts).
 */
export function mayStart(plan: Plan, practice: Practice, { now, practised }: Around): MayStart {
  if (!plan.flows.includes(practice.flow)) return 'not-in-plan'
  if (practice.class === 'amber') {
    if (isReviewOverdue(plan, now)) return 'review-overdue'
    const standing = readinessStanding(plan, now)
    if (standing === 'against') return 'against'
    if (standing !== 'ready') return 'not-ready'
    if (plan.readiness?.complexTrauma === true && !practised.some((flow) => flow === CONTAINER))
      return 'container-first'
  }
  return isFirstTimeSettled(plan, practice.flow, { now, practised }) ? 'yes' : 'not-together'
}

function isFirstTimeSettled({ alone = [], together }: Plan, flow: FlowId, { now, practised }: Around): boolean {
  if (practised.includes(flow) || alone.some((one) => one.flow === flow)) return true
  return together?.flow === flow && now.getTime() < Date.parse(together.until)
}
