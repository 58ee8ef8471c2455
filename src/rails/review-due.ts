import type { Plan } from '../core/plan.ts'

/** Whether the day on which the plan was to be looked at again is over where the client is; then amber practices rest (design 2). */
export function isReviewOverdue({ reviewOn, zone }: Pick<Plan, 'reviewOn' | 'zone'>, now: Date): boolean {
  if (reviewOn === undefined) return false
  return reviewOn < new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(now)
}
