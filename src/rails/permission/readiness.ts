import { z } from 'zod'
import type { Plan, Readiness } from '../../core/plan.ts'
import { localDay } from '../local-hours.ts'
import reviewed from '../reviewed/readiness.json' with { type: 'json' }

const Id = z.string().regex(/^[a-z]+(-[a-z]+)*$/)

const Reviewed = z.strictObject({
  what: z.string(),
  source: z.string(),
  date: z.iso.date(),
  signedOffBy: z.string().nullable(),
  /** How long a signature holds at most. */
  validDays: z.int().positive(),
  /** How long a practice is open that a therapist opens to be there. */
  togetherMinutes: z.int().positive(),
  items: z.array(z.strictObject({ id: Id, asks: z.string() })).min(1),
  against: z.array(z.strictObject({ id: Id, says: z.string() })),
})

/** What is settled before an amber practice (care C15). Source: `src/rails/reviewed/readiness.json`. */
export const READINESS = Reviewed.parse(reviewed)

/**
 * What a client's readiness comes to today. not-signed · expired: after its last day where the client is · not-yet: an item
 * is not answered yes, or the reviewed list has grown since · against: something speaks against it · ready.
 */
export type ReadinessStanding = 'ready' | 'not-signed' | 'expired' | 'not-yet' | 'against'

/** Pure: the record of the plan, the day where the client is. */
export function readinessStanding({ readiness, zone }: Pick<Plan, 'readiness' | 'zone'>, now: Date): ReadinessStanding {
  if (readiness === undefined) return 'not-signed'
  if (readiness.against.length > 0) return 'against'
  if (readiness.until < localDay(now, zone).toString()) return 'expired'
  return isSettled(readiness) ? 'ready' : 'not-yet'
}

const isSettled = ({ answers }: Readiness): boolean => READINESS.items.every(({ id }) => answers[id] === 'yes')
