import type { FlowId } from '../../src/core/ids.ts'
import type { Plan, Readiness } from '../../src/core/plan.ts'
import { READINESS } from '../../src/rails/permission/readiness.ts'

const SIGNED = { by: 'Robin Reed', at: '2026-01-05T09:00:00Z' } as const

/** Every item settled, nothing against it, for long. */
export const READY: Readiness = {
  answers: Object.fromEntries(READINESS.items.map(({ id }) => [id, 'yes' as const])),
  against: [],
  complexTrauma: false,
  ...SIGNED,
  until: '2099-12-31',
}

/** These practices may be done alone from the first time. */
export const aloneWith = (...flows: readonly string[]): NonNullable<Plan['alone']> =>
  flows.map((flow) => ({ flow: flow as FlowId, ...SIGNED }))
